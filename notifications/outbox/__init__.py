"""A message's life, from the fact to the receipt."""
