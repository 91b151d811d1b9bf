"""Somebody is away, there is a strike, a site is closed: what becomes of each appointment, and how it goes on."""
