"""One county's own figures against what is published: read, placed, matched, and put into a brief. Kept nowhere."""
