"""Somebody cannot receive, or nobody can somewhere: what is asked of whom, and what residents are told of it."""
