"""What a firm proves its offerings with: entered by the firm, checked by staff, good for a time."""
