"""Text to needs: which markets, services and products a question is about, and on which words. Pure."""
