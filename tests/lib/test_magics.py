import pytest
from IPython.core.interactiveshell import InteractiveShell

from homlp_lib import magics
from homlp_lib.errors import InvalidParameterError
from homlp_lib.magics import lacking


@pytest.fixture
def shell(monkeypatch):
    """An IPython of its own, with the magic."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # it would warn of another one
    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "homlp_lib.magics")
    return shell


def _cell(shell, text):
    return shell.run_cell(text, store_history=False)


def test_a_cell_that_needs_the_full_scale_is_passed_over_with_the_way_out(
    shell, monkeypatch, capsys
):
    monkeypatch.delenv("HOMLP_SCALE", raising=False)
    assert _cell(shell, "%%needs full\nleft_out = 1").success
    assert "left_out" not in shell.user_ns
    assert 'Not run: this cell needs the full scale: os.environ["HOMLP_SCALE"]' in (
        capsys.readouterr().out
    )


def test_at_the_full_scale_it_runs_as_if_nothing_stood_above_it(shell, monkeypatch, capsys):
    monkeypatch.setenv("HOMLP_SCALE", "full")
    assert _cell(shell, "%%needs full\nthere = '''two\nlines'''\nthere").success
    assert shell.user_ns["there"] == "two\nlines"
    assert "two\\nlines" in capsys.readouterr().out  # its last expression is shown


def test_what_fails_in_it_fails_the_cell(shell, monkeypatch, capsys):
    monkeypatch.setenv("HOMLP_SCALE", "full")
    assert isinstance(_cell(shell, "%%needs full\n1 / 0").error_in_exec, ZeroDivisionError)
    capsys.readouterr()


@pytest.mark.parametrize(("kind", "missing"), [("cpu", ["gpu"]), ("cuda", []), ("mps", [])])
def test_a_gpu_of_any_make_will_do(monkeypatch, kind, missing):
    class _Device:
        type = kind

    monkeypatch.setenv("HOMLP_SCALE", "full")
    monkeypatch.setattr(magics, "device", _Device)
    assert lacking("full gpu") == missing


@pytest.mark.parametrize("words", ["", "ful", "full tpu"])
def test_another_word_is_refused(words):
    with pytest.raises(InvalidParameterError, match=f"'full', 'gpu' or both, got '{words}'"):
        lacking(words)
