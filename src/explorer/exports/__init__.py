"""Files that a reader takes away: a DataFrame or a chart in, bytes out."""
