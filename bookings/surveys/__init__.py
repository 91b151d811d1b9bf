"""What residents say of a session: whom we ask, what is counted, what of their words others may read."""
