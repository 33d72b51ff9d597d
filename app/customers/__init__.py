"""Who buys: people, addresses, groups and consent."""
