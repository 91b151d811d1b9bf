"""A drop-in (permanence): where a number stands, whose turn it is, how long it takes."""
