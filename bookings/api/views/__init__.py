"""One file for each thing the API offers."""
