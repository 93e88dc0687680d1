"""What kind of page it is: a live blog, a video, or something else that is no article.

Each answer is the evidence, or None. A kind is what the page declares, and only where that is the
page itself and no part of it: a video within an article makes no video page. What is declared to
be a gallery, a product or a thread is an article all the same where it has an article's prose.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import Sight, names_of, unspaced, unspaced_in
from tasks.cleaning.scripts import weight_of

_FEWEST_UPDATES: Final = 4
"""An article may have been updated three times and say so."""

_MOST_NAMED: Final = 6
"""So many elements of such names are looked at; without it a hostile page costs seconds."""

_UPDATES_SHARE: Final = 0.5
"""So much of the prose stands in the updates; a ticker beside an article has none of it."""

_STEM: Final = "ive"
"""Every name that `_LIVE` finds has it, in whatever case it begins."""

_LIVE: Final = re.compile(
    r"(?:^|[\s_-])live-?(?:blog|ticker|text|feed|updates?|stream|coverage|reporting)", re.IGNORECASE
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d{2}")

_MEDIA: Final = frozenset(
    {
        "AudioObject",
        "ImageGallery",
        "MediaGallery",
        "PodcastEpisode",
        "PodcastSeries",
        "RadioEpisode",
        "RadioSeries",
    }
)
_THINGS: Final = frozenset(
    {
        "DiscussionForumPosting",
        "JobPosting",
        "MusicAlbum",
        "MusicRecording",
        "Product",
        "ProductGroup",
        "QAPage",
        "Recipe",
        "SoftwareApplication",
    }
)
"""What articles may be about: believed only of pages that do not call themselves articles."""

_OTHER_OBJECTS: Final = re.compile(r"product|music\.|profile$|book|game|restaurant|gallery|photo")
"""How og:type begins on pages that are no articles."""


def live(sight: Sight) -> str | None:
    """Say why a page is a live blog."""
    if "LiveBlogPosting" in sight.claims.types:
        return "JSON-LD LiveBlogPosting"
    if "LiveBlogPosting" in sight.item_types:
        return "microdata LiveBlogPosting"
    if len(list(islice(sight.tree.iter("time"), _FEWEST_UPDATES))) < _FEWEST_UPDATES:
        return None
    for element, name in islice(_named(sight.tree), _MOST_NAMED):
        count = len(_times(element))
        if count >= _FEWEST_UPDATES and _holds_prose(element, sight):
            return f"{count} times in {name}"
    return None


def video(sight: Sight) -> str | None:
    """Say why a page is there for a video."""
    if not sight.has_little_prose:
        return None
    declared = sight.claims.first("og:type") or ""
    if declared.startswith("video"):
        return f"og:type {declared}"
    if "VideoObject" in sight.own_types:
        return "VideoObject"
    return None


def other(sight: Sight) -> str | None:
    """Say why a page is there for pictures, sound, a thing or a thread."""
    if not sight.has_little_prose:
        return None
    if declared := sight.own_types & (_MEDIA if sight.claims_article else _MEDIA | _THINGS):
        return min(declared)
    declared_object = sight.claims.first("og:type") or ""
    return f"og:type {declared_object}" if _OTHER_OBJECTS.match(declared_object) else None


def _named(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Give the elements that are called a live blog, a ticker, a feed."""
    for element in tree.iter("div", "section", "main", "article", "ol", "ul"):
        # Most are called nothing of the kind, and a pattern costs more than a look.
        has_stem = _STEM in (element.get("class") or "") or _STEM in (element.get("id") or "")
        if has_stem and (mark := _LIVE.search(names_of(element))):
            yield element, mark[0].strip()


def _times(element: HtmlElement) -> set[str]:
    """Give the times of day that stand in an element."""
    stated = (f"{e.get('datetime') or ''} {e.text_content()[:40]}" for e in element.iter("time"))
    return {text for text in stated if _CLOCK.search(text)}


def _holds_prose(element: HtmlElement, sight: Sight) -> bool:
    inside = unspaced_in(element)
    held = sum(weight_of(text) for text in sight.prose if unspaced(text) in inside)
    return held > _UPDATES_SHARE * sight.prose_characters
