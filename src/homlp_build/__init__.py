"""What makes the book: keys, store, execution, and the Sphinx extensions."""
