"""Signing in with ProConnect: what is asked of the provider, and what of its answers is believed."""
