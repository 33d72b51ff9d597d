"""The money ledger: accounts, transfers with signed lines that sum to zero, balances kept beside them."""
