"""What personal data there is: every table and column, why it is kept, how long, and what an erasure does to it."""
