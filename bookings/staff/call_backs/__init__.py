"""Who waits to be called."""
