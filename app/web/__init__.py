"""What the web doors share: languages, addresses, forms, refusals, caching, headers, assets."""
