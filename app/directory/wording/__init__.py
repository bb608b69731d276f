"""What a firm’s listing says in words."""
