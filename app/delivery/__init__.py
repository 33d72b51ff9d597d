"""Steps 4, 5 and 12: runs, carriers, pickup, tracking, proof and acceptance."""
