"""Where on a page bylines stand, and whom they name.

A byline stands near the headline or at the end of the article: marked as such, or in words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

from tasks.cleaning.authorship.lines import has_lead, names_in
from tasks.cleaning.authorship.marks import Mark, read_lines
from tasks.cleaning.authorship.names import is_full, is_sign, letters_of
from tasks.cleaning.blocks import Piece

_NEAR = 12
"""Lines before the first paragraph among which a byline stands; more reach into the menu."""

_FAR = 25
"""Lines after the headline or after the text among which a byline stands."""

_WITHIN = 4
"""Lines into the text, or after it, that may be a byline: a lead can stand above it."""

_LABELLED_WITHIN = 16
"""Lines after the text among which 'Author: …' is looked for, past tags and buttons."""

_APART = 6
"""Lines between two bylines from which the second one is another article's."""

_LONGEST_LINE = 120
"""A longer line that begins with 'By' is a sentence."""

_LONGEST_LINE_OF_ONE = 40
"""'By' and one word are a byline only in a short line: it may as well begin a sentence."""

_MOST_ELSEWHERE = 3
"""More names, far from the headline and the end, are those of other people on the page."""

_PROSE_CHARACTERS = 100
"""A line as long as this is text, where it is not known what the body is."""

_ENDING = 2
"""Blocks at the end of the body among which an agency's sign stands."""

_KEY_CHARACTERS = 40
"""By so many characters a line of the page is known to be a paragraph of the body."""

_SIGNED = re.compile(
    r"^[^()]{0,60}\((?P<dateline>[^()]{2,40})\)|\((?P<last>[^()]{2,40})\)\W{0,3}$"
    r"|(?:Quelle|Source|Fuente|Fonte|Bron|Kilde|Källa|Lähde|Źródło|Zdroj|Forrás|Kaynak|Sumber|Sursa|"
    r"Источник|Джерело|Πηγή|Von): (?P<source>.{2,40})$|^(?P<whole>.{2,30})$"
)
_LABEL = re.compile(
    r"^(?:by|von|par|por|di|av|af|door|oleh|autor(?:in|es|a)?|authors?|auteure?|autore|författare|"
    r"forfatter|kirjoittaja|szerző|yazar|yazan|penulis|автор|συντάκτης|text|texte?|texto|testo|"
    r"tekst|текст|words|بقلم|מאת)\s?:?$",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"^(?:posted|written|submitted|verfasst|geschrieben|eingestellt|gepostet|publicado|escrito|"
    r"publié|écrit|scritto|pubblicato)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^(?P<name>\D{4,40}?)(?:\s?[,|\u00b7\u2022\u2013-]\s?|\s)(?:\w{2,9},? )?\d{1,4}[./-]\s?"
    r"(?:\d{1,2}|\w{3,9})[./ -]\s?\d{2,4}\b.{0,20}$"
)
_DATE_FIRST = re.compile(
    r"^(?:\w{2,10},? )?\d{1,4}[./-]? ?(?:\d{1,2}|[^\W\d]{3,9})[./ -] ?\d{2,4}"
    r"(?:,? \d{1,2}[:.]\d\d(?: Uhr)?)?\s?[,|\u00b7\u2022\u2013\u2014-]\s?(?P<name>\D{4,40})$"
)
_SIGNATURE = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'\u2019-](?=\s?\S)| (?=[^\W\d_])){3,38}")
_COLUMNS = re.compile(r"\s(?:[|\u2022\u00b7]|//)\s")
_HAN = r"[\u3400-\u9fff]{2,4}"
_HAN_NAME = re.compile(_HAN)
_HAN_BYLINE = re.compile(
    r"(?:作者|撰文|采写|撰稿|记者|記者|文|取材|责任编辑|责编|編集|编辑)\s?[:\uff1a/\uff0f丨]\s?"
    rf"((?:{_HAN}(?:[\u3001\uff0c,/\s]\s?|(?=\W|$))){{1,4}})"
)
_HANGUL_BYLINE = re.compile(r"([\uac00-\ud7a3]{2,4})\s?기자")


Place = Literal["top", "before", "end", "rest"]


@dataclass(frozen=True, slots=True)
class Bylines:
    """Whom a page names as its authors, by how it does so.

    Attributes:
        top: marked as such near the headline.
        end: marked as such after the text.
        rest: marked as such elsewhere in the article.
        said: in words, 'By …', near the headline or after the text.
        signed: the last line of the body is a name, and nothing else.
        sign: an agency's sign, '(dpa)', at either end of the text.
    """

    top: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()


def bylines_of(tree: HtmlElement, title: str | None, pieces: Sequence[Piece]) -> Bylines:
    """Find whom a page names as its authors where readers see it.

    Args:
        tree: the page.
        title: its headline.
        pieces: its body.
    """
    letters = letters_of(title or "")
    reading = read_lines(tree, title)
    lines, at = reading.lines, reading.headline_at
    first, last = _text_of(lines, at, pieces)
    placed: dict[Place, list[Mark]] = {"top": [], "before": [], "end": [], "rest": []}
    for mark in reading.marks.values():
        place = _place(mark.line, at, first, last)
        if not mark.is_weak or not (place == "rest" or _is_in_text(mark, lines)):
            placed[place].append(mark)
    top, before, end, rest = map(_together, placed.values())
    elsewhere = _authors(rest, letters)
    below = at if reading.headline is None else at + 1
    said = _authors(_told(lines, below, first, last), letters)
    ends = lines[below : first + 1] + lines[max(last, first + 1) : last + _WITHIN]
    return Bylines(
        top=_authors(top, letters) or _authors(before, letters),
        end=_authors(end, letters),
        rest=elsewhere if len(elsewhere) <= _MOST_ELSEWHERE else (),
        said=said if any(map(is_full, said)) else said[:1],
        signed=tuple(_signature(pieces)),
        sign=tuple(_signs([*ends, *(piece.text for piece in pieces[-_ENDING:])]))[:1],
    )


def _place(line: int, at: int, first: int, last: int) -> Place:
    """Say where a line stands, by those of the headline and of the ends of the text."""
    if at - _NEAR <= line < at:
        return "before"
    if at <= line <= min(first + _WITHIN, at + _FAR) or first - _NEAR <= line <= first + _WITHIN:
        return "top"
    return "end" if last <= line <= last + _FAR else "rest"


def _is_in_text(mark: Mark, lines: Sequence[str]) -> bool:
    """Whether a mark stands within a paragraph: a link there leads to whom it speaks of."""
    return mark.line < len(lines) and len(lines[mark.line]) >= _PROSE_CHARACTERS


def _text_of(lines: Sequence[str], at: int, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Find the first and the last line of the body."""
    keys = {p.text[:_KEY_CHARACTERS] for p in pieces if len(p.text) > _KEY_CHARACTERS}
    after = range(at, len(lines))
    # A page's list of its latest articles begins this one once more.
    known = {lines[n][:_KEY_CHARACTERS]: n for n in reversed(after)}
    text = sorted(known[key] for key in keys & known.keys())
    text = text or [n for n in after if n > at and len(lines[n]) >= _PROSE_CHARACTERS]
    return (text[0], text[-1]) if text else (at + _FAR, at + _FAR)


def _together(marks: Iterable[Mark]) -> Iterator[str]:
    """Give the names of the first marks, up to a gap."""
    before = None
    for mark in marks:
        if before is not None and mark.line - before > _APART:
            return
        before = mark.line
        yield from mark.names


def _authors(names: Iterable[str], title: str) -> tuple[str, ...]:
    every = [name for name in dict.fromkeys(names) if letters_of(name) != title]
    named = [name for name in every if is_full(name) or is_sign(name)]
    return tuple(named if any(map(is_full, named)) else every)


def _told(lines: Sequence[str], below: int, first: int, last: int) -> Iterator[str]:
    """Give whom the lines around the text name in words, from the line below the headline on."""
    top = range(max(below, first - _FAR), first + _WITHIN + 1)
    end = range(max(first + _WITHIN + 1, last), last + _LABELLED_WITHIN)
    for n in (*range(max(below - 3, 0), below - 1), *top, *end):
        line = _with_name(lines[n : n + 2])
        if n <= last + _WITHIN or ":" in line or "\uff1a" in line:
            for column in _COLUMNS.split(line):
                yield from _said(column, is_top=n <= first)
        if n <= first and (dated := _DATED.match(line) or _DATE_FIRST.match(line)):
            yield from _beside_date(dated["name"], lines[first : last + 1])


def _with_name(lines: Sequence[str]) -> str:
    """Give a line, and the next one too where it only says that a name follows."""
    return " ".join(lines if lines and _LABEL.match(lines[0]) else lines[:1])


def _said(line: str, *, is_top: bool) -> list[str]:
    if len(line) <= _LONGEST_LINE and has_lead(line):
        is_short = is_top and len(line) < _LONGEST_LINE_OF_ONE
        with_one = is_short or _DONE_BY.match(line)
        names = names_in(line)
        full = [name for name in names if is_full(name)]
        return full or [name for name in names[:1] if with_one and " " not in name]
    found = _HAN_BYLINE.search(line)
    return _HAN_NAME.findall(found[1]) if found else _HANGUL_BYLINE.findall(line)


def _beside_date(text: str, prose: Sequence[str]) -> Iterator[str]:
    """Give the names that stand beside a date; what the text speaks of is its subject."""
    for name in names_in(text):
        subject = name.split()[-1]
        if is_full(name) and not (name.isupper() or any(subject in line for line in prose)):
            yield name


def _signature(pieces: Sequence[Piece]) -> Iterator[str]:
    """Give the name that ends the body, where the body does not speak of its bearer."""
    last = pieces[-1] if pieces else None
    if last is None or last.role != "paragraph" or not _SIGNATURE.fullmatch(last.text):
        return
    if not is_full(last.text) or any(last.text in piece.text for piece in pieces[:-1]):
        return
    if not last.text.isupper():
        yield last.text


def _signs(lines: Iterable[str]) -> Iterator[str]:
    found = (match for line in lines for match in _SIGNED.finditer(line))
    for match in found:
        sign = str(match[match.lastgroup or 0])
        if is_sign(sign):
            yield sign
