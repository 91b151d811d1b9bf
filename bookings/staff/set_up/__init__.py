"""Setting up places, people, topics and rules, by who coordinates them."""
