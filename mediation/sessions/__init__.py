"""A device and the forms it was filling in: what outlives a sign-in that ended."""
