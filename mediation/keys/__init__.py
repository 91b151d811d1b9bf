"""The keys under which personal data is kept: which one sealed what, changing them while serving, a start with wrong ones."""
