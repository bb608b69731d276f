"""Firms and what they offer, where: the facts the public reads and the matching rests on."""
