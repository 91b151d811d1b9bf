"""What residents say, for the team: figures, remarks that somebody has read first, and answers on paper."""
