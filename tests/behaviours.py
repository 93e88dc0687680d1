"""What sites do: every bad habit that fetching must survive, by the path that shows it.

`tests.site` serves them; `tests/integration/test_fetch_behaviours.py` says how each must end.
"""

import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import brotli
from backports import zstd

from tests.papers import column, pdf_of

if TYPE_CHECKING:
    from tests.site import Exchange

HTML: Final = "text/html; charset=utf-8"
ARTICLE: Final = (
    "<!doctype html><html lang=en><head><title>Bridge reopens</title></head><body><article>"
    "<h1>Bridge reopens</h1><p>The bridge over the Douro reopened on Monday.</p>"
    "</article></body></html>"
)
PAGE: Final = ARTICLE.encode()
PAPER: Final = pdf_of(
    column(
        "The ferry between Skarholm and the mainland ran again on Tuesday, the harbour office",
        "said, after eleven days in which ice had closed the northern channel. Two tugs had kept",
        "a lane open for the mail since Sunday, and the first passengers crossed at seven.",
    )
)
DRIP_SECONDS: Final = 0.05
CHUNK_BYTES: Final = 64 * 1024
BOMB_BYTES: Final = 100_000_000

Behaviour = Callable[["Exchange"], None]


# ------------------------------------------------------------------ how they are made


def not_found(exchange: "Exchange") -> None:
    """Have no such page."""
    exchange.answer(404, b"no such page", content_type="text/plain")


def _status(status: int, body: str = "<p>no</p>", **headers: str) -> Behaviour:
    return lambda exchange: exchange.answer(status, body.encode(), content_type=HTML, **headers)


def _head(status: int, **headers: str) -> Behaviour:
    return lambda exchange: exchange.start(status, **headers)


def _typed(content_type: str, body: bytes = PAGE) -> Behaviour:
    return lambda exchange: exchange.answer(200, body, content_type=content_type)


def _packed(coding: str, body: bytes) -> Behaviour:
    return lambda exchange: exchange.answer(200, body, content_type=HTML, content_encoding=coding)


def _to(location: str, status: int = 302) -> Behaviour:
    return lambda exchange: exchange.answer(
        status, location=location.replace("PORT", str(exchange.site.port))
    )


def _raw(answer: bytes) -> Behaviour:
    """Send these bytes and hang up."""

    def send(exchange: "Exchange") -> None:
        exchange.wfile.write(answer)
        exchange.hang_up()

    return send


def _dripping(first: bytes, piece: bytes, seconds: float = DRIP_SECONDS) -> Behaviour:
    """Send one piece after another until the client has had enough."""

    def drip(exchange: "Exchange") -> None:
        exchange.wfile.write(first)
        while not exchange.site.stopping.wait(seconds):
            exchange.wfile.write(piece)

    return drip


def _with_head(head: bytes, body: bytes = PAGE, status: bytes = b"HTTP/1.1 200 OK") -> Behaviour:
    """Answer with a head that is made by hand."""
    return _raw(status + b"\r\nContent-Type: text/html\r\n" + head + b"\r\n" + body)


def _dated_429(seconds: float) -> Behaviour:
    def answer(exchange: "Exchange") -> None:
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        exchange.answer(429, retry_after=format_datetime(at, usegmt=True))

    return answer


# ------------------------------------------------------------------ those that need more


def _etag(exchange: "Exchange") -> None:
    known = {"etag": '"v1"', "last_modified": "Mon, 05 Jan 2026 08:00:00 GMT"}
    if exchange.headers.get("If-None-Match") == '"v1"':
        exchange.start(304, **known)
    else:
        exchange.answer(200, PAGE, content_type=HTML, **known)


def _redirect_on(exchange: "Exchange") -> None:
    _, _, number = exchange.path.partition("?")
    exchange.answer(302, location=f"/redirect-on?{int(number or 0) + 1}")


def _keep_alive_lies(exchange: "Exchange") -> None:
    exchange.answer(200, PAGE, content_type=HTML, connection="keep-alive")
    exchange.hang_up()


def _chunked(exchange: "Exchange") -> None:
    exchange.start(200, content_type=HTML, transfer_encoding="chunked")
    exchange.wfile.write(b"%x;a=b\r\n%b\r\n" % (50, PAGE[:50]))
    exchange.chunk(PAGE[50:])
    exchange.wfile.write(b"0\r\nX-Trailer: 1\r\n\r\n")


def _truncated_chunks(exchange: "Exchange") -> None:
    exchange.start(200, content_type=HTML, transfer_encoding="chunked")
    exchange.chunk(PAGE)
    exchange.hang_up()


def _endless(exchange: "Exchange") -> None:
    exchange.start(200, content_type=HTML, transfer_encoding="chunked")
    while not exchange.site.stopping.is_set():
        exchange.chunk(b"<p>on and on</p>" * 4096)


def _raw_deflated(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


def _wide_zstd() -> bytes:
    """Ask to look back 32 MB, which no content coding may."""
    options: dict[int, int] = {
        zstd.CompressionParameter.window_log: 25,
        zstd.CompressionParameter.content_size_flag: 0,
    }
    stream = zstd.ZstdCompressor(options=options)
    return stream.compress(PAGE) + stream.flush()


@cache
def _bomb(coding: str) -> bytes:
    """Pack 100 MB of blanks, once a process."""
    match coding:
        case "gzip":
            stream: Any = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        case "deflate":
            stream = zlib.compressobj(9)
        case "zstd":
            stream = zstd.ZstdCompressor()
        case _:
            stream = brotli.Compressor(quality=1)
    pack = stream.process if coding == "br" else stream.compress
    packed = bytearray()
    for _ in range(BOMB_BYTES // CHUNK_BYTES):
        packed += pack(b" " * CHUNK_BYTES)
    return bytes(packed + (stream.finish() if coding == "br" else stream.flush()))


def _bombing(*codings: str) -> Behaviour:
    def explode(exchange: "Exchange") -> None:
        body = _bomb(codings[0])
        for _ in codings[1:]:
            body = gzip.compress(body)
        _packed(", ".join(codings), body)(exchange)

    return explode


def _corrupt(packed: bytes) -> bytes:
    """Change what is in the middle."""
    middle = len(packed) // 2
    return (
        packed[:middle]
        + bytes(byte ^ 0xFF for byte in packed[middle : middle + 8])
        + packed[middle + 8 :]
    )


_GZIP: Final = gzip.compress(PAGE, mtime=0)
_DEFLATE: Final = zlib.compress(PAGE)
_BR: Final = brotli.compress(PAGE)
_ZSTD: Final = zstd.compress(PAGE)
_HALVES: Final = (PAGE[:50], PAGE[50:])


# ------------------------------------------------------------------ by path

PAGES: Final[dict[str, Behaviour]] = {
    "/article": _typed(HTML),
    "/text": _typed("text/plain", b"The bridge reopened."),
    "/empty": _typed(HTML, b""),
    "/etag": _etag,
    "/cookie": lambda exchange: exchange.answer(
        200, PAGE, content_type=HTML, set_cookie="id=1; Path=/"
    ),
    "/203": _status(203, ARTICLE),
    "/no-charset": _typed("text/html"),
    "/wrong-charset": _typed(HTML, "<p>Caf\xe9</p>".encode("latin-1")),
    "/unknown-charset": _typed("text/html; charset=klingon"),
    "/html-as-text": _typed("text/plain; charset=utf-8"),
    "/html-as-octets": _typed("application/octet-stream", b"\n<!-- x --><HTML><p>Text</p>"),
    "/no-type": lambda exchange: exchange.answer(200, PAGE),
    "/pdf": _typed("application/pdf", PAPER),
    "/pdf-as-html": _typed(HTML, PAPER),
    "/kept-headers": lambda exchange: exchange.answer(
        200, PAGE, content_type=HTML, x_robots_tag="noai", tdm_reservation="1"
    ),
    # HTTP as some write it
    "/http-1.0": _with_head(b"", status=b"HTTP/1.0 200 OK"),
    "/no-reason": _with_head(b"Content-Length: %d\r\n" % len(PAGE), status=b"HTTP/1.1 200"),
    "/odd-reason": _with_head(b"", status=b"HTTP/1.1 200 Tr\xe8s bien"),
    "/folded-header": _with_head(b"X-Long: one\r\n two\r\n"),
    "/latin-1-header": _with_head(b"X-Name: caf\xe9\r\n"),
    "/early-hints": _with_head(
        b"", status=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK"
    ),
    "/continue": _with_head(b"", status=b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"),
    "/until-closed": _with_head(b""),
    "/same-length-twice": _with_head(b"Content-Length: %d\r\n" % len(PAGE) * 2),
    "/longer": _with_head(b"Content-Length: %d\r\n" % len(PAGE), PAGE + b"and more"),
    "/chunked": _chunked,
    "/keep-alive-lies": _keep_alive_lies,
    "/not-packed": _packed("UTF-8", PAGE),
    "/identity": _packed("identity", PAGE),
    # Packed
    "/gzip": _packed("gzip", _GZIP),
    "/x-gzip": _packed("x-gzip", _GZIP),
    "/gzip-members": _packed("gzip", b"".join(gzip.compress(half) for half in _HALVES)),
    "/gzip-padded": _packed("gzip", _GZIP + b"\x00" * 500),
    "/deflate": _packed("deflate", _DEFLATE),
    "/raw-deflate": _packed("deflate", _raw_deflated(PAGE)),
    "/br": _packed("br", _BR),
    "/zstd": _packed("zstd", _ZSTD),
    "/zstd-frames": _packed("zstd", b"".join(zstd.compress(half) for half in _HALVES)),
    "/twice-packed": _packed("gzip, deflate", zlib.compress(_GZIP)),
    "/thrice-packed": _packed("gzip, br, zstd", zstd.compress(brotli.compress(_GZIP))),
}
TIME: Final[dict[str, Behaviour]] = {
    "/silent": lambda exchange: exchange.wait(3600.0),
    "/slow-headers": _dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n"),
    "/slow-body": _dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"<"),
    "/slow-chunks": _dripping(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n"
    ),
    "/endless-hints": _dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 99, 0.001),
}
BROKEN: Final[dict[str, Behaviour]] = {
    "/early-close": lambda exchange: exchange.hang_up(),
    "/closed-after-head": _with_head(b"Content-Length: 100\r\n", b""),
    "/truncated": _with_head(b"Content-Length: 100000\r\n"),
    "/truncated-head": _raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "/truncated-chunks": _truncated_chunks,
    "/bad-chunk-size": _with_head(b"Transfer-Encoding: chunked\r\n", b"zz\r\n<p>\r\n0\r\n\r\n"),
    "/long-chunk-size": _with_head(b"Transfer-Encoding: chunked\r\n", b"f" * 99 + b"\r\n"),
    "/negative-length": _with_head(b"Content-Length: -1\r\n"),
    "/two-lengths": _with_head(b"Content-Length: 5\r\nContent-Length: 6\r\n"),
    "/no-http": _raw(b"220 mail.example.org ESMTP\r\n\r\n"),
    "/http-0.9": _raw(PAGE),
    "/http-2": _raw(b"HTTP/2 200\r\n\r\n"),
    "/nul-in-header": _with_head(b"X-Nul: a\x00b\r\n"),
    "/header-without-colon": _with_head(b"no header at all\r\n"),
    "/blank-before-colon": _with_head(b"X-Blank : 1\r\n"),
    "/giant-header": _with_head(b"X-Giant: " + b"a" * 200_000 + b"\r\n"),
    "/endless-headers": _dripping(b"HTTP/1.1 200 OK\r\n", b"X-On: and on\r\n" * 999, 0.001),
    "/switching": _head(101, upgrade="h2c"),
    # Length
    "/endless": _endless,
    "/huge-length": _head(200, content_type=HTML, content_length="999999999999"),
    # Packed
    "/gzip-truncated": _packed("gzip", _GZIP[:-12]),
    "/deflate-truncated": _packed("deflate", _DEFLATE[:-12]),
    "/br-truncated": _packed("br", _BR[:-12]),
    "/zstd-truncated": _packed("zstd", _ZSTD[:-12]),
    "/gzip-corrupt": _packed("gzip", _corrupt(_GZIP)),
    "/deflate-corrupt": _packed("deflate", _corrupt(_DEFLATE)),
    "/br-corrupt": _packed("br", _corrupt(_BR)),
    "/zstd-corrupt": _packed("zstd", _corrupt(_ZSTD)),
    "/bad-gzip": _packed("gzip", PAGE),
    "/bad-br": _packed("br", PAGE),
    "/bad-zstd": _packed("zstd", PAGE),
    "/gzip-of-many": _packed("gzip", gzip.compress(b"") * 10_000),
    "/zstd-of-many": _packed("zstd", zstd.compress(b"") * 10_000),
    "/zstd-wide": _packed("zstd", _wide_zstd()),
    "/unknown-packing": _packed("compress", PAGE),
    "/four-times-packed": _packed("gzip, gzip, gzip, gzip", _GZIP),
    "/gzip-bomb": _bombing("gzip"),
    "/deflate-bomb": _bombing("deflate"),
    "/br-bomb": _bombing("br"),
    "/zstd-bomb": _bombing("zstd"),
    "/twice-packed-bomb": _bombing("gzip", "gzip"),
    "/thrice-packed-bomb": _bombing("zstd", "gzip", "gzip"),
}
MEDIA: Final[dict[str, Behaviour]] = {
    "/png": _typed("image/png", b"\x89PNG\r\n\x1a\n"),
    "/feed": _typed("application/rss+xml", b"<rss/>"),
    "/json": _typed("application/json", b"{}"),
    "/zip-as-html": _typed(HTML, b"PK\x03\x04\x14\x00"),
    "/gzip-as-html": _typed(HTML, _GZIP),
    "/no-type-binary": lambda exchange: exchange.answer(200, b"\x00\x01\x02\x03" * 100),
    "/octets": _typed("application/octet-stream", b"\x7fELF\x02\x01\x01\x00"),
}
STATUSES: Final[dict[str, Behaviour]] = {
    "/202": _status(202),
    "/204": _head(204),
    "/205": _status(205, ""),
    "/206": _status(206, content_range="bytes 0-8/100"),
    "/300": _status(300),
    "/304": _head(304),
    "/400": _status(400),
    "/401": _status(401, www_authenticate="Basic realm=x"),
    "/402": _status(402),
    "/402-price": _status(402, crawler_price="USD 0.01"),
    "/403": _status(403),
    "/404": _status(404),
    "/405": _status(405),
    "/406": _status(406),
    "/407": _status(407, proxy_authenticate="Basic"),
    "/408": _status(408),
    "/410": _status(410),
    "/429": _status(429),
    "/429-seconds": _status(429, retry_after="17"),
    "/429-date": _dated_429(120),
    "/429-past": _dated_429(-120),
    "/429-garbage": _status(429, retry_after="soon"),
    "/451": _status(451),
    "/500": _status(500),
    "/503": _status(503),
    "/503-seconds": _status(503, retry_after="30"),
    "/520": _status(520),
}
WALLS: Final[dict[str, Behaviour]] = {
    "/wall-cloudflare": _status(403, cf_mitigated="challenge", server="cloudflare"),
    "/wall-cloudflare-429": _status(429, cf_mitigated="challenge", retry_after="9"),
    "/wall-cloudflare-script": _status(
        503, "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>"
    ),
    "/wall-cloudflare-page": _status(403, "<div id='cf-error-details'>", server="cloudflare"),
    "/wall-datadome": _status(403, x_datadome="protected"),
    "/wall-datadome-script": _status(401, "<script src='https://ct.captcha-delivery.com/c.js'>"),
    "/wall-perimeterx": _status(403, "<div id='px-captcha'></div>"),
    "/wall-imperva": _status(403, "<script src='/_Incapsula_Resource?SWJIYLWA=1'>"),
    "/wall-imperva-header": _status(403, x_iinfo="5-31-0 0NNN RT(1 2) q(0 -1) r(0 -1) B10(4,3,0)"),
    "/wall-akamai": _status(403, "<p>Reference&#32;&#35;18&#46;e3c1</p>", server="AkamaiGHost"),
    "/wall-aws": _status(405, x_amzn_waf_action="captcha"),
    "/wall-aws-challenge": _status(202, "", x_amzn_waf_action="challenge"),
    "/wall-sucuri": _status(403, x_sucuri_block="BLV001", server="Sucuri/Cloudproxy"),
    "/wall-kasada": _status(429, x_kpsdk_ct="0a1b"),
    "/wall-vercel": _status(429, x_vercel_mitigated="challenge"),
    "/wall-ddos-guard": _status(403, "<script src='/.well-known/ddos-guard/js-challenge/x.js'>"),
    "/wall-qrator": _status(401, "<script src='/__qrator/qauth_utm_v2.js'></script>"),
    "/wall-packed": lambda exchange: exchange.answer(
        403,
        gzip.compress(b"<script>window._cf_chl_opt={}</script>"),
        content_type=HTML,
        content_encoding="gzip",
    ),
    # No walls, whatever they say
    "/403-words": _status(403, "<h1>Access denied</h1> Reference #18.e3c1: are you a robot?"),
    "/403-beacon": _status(403, "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"),
    "/403-bomb": lambda exchange: exchange.answer(
        403, _bomb("gzip"), content_type=HTML, content_encoding="gzip"
    ),
    "/403-broken": lambda exchange: exchange.answer(403, PAGE, content_encoding="gzip"),
    "/403-truncated": _with_head(b"Content-Length: 9999\r\n", status=b"HTTP/1.1 403 No"),
}
REDIRECTS: Final[dict[str, Behaviour]] = {
    "/redirect": _to("/article", 301),
    "/redirect-chain": _to("/redirect-chain/2", 301),
    "/redirect-chain/2": _to("3?page=1#top", 307),
    "/redirect-chain/3": _to("//127.0.0.1:PORT/article", 308),
    "/redirect-303": _to("/article", 303),
    "/redirect-loop": _to("/redirect-loop/2"),
    "/redirect-loop/2": _to("/redirect-loop"),
    "/redirect-itself": _to("#top"),
    "/redirect-on": _redirect_on,
    "/redirect-nowhere": _status(302),
    "/redirect-gone": _to("/410"),
    "/redirect-utf-8": lambda exchange: _with_head(
        f"Location: http://127.0.0.1:{exchange.site.port}/caf\xe9\r\n".encode(),
        status=b"HTTP/1.1 302 Found",
    )(exchange),
    "/redirect-elsewhere": _to("http://127.0.0.3:PORT/article"),
    "/redirect-forbidden": _to("http://127.0.0.2:PORT/article"),
    "/redirect-forbidden-6": _to("http://[::1]:PORT/article"),
    "/redirect-private": _to("http://10.0.0.1/"),
    "/redirect-file": _to("file:///etc/passwd"),
    "/redirect-script": _to("javascript:alert(1)"),
    "/redirect-data": _to("data:text/html,<p>x"),
    "/redirect-password": _to("http://user:secret@127.0.0.1:PORT/article"),
    "/redirect-broken": _to("http://[::1/"),
}
BEHAVIOURS: Final[dict[str, Behaviour]] = {
    **PAGES,
    **TIME,
    **BROKEN,
    **MEDIA,
    **STATUSES,
    **WALLS,
    **REDIRECTS,
}
