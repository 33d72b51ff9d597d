"""The customer's window: what is bought, what it costs, how to pay, thank you and a rating."""
