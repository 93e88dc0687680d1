"""Which of a page's headlines is the article's own: the one that readers see, cleaned.

A heading is the headline when the page says nearly the same elsewhere: in JSON-LD, in `og:title`,
in `<title>`, in its URL. The level of the heading counts less, and so does its place. One page is
all that is known here. What the site's other pages would tell, which words their titles share, is
told by the names that this page has for its site (see `site_names`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.headlines.headings import LONGEST_HEADLINE, Heading, headings_of, joined
from tasks.cleaning.headlines.site_names import JOINT, folded, site_names, without_site
from tasks.cleaning.structured import Claims, words_of
from tasks.urls.normal import site_of

_AGREES: Final = 0.5
"""The share of words in common from which two headlines are one, worded twice."""

_A_LEVEL: Final = 0.1
"""What an h2 must agree more than an h1. With less, subheadings are taken for headlines."""

_BESIDE: Final = 0.15
"""What a heading in a navigation must agree more. With more, breadcrumbs never count, although
some sites have their only right headline there; with less, they win against what is worded for
readers."""

_SOLE: Final = 0.3
"""What the only h1 outside of navigation has over all others."""

_SHORTEST_HEADLINE: Final = 12
"""A shorter h1 with which nothing agrees is the name of a section."""

_FEWEST_WORDS_OF_A_SLUG: Final = 3
"""A part of a URL with fewer words names a section, a date or a number."""

_SOFT_HYPHEN: Final = "\xad"
_WORD: Final = re.compile(r"\w+")
# They stand between a headline and a site's name, hardly ever within a headline.
_STRONG_JOINT: Final = re.compile(r"\s*\|\s*|\s+::\s+")
# A day that stands before a headline is that of its publication.
_DATE_BEFORE: Final = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d\d[./-]\d\d"
    r"|\d{1,2}\.? (?:de )?[^\W\d]{3,12}\.? (?:de )?(?:19|20)\d\d)"
    r"(?:\s*[-:|,\u2013\u2014]\s*|\s+)(?=[^\W\d_]*[A-ZÀ-Þ\u0400-\u042f\"'\u201c\u201e\u00ab])"
)
_JOINT: Final = re.compile(r"\s[-|\u2013\u2014:\xb7\xbb]\s|: ")
_BETWEEN_WORDS: Final = re.compile(r"[-_+.,]+|\.\w{1,5}$")

Words = Counter[str]


def title_of(tree: HtmlElement, claims: Claims, url: str | None = None) -> str | None:
    """Find the headline of the article, or None where the page has none.

    Args:
        tree: the page.
        claims: what it says of itself.
        url: where it was found in the end.
    """
    title = _found(tree, claims, url) or ""
    return on_one_line(title.replace(_SOFT_HYPHEN, "")) or None


def chosen_title(given: str | None, found: str | None) -> str | None:
    """Take the caller's title, unless the page's own has not one word of it."""
    given = words_of(given)
    if given and found and not _likeness(_words(given), _words(found)):
        return found
    return given or found


def as_shown(title: str | None, above: Iterable[str]) -> str | None:
    """Give what of a title stands above the text of a page without headings: the rest is a name.

    Args:
        title: as the page calls itself where nobody reads it.
        above: the lines above the text that have words of the title.
    """
    for line in above:
        for first, second in _sides(title or ""):
            if same_words(line, first) or same_words(line, second):
                return line
    return title


def _sides(title: str) -> Iterator[tuple[str, str]]:
    for joint in _JOINT.finditer(title):
        yield title[: joint.start()], title[joint.end() :]


def same_words(a: str, b: str) -> bool:
    """Say whether two headlines have the same words, whatever their case and punctuation."""
    x, y = (text.casefold().replace(_SOFT_HYPHEN, "") for text in (a, b))
    return _WORD.findall(x) == _WORD.findall(y)


def _found(tree: HtmlElement, claims: Claims, url: str | None) -> str | None:
    host = site_of(url) or ""
    names = site_names(tree, claims, host)
    stated = _stated(tree, claims, names)
    seen = [h for h in headings_of(tree, host) if not (h.names_site or folded(h.text) in names)]
    headline = _headline(seen, [*stated, *_slugs(url)], list(_beginnings(stated)))
    if headline is not None:
        return _DATE_BEFORE.sub("", without_site(_worded(headline, stated, claims), names))
    if stated:
        return _STRONG_JOINT.split(stated[0])[0] or stated[0]
    return next((heading.headline for heading in seen if heading.level == 1), None)


def _stated(tree: HtmlElement, claims: Claims, names: frozenset[str]) -> list[str]:
    """Give what the page calls itself where nobody reads it, without the site's names."""
    titles: Iterable[object] = (
        claims.article.get("headline"),
        claims.first("og:title"),
        claims.first("twitter:title", "dc.title", "headline"),
        tree.findtext("head/title"),
    )
    found = (words_of(title) for title in titles)
    own = (title for title in found if title and folded(title) not in names)
    return [without_site(title, names) for title in own if len(title) <= LONGEST_HEADLINE]


def _beginnings(stated: Iterable[str]) -> Iterator[str]:
    """Give the titles up to their first joint: headline and subtitle may share one."""
    for title in stated:
        words = JOINT.split(title)[0]
        if words != title and len(words.split()) >= _FEWEST_WORDS_OF_A_SLUG:
            yield words


def _slugs(url: str | None) -> Iterator[str]:
    """Give the words of a URL's path: of its last two parts, and of both together."""
    path = urlsplit(url or "").path
    parts = [_BETWEEN_WORDS.sub(" ", unquote(part)) for part in path.split("/") if part][-2:]
    for words in (*parts, " ".join(parts)):
        if len(words.split()) >= _FEWEST_WORDS_OF_A_SLUG:
            yield words


def _headline(seen: Sequence[Heading], said: Iterable[str], begun: Iterable[str]) -> Heading | None:
    """Choose the heading that agrees best with what is said elsewhere, or else the only h1.

    Lower headings have the words of a section, with which titles begin, more often than an h1.
    """
    claimed = [_words(text) for text in said]
    top = [*claimed, *(_words(text) for text in begun)]
    agreements = [_agreement(h, top if h.level == 1 else claimed) for h in seen]
    tops = [n for n, h in enumerate(seen) if h.level == 1 and not h.is_beside]
    sole = tops[0] if len(tops) == 1 else None
    scores = {
        n: agreements[n] - _A_LEVEL * h.level - _BESIDE * h.is_beside + _SOLE * (n == sole)
        for n, h in enumerate(seen)
        if agreements[n] >= _AGREES or n == sole
    }
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None or (claimed and _is_label(seen[best].text, agreements[best])):
        return None
    return seen[best]


def _agreement(heading: Heading, claimed: Iterable[Words]) -> float:
    own = [_words(text) for text in {heading.text, heading.headline}]
    return max((_likeness(words, claim) for words in own for claim in claimed), default=0.0)


def _is_label(text: str, agreement: float) -> bool:
    """Say whether a heading is short and has no word of the page's claims: a section's name."""
    return not agreement and len(text) < _SHORTEST_HEADLINE


def _worded(heading: Heading, stated: Sequence[str], claims: Claims) -> str:
    """Give the words of a heading that are its headline.

    What JSON-LD calls the headline is it, with kicker or without. Else a part of the heading that
    the page calls itself elsewhere, and else what no class sets apart.
    """
    whole, own = heading.text, words_of(claims.article.get("headline"))
    if own and re.search(rf"\b{re.escape(own)}$", whole, re.IGNORECASE):
        return own
    if len(heading.parts) == 1:
        return whole
    usual = (joined([part]) for part in heading.parts if _is_usual(joined([part]), stated))
    if part := next(usual, None):
        return part
    named = [own or "", *stated]
    candidates = [whole] if same_words(whole, own or "") else [*heading.runs(), heading.headline]
    both = (claim for claim in named for text in candidates if same_words(claim, text))
    return next(both, heading.headline)


def _is_usual(text: str, stated: Sequence[str]) -> bool:
    """Say whether a page calls itself so more often than not."""
    return 2 * sum(same_words(text, claim) for claim in stated) > len(stated)


def _words(text: str) -> Words:
    """Count the words of a text, whatever their case and accents."""
    plain = text.casefold()
    if plain.isascii():
        return Counter(_WORD.findall(plain))
    plain = unicodedata.normalize("NFKD", plain.replace(_SOFT_HYPHEN, ""))
    return Counter(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _likeness(a: Words, b: Words) -> float:
    common = sum(min(count, b[word]) for word, count in a.items() if word in b)
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0
