"""What support achieved, in national words."""
