"""What became of messages, for who has to know: operators (metrics, alerts), the team (a page), coordinators (costs)."""
