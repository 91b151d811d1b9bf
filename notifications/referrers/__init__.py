"""What is said to whoever refers: one e-mail a real change as they see it, and the links of those without an account."""
