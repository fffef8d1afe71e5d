"""Finds every figure again in the document that it was taken from, and every number in the documents that was not taken."""
