"""The Sell tab: quick keys, the open ticket, the customer, and taking payment."""
