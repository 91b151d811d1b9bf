"""Workshops: the rules of a series, and what residents see of it."""
