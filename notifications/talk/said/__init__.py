"""What is answered by SMS, a file a language."""
