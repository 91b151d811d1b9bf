"""A team's week in one look, for whoever shares out its time."""
