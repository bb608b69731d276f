"""People who sign in: staff and members of firms. Manufacturers need no account."""
