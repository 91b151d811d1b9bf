"""What the tables of this part hold of people: one row a column (`mediation.processing.kinds`)."""
