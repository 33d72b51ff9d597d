"""Papers into pictures and bytes (ESC/POS, ZPL, PDF), and the spooler that sends them."""
