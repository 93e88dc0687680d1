"""A PDF to lines of type, with what it says of itself. It reads text and no pictures.

Whoever made a file may mean harm: what is unpacked, parsed and drawn is bounded, by counts and
not by a clock, so that a file has the same end on every machine.
"""

import io
import logging
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject, StreamObject

from tasks.cleaning.blocks import Piece, on_one_line
from tasks.cleaning.decoding import NOT_IN_TEXT, REPLACEMENT
from tasks.cleaning.formats.layout import Line, laid_out
from tasks.errors import Undecodable, UnsupportedMedia
from tasks.record import Removed

MOST_PAGES: Final = 200
"""Pages that are read: more of them have more text than any step reads."""

_MOST_WORK = 4_000_000
"""Bytes of drawing and of fonts that are parsed, about one a microsecond; a page has 5,000."""

_MOST_PAGE_CHARACTERS = 200_000
"""No page has more in print; pypdf takes time by the square of them."""

_FONT_WORK = 2_000
"""What a font costs besides its table of characters."""

_SWITCH_WORK = 60
"""What it costs to change to a font that is not there."""

_DEEPEST_FORM = 5
"""How deep drawings stand in each other."""

_MOST_UNKNOWN = 0.3
"""With this share of characters that no font explains, a text is not to be read."""

_LIMITS: Final = Configuration(
    maximum_declared_stream_length=20_000_000,
    array_based_stream_maximum_output_length=2_000_000,
    zlib_maximum_output_length=2_000_000,
    zlib_maximum_recovery_input_length=200_000,
    lzw_maximum_output_length=1_000_000,
    run_length_maximum_output_length=2_000_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=8_000_000,
    stream_parsing_work_maximum_count=500_000,
    array_maximum_element_count=50_000,
    dictionary_maximum_element_count=20_000,
    page_tree_maximum_entries=20_000,
    page_tree_maximum_page_entries=200_000,
    xform_maximum_invocations_per_extraction=1_000,
    jbig2dec_binary=None,
)
"""pypdf's own limits are ten times as wide, each for a stream or a page of its own."""

_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?)?")

# It tells of each fault of a file, a thousand times a file; what matters is raised.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, read.

    Attributes:
        largest: the words in the largest type of the first page.
        title, author, language: what the file says.
        created: the same, in ISO 8601.
        pages: how many it has.
        unread: the numbers of those that were not read, counted from 1.
    """

    pieces: list[Piece]
    removed: tuple[Removed, ...]
    largest: str | None
    title: str | None
    author: str | None
    created: str | None
    language: str | None
    pages: int
    unread: tuple[int, ...]


def read_pdf(body: bytes) -> Pdf:
    """Read a PDF.

    Raises:
        Undecodable: it is broken, or locked with a password.
        UnsupportedMedia: it has pictures of text, or fonts that do not tell their letters.
    """
    with apply_configuration(_LIMITS):
        reader = _opened(body)
        facts = _facts(reader)
        pages = _Pages(reader)
        lines = [pages.lines(number) for number in range(min(pages.count, MOST_PAGES))]
    pages.check(lines)
    layout = laid_out(lines)
    unread = (*pages.unread, *range(MOST_PAGES + 1, pages.count + 1))
    return Pdf(
        pieces=layout.pieces,
        removed=layout.removed,
        largest=layout.largest,
        title=facts.get("/Title"),
        author=facts.get("/Author"),
        created=iso_date(facts.get("/CreationDate")),
        language=facts.get("/Lang"),
        pages=pages.count,
        unread=unread,
    )


def iso_date(value: str | None) -> str | None:
    """Give a PDF's date in ISO 8601: `D:20260301093000+02'00'`.

    Source: ISO 32000-1, section 7.9.4.
    """
    stated = _DATE.match(value or "")
    if stated is None:
        return None
    year, month, day, hour, minute, second, utc, zone, zone_minutes = stated.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    offset = "+00:00" if utc else f"{zone}:{zone_minutes or '00'}" if zone else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"


# ------------------------------------------------------------------ the file


def _opened(body: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(body))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        _ = is_locked or len(reader.pages)
    except DependencyError as error:
        raise Undecodable(f"the PDF is encrypted in a way that is not read: {error}") from error
    except Exception as error:  # pypdf raises whatever a broken file makes of it
        raise Undecodable(f"the PDF is broken: {_described(error)}") from error
    if is_locked:
        raise Undecodable("the PDF is locked with a password")
    return reader


def _facts(reader: PdfReader) -> dict[str, str]:
    """Give what a file says of itself, as far as it is to be read."""
    try:
        stated: dict[str, object] = {**(reader.metadata or {})}
        stated["/Lang"] = reader.root_object.get("/Lang")
        words = {name: _words(value) for name, value in stated.items() if isinstance(value, str)}
    except Exception:  # noqa: BLE001 - a text without a title is a text
        return {}
    return {name: value for name, value in words.items() if value}


def _words(text: str) -> str:
    return on_one_line(NOT_IN_TEXT.sub(REPLACEMENT, text))


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


# ------------------------------------------------------------------ its pages


class _TooMuch(Exception):  # noqa: N818
    """More than is read of one file."""


@dataclass(slots=True)
class _Pages:
    """Reads page after page, as long as there is work to spend."""

    reader: PdfReader
    unread: list[int] = field(default_factory=list)
    _pictures: int = 0
    _work_left: int = _MOST_WORK
    _weights: dict[int, int] = field(default_factory=dict)
    _error: Exception | None = None

    @property
    def count(self) -> int:
        return len(self.reader.pages)

    def lines(self, number: int) -> list[Line]:
        """Give the lines of a page; of one that cannot be read, none."""
        writer = _Writer()
        try:
            self._spend(0)
            page = self.reader.pages[number]
            self._spend(self._weight_of_page(page))
            page.extract_text(
                visitor_operand_before=self._counting(page, writer), visitor_text=writer.write
            )
            self._spend(0)  # pypdf goes on where what is drawn within a drawing is too much
        except Exception as error:  # noqa: BLE001 - one broken page is not all pages
            self._error = error
            self.unread.append(number + 1)
            return []
        lines = writer.lines()
        self._pictures += writer.pictures > 0 and not lines
        return lines

    def check(self, pages: Sequence[Sequence[Line]]) -> None:
        """Refuse a file without text that has something else.

        Raises:
            Undecodable: none of its pages can be read.
            UnsupportedMedia: it has pictures of text, or letters without a meaning.
        """
        text = "".join(line.text for page in pages for line in page)
        if not text and self._pictures:
            raise UnsupportedMedia(
                f"the PDF has no text: {self._pictures} pages of pictures; run OCR first"
            )
        if not text and self._error:
            raise Undecodable(f"no page of the PDF can be read: {_described(self._error)}")
        if len(_UNKNOWN.findall(text)) > _MOST_UNKNOWN * len(text):
            raise UnsupportedMedia("the fonts of the PDF do not tell their letters; run OCR first")

    def _counting(
        self, page: PageObject, writer: "_Writer"
    ) -> Callable[[bytes, Sequence[object], object, object], None]:
        forms = dict(self._forms(page.get("/Resources")))

        def count(operator: bytes, operands: Sequence[object], *_: object) -> None:
            work = 1
            if operator == b"Do":
                writer.pictures += 1
                work += forms.get(str(operands[0]), 0) if operands else 0
            elif operator == b"INLINE IMAGE":
                writer.pictures += 1
            elif operator == b"Tf":
                work = _SWITCH_WORK
            self._spend(work)

        return count

    def _spend(self, work: int) -> None:
        self._work_left -= work
        if self._work_left < 0:
            raise _TooMuch("it has more to draw than is read")

    def _weight_of_page(self, page: PageObject) -> int:
        contents = page.get_contents()
        drawn = len(contents.get_data()) if contents else 0
        return drawn + self._weight_of_fonts(page.get("/Resources"))

    def _weight_of_fonts(self, resources: object) -> int:
        fonts = _part(resources, "/Font")
        if id(fonts) not in self._weights:
            self._weights[id(fonts)] = sum(
                _FONT_WORK + _length(_part(font, "/ToUnicode")) for font in _values(fonts)
            )
        return self._weights[id(fonts)]

    def _forms(self, resources: object, depth: int = 0) -> Iterator[tuple[str, int]]:
        """Give what it costs to draw each form once, by its name."""
        drawings = _part(resources, "/XObject")
        if not isinstance(drawings, Mapping):
            return
        for name in drawings:
            form = _part(drawings, name)
            if _part(form, "/Subtype") == "/Form":
                inner = _part(form, "/Resources")
                yield name, _length(form) + self._weight_of_fonts(inner)
                if depth < _DEEPEST_FORM:
                    yield from self._forms(inner, depth + 1)


def _part(whole: object, name: str) -> object:
    return whole.get(name) if isinstance(whole, DictionaryObject) else None


def _values(whole: object) -> Iterator[object]:
    if isinstance(whole, DictionaryObject):
        for name in whole:
            yield whole.get(name)


def _length(stream: object) -> int:
    return len(stream.get_data()) if isinstance(stream, StreamObject) else 0


class _Writer:
    """Puts what pypdf finds on a page into lines."""

    def __init__(self) -> None:
        self.pictures = 0
        self._characters = 0
        self._lines: list[Line] = []
        self._open: list[str] = []
        self._place = (0.0, 0.0, 0.0)

    def write(
        self, text: str, page: Sequence[float], place: Sequence[float], _: object, size: float
    ) -> None:
        """Take a run of text, with the matrices of the page and of the text."""
        self._characters += len(text)
        if self._characters > _MOST_PAGE_CHARACTERS:
            raise _TooMuch("it has more text than a page has")
        words = text.rstrip("\n")
        if words.strip() and not self._open:
            left = place[4] * page[0] + place[5] * page[2] + page[4]
            base = place[4] * page[1] + place[5] * page[3] + page[5]
            height = math.hypot(place[2], place[3]) * math.hypot(page[2], page[3])
            self._place = (left, base, abs(size * height))
        if words:
            self._open.append(words)
        if words != text:
            self._end_line()

    def lines(self) -> list[Line]:
        """Give the lines, in the order in which they were drawn."""
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        text = _words("".join(self._open))
        self._open.clear()
        if text:
            self._lines.append(Line(text, *self._place))
