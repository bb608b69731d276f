"""A firm that nobody has listed lists itself: a draft, the desk's reading, the public."""
