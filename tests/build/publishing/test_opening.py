"""``homlp open``: the right notebook, never over a reader's own, in a real JupyterLab."""

import json
import os
import signal
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from homlp_build.command import main
from homlp_build.errors import FetchError, UsageError
from homlp_build.publishing.installed import build_requirement
from homlp_build.publishing.opening import fetch_notebook

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PAGES = {"part1/ch04_lines": "Lines", "part1/ch05_trees": "Trees"}
NAME = "ch04_lines.ipynb"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing of each request."""


@pytest.fixture
def host(tmp_path):
    """A server on loopback with what GitHub would hold, and the folder that it serves."""
    root = tmp_path / "host"
    for ref in ("notebooks", f"notebooks-{COMMIT}"):
        publish(root, ref)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", root
    server.shutdown()
    server.server_close()


def publish(root, ref, repository="ada/copy"):
    tree = root / repository / ref
    for page in PAGES:
        file = tree / f"{page}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"cells": [], "metadata": {"ref": ref}, "nbformat": 4}))
    (tree / "index.json").write_text(json.dumps({"commit": COMMIT, "pages": PAGES}))


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return a function that writes what pip writes when it installs the book from git."""

    def write(commit=COMMIT):
        info = tmp_path / "site" / "homlp-0.1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: homlp\nVersion: 0.1.0\n"
            "Project-URL: Repository, https://github.com/ada/copy\n"
        )
        if commit:
            origin = {"url": "https://github.com/ada/copy", "vcs_info": {"commit_id": commit}}
            (info / "direct_url.json").write_text(json.dumps(origin))
        monkeypatch.syspath_prepend(info.parent)

    return write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The reader's working folder."""
    found = tmp_path / "work"
    found.mkdir()
    monkeypatch.chdir(found)
    return found


@pytest.fixture
def reader(host, install, folder, monkeypatch):
    """A reader with the book installed from git, in an empty folder."""
    install()
    monkeypatch.setenv("HOMLP_NOTEBOOKS_HOST", host[0])
    return folder


def _address(lab):
    """Return where a JupyterLab answers, and the line in which it says so."""
    for line in lab.stderr:
        if "?token=" in line and "http://127.0.0.1" in line:
            return line[line.index("http") :].partition("lab")[0], line
    raise AssertionError("JupyterLab ended")


def _answer(address, within=30):
    """Return what a server says; it prints its address a moment before it listens."""
    for _ in range(10 * within):
        try:
            with urlopen(address) as answer:
                return answer.read()
        except URLError:
            Event().wait(0.1)
    raise AssertionError(f"nothing answers at {address}")


def ref_of(path):
    return json.loads(path.read_text())["metadata"]["ref"]


def test_the_notebook_is_the_one_of_the_installed_commit(reader):
    path = fetch_notebook("ch04", reader)
    assert path == reader / NAME
    assert ref_of(path) == f"notebooks-{COMMIT}"


def test_without_a_commit_it_is_the_newest(host, install, folder, monkeypatch):
    install(commit=None)
    monkeypatch.setenv("HOMLP_NOTEBOOKS_HOST", host[0])
    assert ref_of(fetch_notebook("ch04", folder)) == "notebooks"


def test_a_commit_that_was_never_published_gives_the_newest_and_says_so(
    host, install, folder, monkeypatch, capsys
):
    install(commit="f" * 40)
    monkeypatch.setenv("HOMLP_NOTEBOOKS_HOST", host[0])
    assert ref_of(fetch_notebook("ch04", folder)) == "notebooks"
    assert "No notebooks were published for commit ffffffffffff" in capsys.readouterr().out


def test_what_the_reader_changed_is_kept_and_the_new_name_said(reader, capsys):
    mine = fetch_notebook("ch04", reader)
    mine.write_text("my own")
    again = fetch_notebook("ch04", reader)
    assert mine.read_text() == "my own"
    assert again.name == "ch04_lines-2.ipynb"
    assert "ch04_lines.ipynb was changed and stays as it is" in capsys.readouterr().out
    assert fetch_notebook("ch04", reader) == again  # and no third
    again.write_text("mine, too")
    assert fetch_notebook("ch04", reader).name == "ch04_lines-3.ipynb"


def test_an_unknown_page_names_those_that_there_are(reader):
    with pytest.raises(UsageError, match=r"'ch44'.*part1/ch04_lines, part1/ch05_trees"):
        fetch_notebook("ch44", reader)


def test_a_name_of_two_pages_is_not_guessed(reader):
    with pytest.raises(UsageError, match="may be any of"):
        fetch_notebook("part1", reader)


def test_without_a_network_one_line_says_so(reader, monkeypatch, capsys):
    monkeypatch.setenv("HOMLP_NOTEBOOKS_HOST", "http://127.0.0.1:9")
    assert main(["open", "ch04"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "http://127.0.0.1:9/ada/copy/notebooks-0123" in said
    assert "is there a network?" in said


def test_a_server_that_fails_is_named_with_its_answer(host, reader):
    (host[1] / "ada/copy" / f"notebooks-{COMMIT}" / "part1" / NAME).unlink()
    with pytest.raises(FetchError, match=rf"{NAME}: 404"):
        fetch_notebook("ch04", reader)


def test_in_a_copy_of_the_repository_it_takes_what_make_notebooks_wrote(
    folder, tmp_path, monkeypatch
):
    (tmp_path / "book").mkdir()
    (tmp_path / "constraints.txt").touch()
    with pytest.raises(UsageError, match="run 'make notebooks'"):
        fetch_notebook("ch04", folder)
    publish(tmp_path, "notebooks", repository="_build")
    assert ref_of(fetch_notebook("ch05", folder)) == "notebooks"


@pytest.fixture(scope="module")
def python(readers, wheel, tmp_path_factory):
    """The Python of an environment with the wheel and JupyterLab, and nothing of the build."""
    env = tmp_path_factory.mktemp("lab") / "env"
    return readers.make_environment(env, ["jupyterlab"], wheel=wheel)


def test_other_commands_say_in_one_line_what_to_install(readers, python, tmp_path):
    command = [python.with_name("homlp"), "execute"]
    environ = readers.clean_environ()
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environ)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install 'homlp[build] @ git+https://github.com/homlp/homlp'" in done.stderr


def test_the_way_out_names_the_installed_commit(reader):
    assert build_requirement() == f"homlp[build] @ git+https://github.com/ada/copy@{COMMIT}"


def test_jupyterlab_opens_on_the_notebook(host, readers, python, folder, tmp_path):
    publish(host[1], "notebooks", repository="homlp/homlp")  # what the wheel's metadata names
    config = tmp_path / "config"
    config.mkdir()
    settings = {"ServerApp": {"ip": "127.0.0.1", "port": 0, "allow_root": True}}
    settings |= {"IdentityProvider": {"token": "open"}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    environ = readers.clean_environ(
        HOMLP_NOTEBOOKS_HOST=host[0],
        JUPYTER_CONFIG_DIR=str(config),
        JUPYTER_RUNTIME_DIR=str(tmp_path / "runtime"),
        JUPYTER_DATA_DIR=str(tmp_path / "data"),
    )
    lab = subprocess.Popen(
        [python.with_name("homlp"), "open", "ch04", "--no-browser"],
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        base, said = _address(lab)
        assert f"lab/tree/{NAME}" in said
        assert json.loads(_answer(f"{base}api/contents/{NAME}?token=open"))["type"] == "notebook"
        assert b"JupyterLab" in _answer(f"{base}lab/tree/{NAME}?token=open")
    finally:
        os.killpg(lab.pid, signal.SIGKILL)
        lab.communicate()
