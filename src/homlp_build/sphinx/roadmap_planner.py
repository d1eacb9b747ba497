"""The route planner of the roadmap: its form, and the facts that its script plans with.

``static/roadmap/planner.js`` works the route out in the browser. Where nothing can be
chosen (print, notebooks, no JavaScript) the text around it says how to follow the map.
"""

import json
from dataclasses import dataclass
from html import escape

from .labels import PART_TITLES, Entry, short_label, slug

__all__ = ["Stop", "form", "stops"]


@dataclass(frozen=True)
class Stop:
    """What the planner knows of a page; the order of the stops breaks ties.

    Attributes
    ----------
    id : str
        Its name in the address of a plan.
    title : str
        With the number of a chapter or the letter of an appendix.
    part : str
    requires : list of str
        Ids.
    minutes : int
        To read.
    seconds : int or None
        To run on two cores, where that was measured.
    url : str or None
        None for a page that is not yet written.
    """

    id: str
    title: str
    part: str
    requires: list[str]
    minutes: int
    seconds: int | None
    url: str | None


def stops(entries: list[Entry], links: dict[str, str], seconds: dict[str, float]) -> list[Stop]:
    """Return the stops of the roadmap, in its order."""
    names = {entry.name for entry in entries}
    return [
        Stop(
            id=slug(entry.name),
            title=entry.title if entry.number is None else f"{short_label(entry)}: {entry.title}",
            part=PART_TITLES[entry.part or 1],
            requires=[slug(one) for one in entry.requires if one in names],
            minutes=entry.reading_minutes or 0,
            seconds=max(round(seconds[entry.name]), 1) if entry.name in seconds else None,
            url=links.get(entry.name) if entry.written else None,
        )
        for entry in entries
    ]


def form(found: list[Stop]) -> str:
    """Return the planner as HTML, hidden until its script runs."""
    data = json.dumps([vars(stop) for stop in found], separators=(",", ":"))
    return (
        f'<form class="homlp-planner" aria-label="Route planner" hidden>'
        f'<script type="application/json">{data.replace("</", "<" + chr(92) + "/")}</script>'
        + _chooser("reach", "I want to reach", found)
        + _chooser("know", "I know already", found)
        + '<div class="homlp-route"><p class="total" role="status"></p>'
        '<ol></ol><p class="unknown" hidden></p>'
        '<button type="reset" class="homlp-button" hidden>Start over</button></div></form>\n'
    )


def _chooser(name: str, label: str, found: list[Stop]) -> str:
    groups = "".join(
        f'<optgroup label="{escape(title)}">'
        + "".join(
            f'<option value="{stop.id}">{escape(stop.title)}</option>'
            for stop in found
            if stop.part == title
        )
        + "</optgroup>"
        for title in dict.fromkeys(stop.part for stop in found)
    )
    return (
        f'<div class="homlp-chooser" data-list="{name}"><label for="planner-{name}">{label}</label>'
        f'<div><select id="planner-{name}"><option value="">Choose a page</option>{groups}</select>'
        f'<button type="button" class="homlp-button" aria-label="Add: {label}">Add</button></div>'
        f'<ul aria-label="{label}"></ul></div>'
    )
