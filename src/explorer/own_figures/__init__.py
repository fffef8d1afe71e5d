"""Figures that a reader brings: read, checked against the codebook, and kept for one session only."""
