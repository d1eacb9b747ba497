"""The ``notebooks`` builder: each page with code as a notebook that opens anywhere."""

from .builder import NotebookBuilder, setup

__all__ = ["NotebookBuilder", "setup"]
