"""Tables from OpenML: small ones in scikit-learn's cache, or from a server on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from homlp_lib import data
from homlp_lib.data.openml import fetch_table
from homlp_lib.errors import ChecksumError, DownloadError, UnknownDatasetError


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        body = self.server.files.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.files = [], {}
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def mails(tmp_path, monkeypatch, server, write_openml):
    """Describe, in an empty cache, a table of three mails whose file the server has."""
    monkeypatch.setenv("HOMLP_DATA_DIR", str(tmp_path))
    X, y = np.array([[0.1, 2.0], [0.0, 1.5], [3.0, 0.0]]), np.array([1, 0, 1])
    content = write_openml(tmp_path, 44, ["a", "b"], X, y, url=server.url + "/data/{}.arff")
    server.files["/data/44.arff"] = content
    return content


def test_mnist_is_pixels_and_a_digit(openml_cache, monkeypatch):
    monkeypatch.setenv("HOMLP_DATA_DIR", str(openml_cache))
    frame = data.load_mnist()
    assert list(frame)[:2] == ["pixel1", "pixel2"]
    assert list(frame)[-1] == "digit"
    assert frame.shape[1] == 28 * 28 + 1
    assert (frame.dtypes.iloc[:-1] == np.uint8).all()
    assert sorted(set(frame["digit"])) == list(range(10))
    assert data.load_digits()["digit"][:600].tolist() == frame["digit"].tolist()


def test_spambase_is_57_numbers_and_whether_it_was_spam(openml_cache, monkeypatch):
    monkeypatch.setenv("HOMLP_DATA_DIR", str(openml_cache))
    frame = data.load_spambase()
    assert frame.shape[1] == 58
    assert set(frame["spam"]) == {0, 1}
    assert set(frame.drop(columns="spam").dtypes) == {np.dtype(float)}


def test_the_file_is_downloaded_once_and_then_kept(mails, server):
    first, second = data.load_spambase(), data.load_spambase()
    assert first.equals(second)
    assert first.to_dict("list") == {"a": [0.1, 0.0, 3.0], "b": [2.0, 1.5, 0.0], "spam": [1, 0, 1]}
    assert server.asked == ["/data/44.arff"]


def test_a_file_with_another_checksum_is_never_used(mails, server):
    server.files["/data/44.arff"] = mails.replace(b"3.0", b"4.0")
    with pytest.raises(ChecksumError, match=r"'spambase' was not used.*md5 checksum"):
        data.load_spambase()


def test_a_file_that_cannot_be_had_is_told_with_what_to_do(mails, server):
    server.files.clear()
    with pytest.raises(DownloadError, match=r"(?s)'spambase'.*number 44.*404.*HOMLP_DATA_DIR"):
        data.load_spambase()


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownDatasetError, match="mnist"):
        fetch_table("mnits")
