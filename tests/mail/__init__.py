"""Mail, from the outbox through a real SMTP server into a mailbox."""
