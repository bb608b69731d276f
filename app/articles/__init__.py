"""Topic articles: a text per language, numbered citations, and the markets, services and sectors they are about."""
