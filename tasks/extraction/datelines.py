"""Datelines: where and when a report was filed, in front of its first sentence, and by whom.

`SUMY, Ukraine -`, `LONDON, May 2 (Reuters) -`, `Kyiv (AP) -`, `MUMBAI:`. They are no part of the
sentence behind them, so the parse keeps them apart (`worker.parsing`).
"""

import re

_LONGEST = 120
"""Code points."""

_CAPITAL = "[A-Z\xc0-\xd6\xd8-\xde]"
_SHOUTED = rf"{_CAPITAL}[A-Z\xc0-\xd6\xd8-\xde.'\u2019-]++"
# Four capitals at the least, as acronyms stand before dashes too: 'US - China talks'.
_TOWN = rf"(?=(?:[^\w\s]?{_CAPITAL}[ .]{{0,2}}){{4}}){_SHOUTED}(?:[ /]{_SHOUTED}){{0,3}}+"
_WRITTEN = rf"{_CAPITAL}\w++(?:[ -]{_CAPITAL}\w++){{0,2}}+"
_PART = rf"(?:{_CAPITAL}[\w.'\u2019-]*+|\d{{1,4}}|and|of)"
_REST = rf"(?:,? {_PART}(?: {_PART}){{0,4}}+){{0,3}}+"
_AGENCY = r" ?\((?:[A-Z]{2,6}|[A-Z][a-z]++(?: [A-Z][a-z]++)?)\)"
_DASH = r"(?: ?\u2014| [\u2013-]| --)\s*+"
_DATELINE = re.compile(
    rf"\s*+(?:{_TOWN}{_REST}(?:{_AGENCY})?+(?:{_DASH}(?=[\"'\u2018\u201c]?{_CAPITAL})"
    rf"|:\s++(?={_CAPITAL}))|{_WRITTEN}{_REST} ?\([A-Z]{{2,6}}\){_DASH}(?={_CAPITAL}))"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Give where the dateline at the start of a block ends; the start, where there is none.

    Units: code points; `start` and `end` are those of the block.
    """
    match = _DATELINE.match(text, start, min(end, start + _LONGEST))
    return match.end() if match else start
