"""Real data: what ships with the book or its dependencies, and what is downloaded.

Each loader says in the page's provenance which data set it used.
"""

from .download import cache_folder, fetch, read
from .images import load_digits, load_flower, load_mnist
from .music import load_chorales
from .registry import Dataset, find, registry
from .series import load_co2, load_economics, load_elnino, load_ridership, load_sunspots
from .tables import (
    load_breast_cancer,
    load_diabetes,
    load_diamonds,
    load_engel,
    load_fair,
    load_housing,
    load_mpg,
    load_penguins,
    load_randhie,
)
from .text import load_names, load_shakespeare, load_spambase

__all__ = [
    "load_breast_cancer",
    "load_diabetes",
    "load_diamonds",
    "load_fair",
    "load_housing",
    "load_mpg",
    "load_penguins",
    "load_randhie",
    "load_co2",
    "load_economics",
    "load_elnino",
    "load_engel",
    "load_ridership",
    "load_sunspots",
    "load_names",
    "load_shakespeare",
    "load_spambase",
    "load_digits",
    "load_flower",
    "load_mnist",
    "load_chorales",
    "registry",
    "find",
    "Dataset",
    "read",
    "fetch",
    "cache_folder",
]
