"""From records of encounters to the indicators of the codebook, on one machine or many."""
