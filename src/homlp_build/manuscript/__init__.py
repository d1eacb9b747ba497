"""What the authors write: pages and their parts, read and reviewed."""
