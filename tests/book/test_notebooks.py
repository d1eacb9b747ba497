"""The notebooks of the real book: valid, free of markup that no reader knows, and runnable."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^(?:> )*\s*(`{3,}|~{3,})[^`\n]*\n.*?^(?:> )*\s*\1$", re.MULTILINE | re.DOTALL)
MATH = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$]*\$|`[^`]*`", re.DOTALL)
RAW = {
    "directive": re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})\s*\{[\w:-]+\}", re.MULTILINE),
    "role": re.compile(r"\{[\w:.-]+\}`"),
    "label": re.compile(r"^\([\w:-]+\)=\s*$", re.MULTILINE),
    "comment": re.compile(r"<!--|^%\s", re.MULTILINE),
    "myst attribute": re.compile(r"^:\w[\w-]*:\s", re.MULTILINE),
}


@pytest.fixture(scope="session")
def notebooks(executed, tmp_path_factory):
    """The notebooks, written by the real build into a folder of their own, by page name."""
    folder = tmp_path_factory.mktemp("notebooks")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "-W", "-n", "-q"]
    command += ["--path-output", folder, "--builder", "custom", "--custom-builder", "notebooks"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    out = folder / "_build" / "notebooks"
    return {name: nbformat.read(out / f"{name}.ipynb", 4) for name in executed}


@pytest.fixture(scope="session")
def reader(readers, wheel, tmp_path_factory):
    """The Python of an environment with the wheel and what running the pages needs, no pip."""
    packages = [*readers.runtime_packages(), "ipykernel"]
    return readers.make_environment(
        tmp_path_factory.mktemp("reader") / "env", packages, wheel=wheel
    )


@pytest.fixture(scope="session")
def runs(request, notebooks, readers, reader, tmp_path_factory):
    """What the notebook of each page ends with, run as a reader would; one a processor at once."""

    def run(name):
        notebook = nbformat.from_dict(notebooks[name])
        notebook.cells.append(nbformat.v4.new_code_cell(ASK))
        readers.run(notebook, reader, tmp_path_factory.mktemp("run"))
        return notebook

    chosen = [item for item in request.session.items if "runs" in item.fixturenames]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = dict.fromkeys(item.callspec.params["coded"].name for item in chosen)
        yield {name: pool.submit(run, name) for name in names}


def outside_code(source):
    """Return Markdown without its fences, code and equations."""
    return MATH.sub("", FENCE.sub("", source))


def markdown(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_the_notebook_is_valid(coded, notebooks):
    nbformat.validate(notebooks[coded.name])


@pytest.mark.parametrize("kind", RAW)
def test_nothing_raw_is_left(coded, notebooks, kind):
    left = [
        found[0]
        for text in markdown(notebooks[coded.name])
        if (found := RAW[kind].search(outside_code(text)))
    ]
    assert left == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("directive", "words\n```{note}\n"),
        ("role", "see {ref}`there`"),
        ("label", "(a-label)=\n# Title"),
        ("comment", "words <!-- hidden -->"),
        ("myst attribute", ":class: tip\n"),
    ],
)
def test_the_search_for_raw_markup_finds_it(kind, text):
    assert RAW[kind].search(text)


def test_no_link_is_relative(coded, notebooks):
    text = "\n".join(map(outside_code, markdown(notebooks[coded.name])))
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert targets
    assert [target for target in targets if not target.startswith("https://")] == []


def test_every_solution_is_folded(coded, notebooks):
    solutions = [cell.source.strip() for cell in coded.cells if "solution" in cell.tags]
    notebook = notebooks[coded.name]
    folds = re.findall(r"<details>.*?</details>", "\n".join(markdown(notebook)), re.DOTALL)
    cells = [cell.source.strip() for cell in notebook.cells if cell.cell_type == "code"]
    for solution in solutions:
        assert any(solution in fold for fold in folds)
        assert solution not in cells


def test_every_cell_of_the_page_that_ran_has_its_outputs(coded, notebooks):
    pictures = [
        output
        for cell in notebooks[coded.name].cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    figures = [cell for cell in coded.cells if "figure:" in cell.options]
    assert len(pictures) >= len(figures)


ASK = """\
import json
from importlib.util import find_spec
import homlp_lib
strangers = [name for name in ("sphinx", "pytest", "pip") if find_spec(name)]
print(json.dumps([homlp_lib.__file__, strangers]))"""


def test_the_notebook_runs_from_top_to_bottom_in_a_fresh_environment(coded, runs, reader):
    notebook = runs[coded.name].result()
    where, strangers = json.loads(notebook.cells[-1].outputs[0].text)
    assert Path(where).is_relative_to(reader.parents[1])
    assert strangers == []
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert first.outputs == []  # nothing was missing, so pip was not called: it is not even here
