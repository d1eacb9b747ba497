"""A built site on a loopback address, compressed as a host on the web sends it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

__all__ = ["serve"]

_COMPRESSED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder while the context lasts.

    Parameters
    ----------
    site : Path

    Yields
    ------
    str
        The address, with a slash at its end.
    """
    handler = partial(_Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open, as hosts do

    def do_GET(self) -> None:
        """Send a file: compressed if it is text and the browser takes it so."""
        path = Path(self.translate_path(self.path))
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (accepted and path.suffix in _COMPRESSED and path.is_file()):
            super().do_GET()
            return
        body = _gzipped(path, path.stat().st_mtime_ns)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Let browsers keep files, as hosts do."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


@lru_cache(maxsize=256)
def _gzipped(path: Path, when: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
