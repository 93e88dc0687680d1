"""What stands above and below the body of a page: headline, date and names; what was announced."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from tasks.cleaning.clutter.lines import Line, Story, words_in
from tasks.cleaning.pictures.credits import caption_and_credit
from tasks.cleaning.plain.bylines import byline_names, is_sign_off
from tasks.cleaning.plain.datelines import is_date_line

_FIRST: Final = 4
"""Lines above a body, beside its lead. A date further down is a date of the story."""

_LAST: Final = 4
"""Lines below a body. A name further up is a heading, or the answer to a question."""

_KICKER_WORDS: Final = 8
"""Words before or after the headline in one line with it."""

_FEWEST_SHARED: Final = 3
"""Words that a line must share with a headline to be one; with fewer it is a heading."""

_BESIDE_NAME: Final = 2
"""Words beside the names of the authors: 'By', 'Text:', 'and'."""

_BEFORE: Final = 20
"""Code points before the author's name in a line on the author: 'Our correspondent'."""

_ANNOUNCING_WORDS: Final = 12
"""Words of a line that announces a list. A longer one tells something besides."""

_DATED_WORDS: Final = 8
"""Words of a line that says when the page was changed."""

_CREDIT_WORDS: Final = 10
"""Words of the longest credit. With more it says what the picture shows."""

_LABEL_WORDS: Final = 5
"""Words of what a link in a row of links says."""

_CHANGED: Final = re.compile(
    r"\W{0,3}(?:-\s?)?(?:last (?:updated|modified|changed|edited|reviewed)|updated|"
    r"(?:zuletzt )?(?:aktualisiert|ge[aä]ndert)|letzte (?:änderung|aktualisierung)|stand|"
    r"mis à jour|dernière (?:mise à jour|modification)|actualizado|última actualización|"
    r"ultimo aggiornamento|aggiornato|atualizado|laatst (?:bijgewerkt|gewijzigd)|"
    r"ostatnia aktualizacja|senast uppdaterad|sist oppdatert|sidst opdateret|"
    r"son güncelleme|обновлено)\b",
    re.IGNORECASE,
)

_JOINTS: Final = re.compile(r"\s*[|\u2022\xb7]\s*")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_COUNT: Final = re.compile(r"\d{1,6} \w{2,20}")


def mark_credits(story: Story) -> None:
    """Find the lines that name who made a picture, and nothing else."""
    for line in story.lines:
        if (
            line.is_bare
            and len(line.words) <= _CREDIT_WORDS
            and not caption_and_credit(line.text)[0]
        ):
            line.remove("credit", "the credit of a picture")


def mark_above(story: Story, title: str | None, years: Container[str]) -> None:
    """Find headline, dates and bylines above a body.

    Args:
        story: the body.
        title: the headline.
        years: in which it was published and changed. A story may open with a day of another year.
    """
    words = words_in(title or "")
    for line in story.lines[:_FIRST]:
        if line.removed is not None:
            continue
        if _is_headline(line, words):
            line.remove("title", "the headline, with the words above it")
        elif is_date_line(line.text) and all(year in years for year in _YEAR.findall(line.text)):
            line.remove("date", "says when, and nothing else")
        elif _says_who_and_when(line.text):
            line.remove("byline", "says who wrote it, and when")


def mark_below(story: Story, *, has_foot: bool) -> None:
    """Find what is left of a page below its body.

    Args:
        story: the body.
        has_foot: whether a claim of rights stood below it, as at the foot of a page.
    """
    for line in reversed(story.lines[1:]):
        if line.removed is not None:
            continue
        if has_foot and _is_bar(line):
            line.remove("navigation", "a row of links at the foot of the page")
        elif _is_left_over(line):
            reason = "announces what is not there, or says when the page was changed"
            line.remove("navigation", reason)
        else:
            break


def mark_names(story: Story, names: Iterable[str]) -> None:
    """Find the lines above and below a body that have only the names of its authors."""
    names = [name for name in names if " " in name]
    known = {word for name in names for word in words_in(name)}
    # Who is spoken of further up may be the subject of the story.
    above = "\n".join(line.text for line in story.lines[:-_LAST] if line.is_paragraph)
    unsaid = [name for name in names if name not in above]
    for line in story.lines[_FIRST:][-_LAST:]:
        is_on_author = any(name in line.text[: len(name) + _BEFORE] for name in unsaid)
        if is_sign_off(line.text) or is_on_author:
            line.remove("byline", "a word on who made it")
    for line in _outer(story.lines):
        if line.piece.role == "heading":
            continue
        own = set(line.words) & known
        if own and len(line.words) - sum(word in own for word in line.words) <= _BESIDE_NAME:
            line.remove("byline", "names the authors")


def _outer(lines: Sequence[Line]) -> Iterable[Line]:
    start = next((n for n, line in enumerate(lines) if line.is_paragraph), len(lines))
    return (*lines[: min(_FIRST, start)], *lines[max(start, len(lines) - _LAST) :])


def _is_headline(line: Line, title: Sequence[str]) -> bool:
    """Say whether a line is the headline and its kicker, or either has words of the other."""
    if line.form == "complete" and line.piece.role != "heading":
        return False
    longer, shorter = "".join(line.words), "".join(title)
    if len(line.words) < len(title):
        longer, shorter = shorter, longer
    few = min(len(line.words), len(title)) < _FEWEST_SHARED
    if few or abs(len(line.words) - len(title)) > _KICKER_WORDS:
        return False
    return longer.endswith(shorter) or longer.startswith(shorter)


def _says_who_and_when(text: str) -> bool:
    """Say whether a line has nothing but bylines, dates and counts: 'By Ann Lee | 3 May 2024'."""
    parts = _JOINTS.split(text)
    others = [part for part in parts if not byline_names(part)]
    return len(others) < len(parts) and all(
        is_date_line(part) or _COUNT.fullmatch(part) for part in others
    )


def _is_bar(line: Line) -> bool:
    """Say whether a line is made of labels: above a claim of rights these are links."""
    parts = _JOINTS.split(line.text)
    return len(parts) > 1 and all(len(words_in(part)) <= _LABEL_WORDS for part in parts)


def _is_left_over(line: Line) -> bool:
    if line.piece.role == "heading":
        return True
    if line.text.endswith(":"):
        return len(line.words) <= _ANNOUNCING_WORDS
    dated = len(line.words) <= _DATED_WORDS and _CHANGED.match(line.text)
    return bool(dated and any(character.isdigit() for character in line.text))
