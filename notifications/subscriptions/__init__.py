"""Programs of others that are told by webhook what they may know: where they are, what waits for them, the sweep."""
