"""What anybody asks about a listing: that something in it be put right, or that it be taken down."""
