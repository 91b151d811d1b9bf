"""Letters: for who has a postal address and nothing else, printed and posted by the team."""
