"""A firm’s changes to its own listing: pending beside it, read by an editor, and kept on record."""
