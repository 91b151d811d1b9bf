"""Many referrals from one file: the pages."""
