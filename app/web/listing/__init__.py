"""Editing a listing: the same forms, draft and differences for the firm’s people and for editors."""
