"""What the public page of figures says: how long one waits, what people say, what it cost."""
