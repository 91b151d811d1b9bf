"""Pages of the staff: the day, the desk, outcomes, call-backs, openings. Addresses stand under /equipe/."""
