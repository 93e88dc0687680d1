"""Whether a whole article was there to be read, and what kind of page it is.

It judges by structure: what the page declares, how much of it is prose, how much links, where
a form stands. Phrases alone decide nothing: lists of them take free articles for walls. The
status has spoken before: `fetch` ends what is neither 200 nor 203.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tasks.cleaning.access.consents import consent
from tasks.cleaning.access.kinds import live, other, video
from tasks.cleaning.access.listings import home, section
from tasks.cleaning.access.paywalls import paywall
from tasks.cleaning.access.rights import rights_of
from tasks.cleaning.access.sight import Sight
from tasks.cleaning.access.vendors import VERDICT_HEADERS, by_header
from tasks.cleaning.access.walls import challenge, not_found
from tasks.cleaning.scripts import weight_of
from tasks.errors import (
    Blocked,
    ConsentWall,
    NotAnArticle,
    RightsReserved,
    SoftNotFound,
    TooShort,
)
from tasks.record import Access, Article, PageKind, Verdict

GIVEN_AS_TEXT: Final = "given as text"
"""The evidence in the verdict on what was no page: it is open, and as short as its author likes."""

_KINDS: Final[tuple[tuple[PageKind, Callable[[Sight], str | None]], ...]] = (
    ("live", live),
    ("home", home),
    ("video", video),
    ("section", section),
    ("other", other),
)
"""The kinds, in the order in which they are asked for: the first that has evidence holds."""


def access_of(sight: Sight, headers: Mapping[str, str]) -> Access:
    """Judge a page.

    `evidence` names what the verdict and the kind were drawn from, and where each right is
    reserved.

    Args:
        sight: the page.
        headers: of the answer, by their names in lower case.
    """
    verdict, why = next(_verdicts(sight, headers))
    kind, because = next(_kinds(sight))
    rights = rights_of(sight.claims, headers, url=sight.url)
    reserved = (f"{signal} by {place}" for signal, place in rights.items())
    return Access(
        verdict=verdict,
        kind=kind if verdict in {"open", "paywalled"} else "other",
        rights=tuple(rights),
        evidence=tuple(reason for reason in (why, because, *reserved) if reason),
    )


def refuse(article: Article, *, min_text_characters: int, drop_reserved: bool = False) -> None:
    """Refuse what the service does not publish. `extract` does not ask.

    Args:
        article: with its verdict.
        min_text_characters: what an open page must have, in an alphabet (`weight_of`); a text given
            as such may be shorter.
        drop_reserved: whether what its publisher reserves is refused.

    Raises:
        RightsReserved: the publisher reserves rights, and that is to be heeded.
        ConsentWall, Blocked, SoftNotFound: there is a wall, or nothing, instead of an article.
        NotAnArticle: the page leads to articles and is none.
        TooShort: no text at all, or a page with less than `min_text_characters` of it.
    """
    access = article.access
    if drop_reserved and access.rights:
        raise RightsReserved(", ".join(access.rights))
    evidence = "; ".join(access.evidence) or None
    walls = {"consent": ConsentWall, "blocked": Blocked, "soft_404": SoftNotFound}
    if access.verdict in walls:
        raise walls[access.verdict](evidence)
    if access.kind in {"home", "section"}:
        raise NotAnArticle(evidence)
    text = article.content.text or ""
    if not text.strip():
        raise TooShort
    is_text = GIVEN_AS_TEXT in access.evidence
    if not is_text and access.verdict == "open" and weight_of(text) < min_text_characters:
        raise TooShort(f"{len(text)} code points are fewer than {min_text_characters}")


def _verdicts(sight: Sight, headers: Mapping[str, str]) -> Iterator[tuple[Verdict, str | None]]:
    if sight.has_little_prose and (wall := by_header(VERDICT_HEADERS, headers)):
        yield "blocked", wall
    if mark := challenge(sight):
        yield "blocked", f"a challenge instead of text: {mark}"
    if mark := consent(sight):
        yield "consent", f"a consent form and nearly no other text: {mark}"
    if said := not_found(sight):
        yield "soft_404", f"says that it is not there, and has no article: {said}"
    if judged := paywall(sight):
        yield judged
    yield "open", None


def _kinds(sight: Sight) -> Iterator[tuple[PageKind, str | None]]:
    for kind, judge in _KINDS:
        if because := judge(sight):
            yield kind, because
    yield "article", None
