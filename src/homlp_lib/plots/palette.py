"""The colours of the book, and what each becomes in the dark theme.

A colour means the same thing all through the book: blue is data or the first
method, orange the model or the second, green the truth, purple an alternative,
yellow a warning or a point to look at, grey what stands in the background.
"""

__all__ = [
    "BLUE",
    "ORANGE",
    "GREEN",
    "PURPLE",
    "YELLOW",
    "GREY",
    "INK",
    "PAPER",
    "GRID",
    "PALETTE",
    "DARK",
    "NAMES",
]

BLUE = "#0a6ab0"
ORANGE = "#c8390a"
GREEN = "#00876c"
PURPLE = "#9a5b9c"
YELLOW = "#a88e00"
GREY = "#6b7280"

INK = "#1b1f24"
PAPER = "#ffffff"
GRID = "#d8dce2"

PALETTE = (BLUE, ORANGE, GREEN, PURPLE, YELLOW, GREY)

# What the style sheet of the site calls them, for the figures that move.
NAMES = {
    BLUE: "blue",
    ORANGE: "orange",
    GREEN: "green",
    PURPLE: "purple",
    YELLOW: "yellow",
    GREY: "grey",
    INK: "ink",
    GRID: "grid",
}

# What each colour becomes when `show` renders the figure for the dark theme.
DARK = {
    BLUE: "#5aaef0",
    ORANGE: "#f57b4d",
    GREEN: "#3fc8a4",
    PURPLE: "#d691d1",
    YELLOW: "#e3b944",
    GREY: "#9aa3b0",
    INK: "#e6e9ee",
    PAPER: "#14181e",
    GRID: "#39404a",
}
