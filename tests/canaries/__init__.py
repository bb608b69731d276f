"""Nothing of an enquiry is read by anybody who may not: every route, every role, every state."""
