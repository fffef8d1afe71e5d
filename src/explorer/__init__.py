"""An explorer of China's integrated-care reforms: cases, figures and policies with their sources."""
