"""Checks of the exercises, one module a chapter; import each by its own name."""
