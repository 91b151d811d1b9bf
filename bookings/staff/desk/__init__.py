"""The counter: find somebody, see times, book."""
