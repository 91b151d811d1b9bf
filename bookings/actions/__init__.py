"""Verbs: one function each, atomic, journaled."""
