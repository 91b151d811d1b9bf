"""Following a person: what they have to do next, how much they can do alone, and the links by which they see it."""
