"""Topic articles: a text per language, numbered citations, and what each is about."""
