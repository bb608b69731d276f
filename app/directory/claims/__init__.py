"""Taking a listing over: who says that it is their firm's, what speaks for it, and what the desk decides."""
