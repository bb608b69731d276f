"""A listing's words: in which language they were written, what was made from them, how far behind it is."""
