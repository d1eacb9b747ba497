"""Downloads, from a real HTTP server on this machine."""

import gc
import hashlib
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from homlp_lib.data.download import cache_folder, fetch, read
from homlp_lib.data.registry import FILES, Dataset
from homlp_lib.errors import ChecksumError, DownloadError, UnknownDatasetError

# pooch leaves the socket of an answer that it rejects to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTENT = b"x,y\n1,2\n" * 5000


class Handler(BaseHTTPRequestHandler):
    """Serve what the path asks for: whole, truncated, interrupted, changed, or nothing."""

    def do_GET(self):
        self.server.asked.append(self.path)
        behaviour = self.path.strip("/")
        if behaviour == "flaky":  # interrupted the first time, whole the second
            behaviour = "interrupted" if self.server.asked.count("/flaky") == 1 else "whole"
        if behaviour not in ("whole", "truncated", "interrupted", "changed"):
            self.send_error(404)
            return
        body = b"another file" if behaviour == "changed" else CONTENT
        self.send_response(200)
        if behaviour != "truncated":  # without a length, only the checksum can tell
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(
            body[: len(body) // 2] if behaviour in ("truncated", "interrupted") else body
        )

    def log_message(self, *args):
        pass


@pytest.fixture(autouse=True)
def _no_socket_outlives_its_test():
    yield
    gc.collect()  # so that no later test is blamed for it


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("HOMLP_DATA_DIR", str(folder))
    return folder


def dataset(address, *mirrors):
    return Dataset(
        name="toy",
        title="t",
        what="w",
        rows=1,
        kind="downloaded",
        source="s",
        terms="free",
        citation="c",
        file="toy.csv",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        size=len(CONTENT),
        address=address,
        mirrors=mirrors,
    )


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_file_is_downloaded_once_and_then_kept(server, cache):
    first, second = (fetch(dataset(f"{server.url}/whole")) for _ in range(2))
    assert first == second == cache / "toy.csv"
    assert first.read_bytes() == CONTENT
    assert server.asked == ["/whole"]


def test_the_cache_folder_is_the_one_that_the_variable_names(monkeypatch, tmp_path):
    monkeypatch.setenv("HOMLP_DATA_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("HOMLP_DATA_DIR", "~/somewhere")
    assert cache_folder() == Path.home() / "somewhere"
    monkeypatch.delenv("HOMLP_DATA_DIR")
    assert "homlp" in str(cache_folder())


@pytest.mark.parametrize("behaviour", ["changed", "truncated"])
def test_a_file_with_another_checksum_is_never_accepted(behaviour, server, cache):
    with pytest.raises(ChecksumError, match=f"/{behaviour} serves another file.*toy.csv.*not used"):
        fetch(dataset(f"{server.url}/{behaviour}"))
    assert list(cache.iterdir()) == []


def test_a_changed_file_is_not_looked_for_at_a_mirror_in_silence(server, cache):
    with pytest.raises(ChecksumError):
        fetch(dataset(f"{server.url}/changed", f"{server.url}/whole"))
    assert server.asked == ["/changed"]


def test_a_missing_file_is_told_with_name_address_reason_and_what_to_do(server, cache):
    with pytest.raises(DownloadError) as caught:
        fetch(dataset(f"{server.url}/missing"))
    message = str(caught.value)
    for part in (
        "toy.csv (40,000 bytes)",
        "'toy'",
        f"{server.url}/missing",
        "404",
        "Without a network",
        str(cache),
        "HOMLP_DATA_DIR",
    ):
        assert part in message
    assert caught.value.__cause__ is not None


def test_a_refused_connection_is_told(cache):
    with pytest.raises(DownloadError, match=r"ConnectionError.*refused"):
        fetch(dataset(f"http://127.0.0.1:{closed_port()}/whole"))


def test_an_interrupted_download_leaves_nothing_and_the_next_try_gets_it_whole(server, cache):
    with pytest.raises(DownloadError, match="/flaky"):
        fetch(dataset(f"{server.url}/flaky"))
    assert list(cache.iterdir()) == []
    assert fetch(dataset(f"{server.url}/flaky")).read_bytes() == CONTENT


def test_a_mirror_serves_what_the_first_address_cannot(server, cache):
    assert fetch(dataset(f"{server.url}/missing", f"{server.url}/whole")).read_bytes() == CONTENT
    assert server.asked == ["/missing", "/whole"]


def test_every_address_that_failed_is_named(server, cache):
    with pytest.raises(DownloadError) as caught:
        fetch(dataset(f"{server.url}/missing", f"{server.url}/gone"))
    assert f"{server.url}/missing" in str(caught.value)
    assert f"{server.url}/gone" in str(caught.value)


def test_a_damaged_file_in_the_cache_is_fetched_anew(server, cache):
    cache.mkdir()
    (cache / "toy.csv").write_bytes(b"damaged")
    assert fetch(dataset(f"{server.url}/whole")).read_bytes() == CONTENT


def test_a_damaged_file_in_the_cache_is_not_used_without_a_network(cache):
    cache.mkdir()
    (cache / "toy.csv").write_bytes(b"damaged")
    with pytest.raises(DownloadError):
        fetch(dataset(f"http://127.0.0.1:{closed_port()}/whole"))


def test_a_file_put_into_the_cache_by_hand_needs_no_network(cache):
    cache.mkdir()
    (cache / "toy.csv").write_bytes(CONTENT)
    assert fetch(dataset(f"http://127.0.0.1:{closed_port()}/whole")) == cache / "toy.csv"


def test_a_cache_folder_that_cannot_be_written_is_told_with_what_to_do(
    server, monkeypatch, tmp_path
):
    if os.geteuid() == 0:  # for root, only a file system that refuses will do
        folder = Path("/sys/homlp")
    else:
        tmp_path.chmod(0o555)
        folder = tmp_path / "cache"
    monkeypatch.setenv("HOMLP_DATA_DIR", str(folder))
    with pytest.raises(DownloadError, match=r"cannot write to the cache folder.*HOMLP_DATA_DIR"):
        fetch(dataset(f"{server.url}/whole"))


def test_a_cache_folder_that_is_a_file_is_told(server, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOMLP_DATA_DIR", str(tmp_path / "file"))
    with pytest.raises(DownloadError, match="cannot write to the cache folder"):
        fetch(dataset(f"{server.url}/whole"))


def test_reading_an_unknown_name_is_refused():
    with pytest.raises(UnknownDatasetError, match="housing"):
        read("housin")


def test_a_damaged_shipped_file_is_not_used(tmp_path, monkeypatch):
    content = bytearray((FILES / "housing.tgz").read_bytes())
    content[1000] ^= 1
    (tmp_path / "housing.tgz").write_bytes(content)
    monkeypatch.setattr("homlp_lib.data.download.FILES", tmp_path)
    with pytest.raises(ChecksumError, match=r"housing.tgz is damaged: reinstall"):
        read("housing")


def test_a_downloaded_set_is_read_through_the_cache(server, cache, monkeypatch):
    monkeypatch.setattr("homlp_lib.data.download.find", lambda name: dataset(f"{server.url}/whole"))
    assert read("toy") == CONTENT
