"""The Delivery tab: board, list and runs, one delivery with its proof, and the steps from the shelf to the door."""
