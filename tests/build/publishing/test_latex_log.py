"""What counts as a fault in a log of LaTeX."""

from pathlib import Path

import pytest

from homlp_build.publishing.latex_log import faults, main

CLEAN = r"""This is XeTeX, Version 3.14
Overfull \hbox (10.0pt too wide) in paragraph at lines 1--2
Underfull \hbox (badness 10000) in paragraph at lines 3--4
LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.
"""


def test_a_log_with_a_small_overrun_has_no_fault() -> None:
    assert faults(CLEAN) == []


@pytest.mark.parametrize(
    "line",
    [
        r"Overfull \hbox (10.1pt too wide) in paragraph at lines 5--6",
        r"Overfull \hbox (123.0pt too wide) in alignment at lines 5--6",
        'Missing character: There is no ∇ (U+2207) in font "lmroman10"!',
        "LaTeX Warning: Reference `ex' on page 1 undefined on input line 3.",
        "LaTeX Warning: Hyper reference `ex' on page 1 undefined on input line 3.",
        "LaTeX Warning: Label `ex' multiply defined.",
        "! Undefined control sequence.",
    ],
)
def test_each_kind_of_fault_is_found_once(line: str) -> None:
    assert faults(f"{CLEAN}{line}\n{line}\n") == [line]


def test_a_warning_that_tex_broke_at_its_width_is_found_whole() -> None:
    warning = f"LaTeX Warning: Hyper reference `{'x' * 60}' on page 1 undefined on input line 3."
    assert faults(f"{warning[:79]}\n{warning[79:]}\n") == [warning]


def test_the_command_names_the_file_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "homlp.log"
    log.write_text(CLEAN)
    assert main([str(log)]) == 0
    log.write_text(CLEAN + "! Emergency stop.\n")
    assert main([str(log)]) == 1
    assert capsys.readouterr().err == f"{log}: ! Emergency stop.\n"
    assert main([]) == 2
