"""What leaves the house: whose copy it is, addresses, trees to push, and what changed."""
