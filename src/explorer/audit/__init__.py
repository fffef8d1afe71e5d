"""What the documents computed, computed again; what they say twice, compared; and where it does not come out."""
