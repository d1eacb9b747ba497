"""The container's files, as far as they can be held without an engine: what they copy is there."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    return [
        (line.split()[0], line.partition(" ")[2])
        for line in lines
        if line and not line.startswith("#")
    ]


def _ignored(path: str) -> bool:
    """Say whether .dockerignore leaves a path out: the last pattern that fits decides."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!")
        if line.startswith("#") or not (fnmatch(path, pattern) or path.startswith(pattern + "/")):
            continue
        ignored = not line.startswith("!")
    return ignored


def test_what_the_image_copies_is_in_the_repository_and_sent_to_the_engine() -> None:
    copied = [rest for word, rest in _instructions() if word == "COPY" and "--from" not in rest]
    sources = [one for rest in copied for one in rest.split()[:-1] if not one.startswith("--")]
    assert {"constraints.txt", "src", "_build/notebooks"} <= set(sources)
    for source in sources:
        assert not _ignored(source), source
        assert (ROOT / source).exists() or source.startswith("_build/")
    assert all(map(_ignored, ("book", "tests", ".git", "_build/executed", ".venv")))


def test_the_image_ends_as_a_reader_with_no_rights_and_keeps_no_cache() -> None:
    words = _instructions()
    last = len(words) - [word for word, _ in reversed(words)].index("FROM") - 1
    assert [rest for word, rest in words[last:] if word == "USER"] == ["reader"]
    installs = [rest for word, rest in words if word == "RUN" and "pip install" in rest]
    assert len(installs) == 3
    kept = dict(pair.split("=") for word, rest in words if word == "ENV" for pair in rest.split())
    assert kept["PIP_NO_CACHE_DIR"] == kept["UV_NO_CACHE"] == "1"
    assert kept["PIP_CONSTRAINT"] == "/source/constraints.txt"
    assert not any("pip install" in rest for word, rest in words[last:])


def test_the_book_names_the_ports_and_folders_that_the_image_has() -> None:
    setup = (ROOT / "book" / "preface" / "setup.md").read_text(encoding="utf-8")
    (port,) = [rest for word, rest in _instructions() if word == "EXPOSE"]
    assert f"docker run --rm --publish 127.0.0.1:{port}:{port} homlp" in setup
    (argument,) = [rest for word, rest in _instructions() if word == "ARG"]
    name, default = argument.split("=")
    assert default == "cpu"
    assert f"--build-arg {name}=" in setup
    assert f"{name}:-" in (ROOT / "scripts" / "torch").read_text(encoding="utf-8")
    assert "USER reader" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "/home/reader/" in setup


def test_a_development_container_makes_the_environment() -> None:
    settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = settings["postCreateCommand"].removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert settings["containerEnv"] == {"TORCH_BACKEND": "cpu"}
    version = settings["image"].removeprefix("python:")
    assert version in ("3.11", "3.12", "3.13")
