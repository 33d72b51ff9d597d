"""Who works here: people, their roles, PINs, rights and limits, and the stations they work at."""
