"""Training loops for PyTorch, one idea a file; import each by its own name."""
