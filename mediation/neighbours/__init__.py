"""The languages of the neighbourhood: what residents read and hear besides French, easy French and English."""
