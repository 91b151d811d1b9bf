"""Synthetic load for measuring: as many mediators, sites and appointments as asked for, the same for one seed."""
