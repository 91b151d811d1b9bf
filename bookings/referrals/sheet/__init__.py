"""Referrals that come as a file: its columns, how it is read, what is wrong with a line."""
