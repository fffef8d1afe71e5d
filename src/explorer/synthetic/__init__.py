"""Made-up records to try things on: counties that do not exist, and what is true of them, known exactly."""
