"""Tests: domain packages, doors, mail, journeys through the browser, and the rules of the house."""
