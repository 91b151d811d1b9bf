"""What people write, by what it says, a file a language: patterns of `phrases.every`, accents or not."""
