"""Invented firms and articles in bulk, for measuring at the size a portal may grow to."""
