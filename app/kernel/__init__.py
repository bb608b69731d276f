"""The ground under every package: database, clock, errors, events, text. Imports nothing of ours."""
