"""Steps 2, 4 and 12: messages to customers, queued in the outbox."""
