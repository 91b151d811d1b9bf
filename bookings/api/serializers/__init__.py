"""What is read from requests, and how things are written in answers."""
