"""The waiting list, as staff keep it."""
