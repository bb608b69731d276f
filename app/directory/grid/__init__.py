"""A firm's own offerings, cell by cell: what it says of each, and until when that counts."""
