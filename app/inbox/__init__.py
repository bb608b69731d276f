"""Mail that comes in: kept first, acknowledged second, then joined to a case or shown to staff."""
