"""A reader's own query: judged, run in a process of its own that can be killed, and handed back as plain rows."""
