"""Traces: who looked at what, took it away or changed it; only added to, chained, kept for a time of their own."""
