"""DOMAIN · figures: what a firm is told of itself in numbers, counted without cookies or personal data."""
