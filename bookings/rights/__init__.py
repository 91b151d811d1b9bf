"""A person's rights over their data: who may ask, and what is held of them."""
