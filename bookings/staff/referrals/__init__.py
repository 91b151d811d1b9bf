"""Referrals as the receiving team works with them."""
