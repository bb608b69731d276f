"""Needs × offerings to firms, with every reason and every term of the score."""
