"""What is kept about people, for how long, and how it goes: erasure, export and retention."""
