"""Who comes, how they are reached and recognised."""
