"""A second missed appointment: whom to call, what to ask, what got in the way."""
