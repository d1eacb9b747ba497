"""The workflows: pinned, least permissions, and nothing in them that cannot be run here."""

import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from homlp_build.publishing.published import BINDER_BRANCH, NOTEBOOKS_BRANCH, notebooks_tag

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# What proves each step. Those that no test of ours can run are proved by hand at a release:
# they need a container engine, or the packages and pages of other hosts.
BY_TESTS = {
    "execute",
    "join",
    "compare",
    "outside",
    "push",
    "trees",
    "verified",
    "tell-verified",
    "issue",
}
BY_THE_BOOK = {"check", "test", "book", "tex", "site", "links"}
BY_HAND = {"container", "newest", "colab"}


def _workflow(file: Path) -> dict[str, Any]:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{file.name}: {name}", step)
        for file in FILES
        for name, job in _workflow(file)["jobs"].items()
        for step in job["steps"]
    ]


def test_the_three_workflows_are_here() -> None:
    assert [file.stem for file in FILES] == ["check", "publish", "scheduled"]


def test_a_step_calls_make_and_nothing_else_and_each_is_proved_somewhere() -> None:
    called = set()
    for where, step in _steps():
        if "run" in step:
            found = re.fullmatch(r"(?:sudo )?make ([a-z-]+)", step["run"])
            assert found, f"{where}: {step['run']}"
            called.add(found[1])
    assert called == BY_TESTS | BY_THE_BOOK | BY_HAND
    for target in called - {"tex", "site"}:
        dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
        assert dry.returncode == 0, dry.stderr


def test_every_action_is_pinned_by_commit_with_its_version_beside_it() -> None:
    lines = [line for file in FILES for line in file.read_text().splitlines() if "uses:" in line]
    assert len(lines) > 20
    for line in lines:
        assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    pins = {re.search(r"uses: (\w+/[\w-]+).*?@(.*)", line).groups() for line in lines}
    assert len(pins) == len({name for name, _ in pins}), "one action, two commits"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_may_do_no_more_than_it_must(file: Path) -> None:
    workflow = _workflow(file)
    assert workflow["permissions"] == {}
    assert "group" in workflow["concurrency"]
    assert "secrets." not in file.read_text()
    for name, job in workflow["jobs"].items():
        assert int(job["timeout-minutes"]) <= 350, name
        allowed = job["permissions"]
        writes = {what for what, how in allowed.items() if how == "write"}
        assert writes <= {"contents", "pages", "id-token", "issues"}, name
        assert len(writes) <= (2 if name == "deploy" else 1), name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] == "false"


def test_a_failing_shard_blocks_what_is_published() -> None:
    jobs = _workflow(ROOT / ".github/workflows/publish.yml")["jobs"]
    assert [jobs[name].get("needs") for name in ("render", "notebooks", "deploy")] == [
        "execute",
        "render",
        ["render", "notebooks"],
    ]
    conditions = {name: job["if"] for name, job in jobs.items() if "if" in job}
    assert conditions == {"notebooks": "github.ref == 'refs/heads/main'"}
    shards = [one["shard"] for one in jobs["execute"]["strategy"]["matrix"]["include"]]
    assert shards == [f"{index}/{len(shards)}" for index in range(1, len(shards) + 1)]


@pytest.fixture
def make(small_book, tmp_path):
    """Run a target of our own Makefile in the small book, with a bare repository as origin."""
    shutil.copy(ROOT / "Makefile", small_book.root)
    (small_book.root / "scripts").symlink_to(ROOT / "scripts")
    (small_book.root / ".venv").symlink_to(sys.prefix)
    small_book.write("_config.yml", "repository: {url: https://github.com/a/b}\n")
    small_book.write("environment.yml", "name: x\n")
    small_book.write(".gitignore", "_build\n.venv\n")
    remote = tmp_path / "remote.git"
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (
        ["init", "-q", "--bare", str(remote)],
        ["init", "-q"],
        ["remote", "add", "origin", str(remote)],
        ["add", "."],
        ["commit", "-qm", "first"],
    ):
        subprocess.run([*git, *arguments], cwd=small_book.root, check=True)

    def make(*arguments: str, **environ: str) -> str:
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_", "MAKE"))
        }
        done = subprocess.run(
            ["make", "--old-file=.venv/.ready", *arguments],
            cwd=small_book.root,
            capture_output=True,
            text=True,
            env=kept | environ,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    make.remote = remote
    return make


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_shards_are_executed_joined_and_compared(make, small_book) -> None:
    for index in "12":
        assert "executed" in make("execute", SHARD=f"{index}/2")
        shutil.move(small_book.store.root, small_book.root / "_build" / "shards" / f"shard-{index}")
    assert make("join") == "3 notebooks taken\n"
    assert make("execute", LIMITS="--timeout 9 --memory 2") == "0 executed, 3 fresh\n"
    small_book.page("bare", "print(4)")
    make("execute")
    assert "Outputs that changed: bare." in make(
        "compare", BASE=_git(small_book.root, "rev-parse", "HEAD")
    )


def test_the_trees_are_laid_out_and_pushed_under_the_names_that_addresses_use(
    make, small_book
) -> None:
    for name in small_book.read().executable:
        small_book.write(f"_build/notebooks/{name}.ipynb", "{}\n")
    make("trees")
    make("push")
    commit = _git(small_book.root, "rev-parse", "HEAD")
    branches = _git(make.remote, "for-each-ref", "--format=%(refname:short)").splitlines()
    assert branches == [BINDER_BRANCH, NOTEBOOKS_BRANCH, notebooks_tag(commit)]
    index = json.loads(_git(make.remote, "show", f"{notebooks_tag(commit)}:index.json"))
    assert index["commit"] == commit
    assert _git(make.remote, "ls-tree", "--name-only", BINDER_BRANCH) == "environment.yml"
    assert "published already" in make("push")


def test_what_was_verified_travels_over_its_branch(make, small_book) -> None:
    file = small_book.root / "_build" / "verified.json"
    assert make("verified") == "no page was verified on Colab yet\n"
    assert not file.exists()
    small_book.write("_build/verified/verified.json", '{"pages": {}}')
    make("tell-verified")
    assert make("verified") == "fetched what was verified on Colab\n"
    assert file.read_text() == '{"pages": {}}'
    with pytest.raises(AssertionError, match="does not appear to be a git repository"):
        make("verified", REMOTE="nowhere.git")
    assert file.read_text() == '{"pages": {}}'  # that nobody answered is no news of the pages


@pytest.fixture
def site_with_one_page():
    """Serve /there and nothing else, and return the address."""

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200 if self.path == "/there" else 404)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_address_outside_that_does_not_answer_is_named_with_page_and_line(
    make, small_book, site_with_one_page
) -> None:
    settings = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]
    asked = {name: value for name, value in settings.items() if name.startswith("linkcheck_")}
    config = {"title": "x", "exclude_patterns": [".venv"], "sphinx": {"config": asked}}
    small_book.write("_config.yml", json.dumps(config))
    small_book.write("_toc.yml", "{format: jb-book, root: book/index}\n")
    front = small_book.write("book/index.md", f"# Front\n\n[a]({site_with_one_page}/there)\n")
    make("outside")
    with front.open("a") as file:
        file.write(f"\n[b]({site_with_one_page}/gone)\n")
    with pytest.raises(AssertionError, match=r"index\.md:5: .*broken link: .*/gone") as told:
        make("outside")
    assert "/there" not in str(told.value)


def test_a_line_number_on_github_is_no_anchor_that_a_link_could_miss() -> None:
    settings = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]
    (pattern,) = settings["linkcheck_anchors_ignore_for_url"]
    assert re.match(pattern, "https://github.com/homlp/homlp/blob/main/src/a.py#L1-L9")


def test_a_commit_that_a_forced_push_replaced_stops_no_preview(make) -> None:
    assert "nothing is compared" in make("compare", BASE="a" * 40)
    with pytest.raises(AssertionError, match="git knows no commit 'mistyped' here"):
        make("compare", BASE="mistyped")


def _stand_in(folder: Path, name: str, script: str) -> str:
    """Put a command of our own first on the path, and return that path."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/usr/bin/env bash\n{script}")
    (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(("open_issue", "call"), [("", "create"), ("7", "comment 7")])
def test_a_failure_opens_one_issue_and_then_adds_to_it(make, tmp_path, open_issue, call) -> None:
    calls = tmp_path / "calls"
    path = _stand_in(
        tmp_path / "bin",
        "gh",
        f'echo "$*" >>{calls}\n[ "$2" != list ] || echo "{open_issue}"\n',
    )
    make("issue", RESULTS="links: failure", GITHUB_RUN_ID="12", PATH=path)
    listed, written = re.split(r"\n(?=issue )", calls.read_text())
    assert listed.startswith("issue list --state open")
    assert written.startswith(f"issue {call}")
    assert "links: failure" in written
    assert "actions/runs/12" in written


def test_notebooks_run_in_an_image_and_one_that_fails_is_kept_and_told(
    make, small_book, tmp_path
) -> None:
    """No container engine is needed: a stand-in for docker runs the command as it is here."""
    good = "from pathlib import Path\nPath('beside.txt').write_text('x')"
    for name, code in {"good": good, "bad": "1 / 0"}.items():
        cell = {
            "cell_type": "code",
            "id": "a",
            "source": code,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        small_book.write(f"_build/notebooks/{name}.ipynb", json.dumps(notebook))
    path = _stand_in(
        tmp_path / "bin",
        "docker",
        '[ "$1" = run ] || exit 0\nfrom=${4%%:*}; shift 7; exec bash "${@//\\/notebooks/$from}"\n',
    )
    done = subprocess.run(
        ["scripts/colab"],
        cwd=small_book.root,
        capture_output=True,
        text=True,
        env=os.environ
        | {"PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{path}", "COLAB_IMAGE": "an-image"},
    )
    assert done.returncode == 1, done.stderr
    assert "1 of 2 notebooks ran on Colab's image" in done.stdout
    assert "ZeroDivisionError" in done.stderr
    assert not list(small_book.root.rglob("beside.txt"))  # the folder is mounted read-only
    kept = json.loads((small_book.root / "_build/verified/verified.json").read_text())
    assert {name: page["ok"] for name, page in kept["pages"].items()} == {
        "good": True,
        "bad": False,
    }
    unset = subprocess.run(
        ["scripts/colab"], cwd=small_book.root, capture_output=True, text=True, check=False
    )
    assert (unset.returncode, "COLAB_IMAGE" in unset.stderr) == (1, True)


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ('[ "$1" != run ] || { echo "no space left" >&2; exit 125; }', "no space left"),
        ('[ "$1" != pull ] && exit 1; echo "manifest unknown" >&2; exit 1', "manifest unknown"),
    ],
)
def test_an_image_that_cannot_run_says_nothing_of_the_pages(
    make, small_book, tmp_path, script, word
) -> None:
    small_book.write("_build/notebooks/a.ipynb", "{}")
    path = _stand_in(tmp_path / "bin", "docker", script + "\n")
    done = subprocess.run(
        ["scripts/colab"],
        cwd=small_book.root,
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": path, "COLAB_IMAGE": "an-image"},
        check=False,
    )
    assert done.returncode == 1
    assert word in done.stderr
    assert not (small_book.root / "_build/verified/verified.json").exists()
