"""Pages as news sites send them, on many addresses of loopback: 600 words in 100 KB.

    python -m tests.benchmarks.press HOSTS

The words are sentences of the sample articles, drawn anew for each page, so that they parse as news
does and no two pages are copies. The bytes around them are links, teasers and scripts. Prints its
port once it listens, as `slow_site` does.
"""

import asyncio
import random
import re
import sys
from functools import cache
from pathlib import Path
from typing import Final

from tests.benchmarks.slow_site import serve

WORDS: Final = 600
PAGE_BYTES: Final = 100_000
SEEDS: Final = Path(__file__).parents[2] / "seeds" / "articles"
FRENCH: Final = "incendie-landes-mimizan.txt"
SENTENCES_A_PARAGRAPH: Final = 3


@cache
def sentences() -> tuple[str, ...]:
    """Give the sentences of the English sample articles."""
    texts = (path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")) if path.name != FRENCH)
    lines = (line for text in texts for line in text.splitlines())
    parts = (part for line in lines for part in re.split(r"(?<=[.!?]) (?=[A-Z])", line))
    return tuple(part for part in parts if part.endswith("."))


def article(number: int) -> str:
    """Give a text of some 600 words, of its own for each number."""
    chance = random.Random(number)  # noqa: S311 - no secret
    drawn: list[str] = []
    while sum(len(sentence.split()) for sentence in drawn) < WORDS:
        drawn.append(chance.choice(sentences()))
    starts = range(0, len(drawn), SENTENCES_A_PARAGRAPH)
    return "\n\n".join(" ".join(drawn[at : at + SENTENCES_A_PARAGRAPH]) for at in starts)


def page(number: int) -> bytes:
    """Give a page with such an article in it. Units: `PAGE_BYTES`."""
    chance = random.Random(number)  # noqa: S311 - no secret
    title = " ".join(chance.choice(sentences()).split()[:9])
    paragraphs = "".join(f"<p>{one}</p>" for one in article(number).split("\n\n"))
    body = f"<main><article><h1>{title}</h1>{paragraphs}</article></main>"
    links = "".join(_link(chance) for _ in range(250))
    head = f"<!doctype html><html lang=en><head><title>{title}</title><meta charset=utf-8>"
    end = f"<aside class=related><ul>{links}</ul></aside></body></html>"
    start = f"<body><nav><ul>{links[:4_000].rpartition('<li>')[0]}</ul></nav>{body}"
    missing = PAGE_BYTES - sum(map(len, (head, start, end)))
    return (head + _script(chance, missing) + "</head>" + start + end).encode()[:PAGE_BYTES]


def _link(chance: random.Random) -> str:
    words = " ".join(chance.choice(sentences()).split()[:6])
    number = chance.randrange(10**9)
    return f'<li class="teaser teaser--small"><a href="/world/{number}">{words}</a></li>'


def _script(chance: random.Random, length: int) -> str:
    """Give a script of that many bytes, which packs as configuration does: to a quarter or so."""
    fields = (
        f'"slot-{chance.randrange(1000)}":{{"id":"{chance.getrandbits(64):x}","lazy":true,'
        f'"sizes":[[{chance.randrange(999)},{chance.randrange(999)}]],"target":"article-body"}},'
        for _ in range(length // 70)
    )
    opening, closing = "<script>window.slots={", "}</script>"
    return opening + "".join(fields)[: length - len(opening) - len(closing)] + closing


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), 0.0, page))
