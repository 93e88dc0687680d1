"""Which of a page's headlines is the article's own: the one that readers see, cleaned."""

import re
from collections import Counter
from collections.abc import Iterable

from lxml.html import HtmlElement

from tasks.cleaning.structured import Claims, words_of

_MAX_CHARACTERS = 300
"""A longer 'headline' is a teaser or a whole page in one heading."""

_AGREES = 0.5
"""The share of words in common from which two headlines are one, worded twice."""

_WORD = re.compile(r"\w+")
# They stand between a headline and a site's name, hardly ever within a headline.
_STRONG_JOINT = re.compile(r"[|\xbb]|\s::\s")
_JOINTS = re.compile(r"\s+::\s+|\s+[|\u2013\u2014\u2022\xb7\xbb\xab:-]+\s+|\s*[|\xbb]\s*")


def title_of(tree: HtmlElement, claims: Claims) -> str | None:
    """Find the headline of the article, or None where the page has none."""
    site = claims.first("og:site_name", "application-name")
    seen = [heading for heading in _headings(tree) if not same_words(heading, site or "")]
    claimed = _claimed(tree, claims)
    agreed = [(max(_likeness(h, c) for c in claimed), h) for h in seen] if claimed else []
    best = max(agreed, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] >= _AGREES:
        return _without_kicker(best[1], words_of(claims.article.get("headline")))
    if len(seen) == 1 and (best[0] > 0 or not claimed):
        return seen[0]
    return next((_without_site(title, site) for title in claimed), None) or next(iter(seen), None)


def chosen_title(given: str | None, found: str | None) -> str | None:
    """Take the caller's title, unless the page's own has not one word of it."""
    given = words_of(given)
    if given and found and not _likeness(given, found):
        return found
    return given or found


def same_words(a: str, b: str) -> bool:
    """Say whether two headlines have the same words, whatever their case and punctuation."""
    return _WORD.findall(a.casefold()) == _WORD.findall(b.casefold())


def _headings(tree: HtmlElement) -> list[str]:
    texts = (words_of(" ".join(element.itertext())) for element in tree.iter("h1"))
    return list(dict.fromkeys(text for text in texts if text and len(text) <= _MAX_CHARACTERS))


def _claimed(tree: HtmlElement, claims: Claims) -> list[str]:
    titles: Iterable[object] = (
        claims.article.get("headline"),
        claims.first("og:title"),
        claims.first("twitter:title", "dc.title", "headline"),
        tree.findtext(".//head/title"),
    )
    found = (words_of(title) for title in titles)
    return [title for title in found if title and len(title) <= _MAX_CHARACTERS]


def _likeness(seen: str, claimed: str) -> float:
    a, b = (Counter(_WORD.findall(text.casefold())) for text in (seen, claimed))
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


def _without_kicker(seen: str, claimed: str | None) -> str:
    """'Politics | A new mayor' is 'A new mayor' where the page calls it that elsewhere."""
    return claimed if claimed and seen.casefold().endswith(claimed.casefold()) else seen


def _without_site(title: str, site: str | None) -> str:
    parts = _JOINTS.split(title)
    if len(parts) == 1:
        return title
    last = parts[-1]
    named = site is not None and _likeness(last, site) >= _AGREES
    if named or _STRONG_JOINT.search(title):
        return title[: title.rindex(last)].rstrip(" |\u2013\u2014\u2022\xb7\xbb\xab:-") or title
    return title
