"""The rules of the house. Each was broken once on purpose and seen to complain."""
