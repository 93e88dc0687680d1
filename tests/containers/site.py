"""A web site for containers: /7 is the invented article 7, and /slow/7 takes three seconds more."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from tests import invented

PORT: Final = 8000
SLOW_SECONDS: Final = 3.0


class Exchange(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        """Answer with the article that the path numbers."""
        *slow, number = self.path.split("/")[1:]
        if slow == ["slow"]:
            threading.Event().wait(SLOW_SECONDS)
        found = number.isdecimal()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(invented.html(int(number)).encode() if found else b"")


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Exchange).serve_forever()
