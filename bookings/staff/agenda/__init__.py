"""The day, the week, and what is set for them: openings, absences, closures."""
