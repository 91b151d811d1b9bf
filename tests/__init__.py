"""Tests are sentences about people."""
