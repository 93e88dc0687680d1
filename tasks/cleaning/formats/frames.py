"""What stands around the text of a mail: headers of a forwarded one, calls to readers, a signature.

Headers and signatures go by their form. The links that newsletters must have, to leave them and to
see them elsewhere, are known by their words; what follows the first of them at the end is a footer.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tasks.cleaning.clutter.lines import form_of, words_in
from tasks.record import Removed, RemovedKind

_LONGEST_CALL: Final = 25
"""Words of the longest line that may be a call; longer ones are about unsubscribing."""

_LONGEST_LINE: Final = 400
"""Characters of such a line with its links."""

_FEWEST_HEADERS: Final = 3
"""A forwarded mail has more headers than this; fewer lines with a colon are a list of facts."""

_PARAGRAPH_WORDS: Final = 8
"""Words from which a complete line below an end shows that it is none."""

_SIGNATURE: Final = re.compile(r"-- ?")
"""Source: RFC 3676, section 4.3."""

_LONGEST_SIGNATURE: Final = 15
"""Lines; what is longer is no signature."""

_RULE: Final = re.compile(r"[ >]{0,5}-{3,20}[^-]{1,80}-{3,20}\s{0,5}")
_HEADER: Final = re.compile(r"[ >*]{0,5}[^\W\d_][\w /-]{1,24}:\*?\s")
_ELSEWHERE: Final = re.compile(
    r"(?:view|read|open|see|trouble)\b.{0,40}\bbrowser|\bonline version|im browser|"
    r"(?:votre|le) navigateur|(?:tu|su|el|seu|no) navegador|nel browser|in (?:je|uw) browser|"
    r"i (?:din )?webbläsare|i nettleser|w przeglądarce|в браузере|\u0443 браузері",
    re.IGNORECASE,
)
_LEAVES: Final = re.compile(
    r"unsubscribe|(?:manage|update) (?:your )?(?:\w+ )?(?:preferences|subscriptions?)\b|"
    r"you (?:are receiving|received|get) this (?:e-?mail|newsletter|message)|"
    r"newsletter abbestellen|newsletter abmelden|vom newsletter ab|"
    r"sie (?:erhalten|bekommen) diese[nrs]? (?:e-?mail|newsletter|nachricht)|"
    r"se désabonner|désinscri|vous recevez cet? (?:e-?mail|newsletter|message)|"
    r"dar(?:se|te|me) de baja|cancelar (?:la |tu |su )?suscripción|disiscriv|"
    r"annulla l['\u2019]iscrizione|"
    r"cancelar (?:a |sua )?(?:inscrição|subscrição)|uitschrijven|afmelden|avregistrera|avslutt abo|"
    r"afmeld|wypisz si|zrezygnuj z|odhlásit|отписаться|відписатися|配信停止|退订|退訂|수신거부|"
    r"abonelikten",
    re.IGNORECASE,
)


def frame_of(lines: Sequence[str]) -> dict[int, Removed]:
    """Find the lines of a mail that stand around its text, by their places."""
    found = dict(_headers(lines))
    for place in _signature(lines):
        found.setdefault(place, _removed("signature", lines[place], "below two dashes"))
    for place, line in enumerate(lines):
        if _is_call(line, _ELSEWHERE):
            found[place] = _removed("newsletter", line, "leads to the mail on the web")
    for place in _footer(lines):
        found.setdefault(place, _removed("newsletter", lines[place], "the footer of a mail"))
    return {place: found[place] for place in sorted(found) if lines[place].strip()}


def _removed(kind: RemovedKind, line: str, reason: str) -> Removed:
    return Removed(kind=kind, text=line.strip(), reason=reason)


def _is_call(line: str, words: re.Pattern[str]) -> bool:
    is_short = len(line) <= _LONGEST_LINE and len(line.split()) <= _LONGEST_CALL
    return is_short and words.search(line) is not None


def _headers(lines: Sequence[str]) -> Iterator[tuple[int, Removed]]:
    """Find runs of headers, one of them with an address, with the rule above them."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _HEADER.match(lines[end]):
            end += 1
        run = range(start, end)
        if len(run) >= _FEWEST_HEADERS and any("@" in lines[place] for place in run):
            above = start - 1 if start and _RULE.fullmatch(lines[start - 1]) else start
            for place in range(above, end):
                yield place, _removed("forwarded", lines[place], "the header of a forwarded mail")
        start = end + 1


def _signature(lines: Sequence[str]) -> range:
    first = max(0, len(lines) - 2 * _LONGEST_SIGNATURE)
    marks = (place for place in range(first, len(lines)) if _SIGNATURE.fullmatch(lines[place]))
    mark = next(marks, len(lines))
    below = (place for place in range(mark + 1, len(lines)) if _is_call(lines[place], _LEAVES))
    end = next(below, len(lines))
    return range(mark, end if end - mark <= _LONGEST_SIGNATURE else mark)


def _footer(lines: Sequence[str]) -> range:
    """Find what begins with a way to leave, where no paragraph follows."""
    start = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if _is_call(line, _LEAVES):
            start = place
        elif form_of(line) == "complete" and len(words_in(line)) >= _PARAGRAPH_WORDS:
            return range(start, len(lines))
    return range(0)  # Without a paragraph there is nothing that a footer could follow.
