"""Step 15: rollups kept beside the ledgers, reports, exceptions and advice."""
