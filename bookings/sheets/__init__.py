"""Files with a line for each thing: their columns, how they are read, written, and what is wrong with them."""
