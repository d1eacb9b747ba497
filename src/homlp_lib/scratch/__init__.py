"""Algorithms from scratch, one idea a file; import each by its own name."""
