"""A site with latency, on many addresses of loopback: what the fetching benchmark asks.

    python -m tests.benchmarks.slow_site HOSTS LATENCY_SECONDS

Prints its port once it listens. For `GET /times` it answers, as JSON, when each host was asked
for a page: seconds since 1970 by host.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from tests import invented

LATENCY_SECONDS: Final = 0.1
PAGE_BYTES: Final = 30_000  # about what a news page has without its scripts


def address_of(host: int) -> str:
    """Give the address of a host by its number."""
    return f"127.1.{host // 250}.{host % 250 + 1}"


def short_page(number: int) -> bytes:
    """Give a page with a short article, and as many bytes as a page has without its scripts."""
    return invented.html(number).encode() + b"<!-- " + b"x" * PAGE_BYTES + b" -->"


class Site:
    """The site. Every host has every page; none has a robots.txt."""

    def __init__(self, latency_seconds: float, page: Callable[[int], bytes]) -> None:
        self._latency_seconds = latency_seconds
        self._page = page
        self._times: dict[str, list[float]] = defaultdict(list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        host = writer.get_extra_info("sockname")[0]
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) is not None:
                writer.write(await self._answer(host, head.split(b" ", 2)[1].decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, host: str, path: str) -> bytes:
        if path == "/times":
            return _message(b"200 OK", json.dumps(self._times).encode())
        at = time.time()
        await asyncio.sleep(self._latency_seconds)
        if path == "/robots.txt":
            return _message(b"404 Not Found", b"")
        self._times[host].append(at)
        return _message(b"200 OK", self._page(int(path.rpartition("-")[2])))


def _message(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


async def serve(
    hosts: int, latency_seconds: float, page: Callable[[int], bytes] = short_page
) -> None:
    """Listen on the addresses of all hosts until killed."""
    site = Site(latency_seconds, page)
    first = await asyncio.start_server(site.talk, address_of(0), 0, backlog=512)
    port = first.sockets[0].getsockname()[1]
    others = [address_of(host) for host in range(1, hosts)]
    rest = await asyncio.start_server(site.talk, others, port, backlog=512)
    print(port, flush=True)  # noqa: T201 - whoever started it waits for this
    await asyncio.gather(first.serve_forever(), rest.serve_forever())


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
