"""A question from arrival to close: what was asked, whom it was referred to, what was answered, what was agreed to."""
