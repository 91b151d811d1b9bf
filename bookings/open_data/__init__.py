"""What the service publishes about itself: counts in which nobody can be recognised."""
