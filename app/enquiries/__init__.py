"""A question from arrival to close: what was asked and agreed to, who has it, what was answered."""
