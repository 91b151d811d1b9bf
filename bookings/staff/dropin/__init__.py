"""The drop-in as the team lives it: who is there, who is next, what became of them."""
