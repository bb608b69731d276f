"""What the tests run on: databases, a running portal, a browser, and no network."""
