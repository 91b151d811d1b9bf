"""What the service says of itself by public rules: accessibility (RGAA), ecodesign (RGESN), and the figures behind both."""
