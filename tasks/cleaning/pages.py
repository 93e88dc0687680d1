"""An HTML page to the content of its article, with the verdict on the page itself.

It asks the parts of cleaning in order, and finds nothing itself but the page's own URL.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tasks.cleaning.about import section_of, subtitle_of, tags_of
from tasks.cleaning.access.paywalls import without_offer
from tasks.cleaning.access.sight import Sight
from tasks.cleaning.access.verdicts import access_of
from tasks.cleaning.authorship.authors import authors_of
from tasks.cleaning.blocks import Piece
from tasks.cleaning.body.bodies import body_of
from tasks.cleaning.clutter import without_calls, without_edges
from tasks.cleaning.dates.published import Known, dates_of
from tasks.cleaning.headlines.titles import as_shown, chosen_title, title_of
from tasks.cleaning.languages import claimed_languages
from tasks.cleaning.pictures.images import pictures_of
from tasks.cleaning.structured import ARTICLE_TYPES, Claims, claims_of, linked, types_of
from tasks.cleaning.trees import parsed
from tasks.record import Access, Author, Caption, Image, Modified, Published, Removed


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a document before it is read.

    Attributes:
        url: where it was found in the end.
        title: what the caller says.
        published: what the caller says.
        at: when it was fetched.
        headers: what HTTP said of the page itself, by names in lower case.
        last_modified: what HTTP said of its last change.
    """

    url: str | None = None
    title: str | None = None
    published: str | None = None
    at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A document, read.

    Attributes:
        pieces: its blocks, in order.
        verbatim: its text where that is taken as it is; then there are no pieces.
        languages: ISO 639 codes that it gives itself, the most trusted first.
    """

    pieces: list[Piece]
    access: Access
    verbatim: str | None = None
    canonical: tuple[str | None, ...] = ()
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[Author, ...] | None = None
    published: Published | None = None
    modified: Modified | None = None
    section: str | None = None
    tags: tuple[str, ...] | None = None
    image: Image | None = None
    languages: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    removed: tuple[Removed, ...] = ()


def read_page(text: str, given: Given) -> Page:
    """Read a page: parsed once, whatever it holds."""
    tree, left_out = parsed(text)
    if tree is None:
        return Page([], Access(verdict="open", kind="other", evidence=("no HTML element",)))
    claims = claims_of(tree)
    title = chosen_title(given.title, title_of(tree, claims, given.url))
    known = Known(given.published, given.url, given.at, given.last_modified)
    published, modified = dates_of(tree, claims, title=title, known=known)
    body = body_of(tree, given.url, claims=claims, title=title)
    cleared = without_calls(body.pieces, title)
    authors = authors_of(tree, claims, title=title, pieces=cleared.pieces)
    days = [claim.value for claim in (published, modified) if claim]
    names = [author.name for author in authors or ()]
    bare = without_edges(cleared, title, names=names, days=days)
    if tree.find(".//h1") is None:
        title = as_shown(title, (one.text for one in bare.removed if one.kind == "title"))
    sight = Sight(tree, claims, bare.pieces, given.url)
    access = access_of(sight, given.headers)
    is_teaser = access.verdict == "paywalled"
    pieces, offered = without_offer(sight) if is_teaser else (bare.pieces, ())
    pictures = pictures_of(tree, claims, given.url, body.captions)
    return Page(
        pieces=pieces,
        access=access.model_copy(update={"evidence": (*access.evidence, *left_out)}),
        canonical=tuple(_canonical(claims, given.headers)),
        title=title,
        subtitle=subtitle_of(tree, claims, title),
        authors=authors,
        published=published,
        modified=modified,
        section=section_of(tree, claims, title=title, url=given.url),
        tags=tags_of(tree, claims),
        image=pictures.image,
        languages=claimed_languages(tree, claims, given.headers),
        captions=pictures.captions,
        removed=(*body.removed, *bare.removed, *offered),
    )


def _canonical(claims: Claims, headers: Mapping[str, str]) -> Iterator[str | None]:
    """Give what the page and its answer call its URL, the most explicit first."""
    yield from claims.links.get("canonical", ())[:1]
    yield from linked(headers.get("link", ""), "canonical")[:1]
    yield claims.first("og:url")
    yield _own_url(claims)


def _own_url(claims: Claims) -> str | None:
    """Give the URL that JSON-LD gives the article, where it describes no other one."""
    articles = [node for node in claims.nodes if types_of(node) & ARTICLE_TYPES]
    if len(articles) != 1:
        return None
    page = articles[0].get("mainEntityOfPage")
    for stated in (page.get("@id") if isinstance(page, dict) else page, articles[0].get("url")):
        if isinstance(stated, str) and stated.startswith("http"):
            return stated
    return None
