"""The default way to run: one process, nothing to install (design, section 6)."""
