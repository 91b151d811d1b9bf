"""Pages of whoever refers: sending somebody, following what becomes of it. Addresses stand under /partenaires/."""
