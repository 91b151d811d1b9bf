"""Setting up without the operator: what was seen and changed meanwhile, who changed what, what is still missing."""
