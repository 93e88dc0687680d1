"""Markdown to paragraphs, headings, quotes and lists, with what its front matter says.

It reads what writers of news use (CommonMark's blocks and inline marks), and no HTML in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.cleaning.pictures.credits import split_credit
from tasks.cleaning.plain.texts import parted
from tasks.record import Caption

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+)$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)$")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?(.*)$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")

_CAPTION_SPACES = 2
"""Spaces in the shortest caption; 'logo' and 'Figure 1' say nothing of a picture."""

_DEEPEST_MARKS = 3
"""How deep bold and italics stand in each other."""

# Every run has a limit, or a text of brackets alone would take minutes.
_IMAGE = re.compile(r"!\[[^\]]{0,500}\]\([^()\s]{0,2000}(?:\s+[\"'][^\"'\n]{0,500}[\"'])?\)")
_FIGURE = re.compile(r"^ {0,3}!\[([^\]\n]{1,500})\]\([^()\n]{0,2000}\)[ \t]*$", re.MULTILINE)
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\](?:\([^()\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\[\]]{0,200}\])"
)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
# The mark itself may stand inside only within a word: so what is never closed ends at the next.
_STRONG = re.compile(
    r"(?<![\w*])(\*{1,3}|_{1,3})(?=[^\s*_])((?:(?!\1).|(?<=\w)\1(?=\w)){1,1000})(?<=\S)\1(?!\w)"
)
_CODE = re.compile(r"`([^`]{1,500})`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Markdown:
    """A Markdown text, read.

    Attributes:
        rest: what is not read of a very long one.
    """

    pieces: list[Piece]
    title: str | None = None
    front: dict[str, str] = field(default_factory=dict)
    captions: tuple[Caption, ...] = ()
    rest: str = ""


def read_markdown(text: str) -> Markdown:
    """Read a Markdown text. Its title is that of the front matter, else its first `#` heading."""
    text, rest = parted(text.replace("\r\n", "\n"))
    front: dict[str, str] = {}
    matter = _FRONT.match(text)
    if matter:
        front = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(matter[1])}
        text = text[matter.end() :]
    pieces = list(_pieces(text))
    heading = pieces[0].text if pieces and pieces[0].role == "heading" else None
    title = front.get("title") or heading
    if heading is not None and heading == title:
        pieces = pieces[1:]
    return Markdown(pieces, title, front, tuple(_captions(text)), rest)


def _captions(text: str) -> Iterator[Caption]:
    """Give the words of images that stand on lines of their own."""
    for match in _FIGURE.finditer(text):
        words = plain(match[1])
        if words.count(" ") >= _CAPTION_SPACES:
            before, credit = split_credit(words) or (words, None)
            yield Caption(text=before or words, credit=credit)


def plain(text: str) -> str:
    """Take the inline marks away."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _CODE.sub(r"\1", _AUTOLINK.sub(r"\1", text))
    for _ in range(_DEEPEST_MARKS):
        text = _STRONG.sub(r"\2", text)
    return on_one_line(_ESCAPE.sub(r"\1", text))


def _pieces(text: str) -> Iterator[Piece]:
    role: Role = "paragraph"
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        found, content, goes_on = _read(line, role if lines else None)
        if lines and not goes_on:
            yield from _piece(role, lines)
            lines = []
        if content:
            role = found if not goes_on else role
            lines.append(content)
        if found == "heading":
            yield from _piece(role, lines)
            lines = []


def _read(line: str, open_role: Role | None) -> tuple[Role, str, bool]:
    """Give a line's role and content, and whether it goes on with the block before it."""
    if not line.strip() or _RULE.match(line) or _FENCE.match(line):
        return "paragraph", "", False
    if heading := _HEADING.match(line):
        return "heading", heading[2], False
    if quote := _QUOTE.match(line):
        return "quote", quote[1], open_role == "quote" and bool(quote[1].strip())
    if item := _ITEM.match(line):
        return "list", item[1], False
    return "paragraph", line, open_role is not None


def _piece(role: Role, lines: list[str]) -> Iterator[Piece]:
    text = plain(" ".join(lines))
    if text:
        yield Piece(role, text)
