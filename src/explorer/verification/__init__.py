"""Finds every figure again in its document, and every number of the documents that was passed over."""
