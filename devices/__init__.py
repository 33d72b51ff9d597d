"""The shop's devices: scanner, scale, customer display, card terminal and the lines to printers."""
