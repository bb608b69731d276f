"""The three languages, and how each writes dates, numbers and lists."""
