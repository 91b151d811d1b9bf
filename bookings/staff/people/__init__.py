"""One person: their record, their history, what they were told."""
