"""The Settle tab: a till's day from float to Z report, and the cash that couriers bring."""
