"""Following a person, for who helps them: goals, what is to be done next, the mediator’s own list."""
