"""The ends of a pasted text: headline, standfirst, byline and date above, who wrote it below."""

import re
from dataclasses import dataclass, field

from tasks.cleaning.clutter.lines import Line, Story, names_in, sentences_in
from tasks.cleaning.pictures.credits import split_credit
from tasks.cleaning.plain.bylines import (
    bare_name,
    byline_names,
    has_role,
    introduced,
    invites_mail,
    is_desk,
    is_sign_off,
)
from tasks.cleaning.plain.datelines import dateline_of, dates_in, is_date_line
from tasks.record import DateCandidate

_TALLEST = 14
"""Lines that may stand above a story; a byline further down is that of another one."""

_LONGEST_TITLE = 30
"""Words of the longest headline."""

_LONGEST_SUBTITLE = 60
"""Words of the longest standfirst."""

_DATED_WORDS = 6
"""Words of a line with a day in it that says where and when: a standfirst has more."""

_KICKER_WORDS = 3
"""Words of the longest kicker: 'World', 'Politics', 'Local news today'."""

_FEWEST_PARAGRAPHS = 2
"""With fewer paragraphs there is no story to part from what stands above it."""

_LAST = 5
"""Lines at the end of a story among which there may be a word on its author."""

_PATH = re.compile(
    r"[^<>\u203a\xab\xbb/.!?]{1,40}(?:\s?(?:>|\u203a|\u00bb|"
    r"\s/\s)\s?[^<>\u203a\xab\xbb/.!?]{1,40}){1,5}"
)
_HANDLE = re.compile(r"@\w{2,30}")


@dataclass(slots=True)
class Opening:
    """What a text says of itself, by where it stands.

    Attributes:
        dates: when it was published, as it is said.
        changes: when it was changed.
    """

    title: str | None = None
    subtitle: str | None = None
    authors: list[str] = field(default_factory=list)
    dates: list[DateCandidate] = field(default_factory=list)
    changes: list[DateCandidate] = field(default_factory=list)


def read_opening(story: Story, *, titled: bool) -> Opening:
    """Read what stands above and below a story, and mark it as no part of the body.

    Args:
        story: all lines.
        titled: whether the headline is known, and marked where it stands in the story.
    """
    found = Opening()
    if sum(line.is_paragraph for line in story.lines) < _FEWEST_PARAGRAPHS:
        return found
    end = _head_end(story)
    head = [line for line in story.lines[:end] if line.removed is None]
    _read_metadata(head, found, titled=titled)
    _read_titles(head, found, titled=titled)
    if titled or found.title:
        _read_names(head, found, story)
    if found.title and (found.authors or found.dates):
        for line in head:
            if line.is_bare and len(line.words) <= _KICKER_WORDS:
                line.remove("navigation", "a word among byline and date")
    for line in story.lines[-_LAST:]:
        _read_sign_off(line, found, story)
    first = next((line for line in story.lines if line.is_paragraph), None)
    if first and (day := dateline_of(first.text)):
        found.dates.append(day)
    return found


def _head_end(story: Story) -> int:
    """Find where the story begins: a standfirst may stand above the byline, no more than that."""
    paragraphs, end = 0, None
    for place, line in enumerate(story.lines[:_TALLEST]):
        if line.is_paragraph and not is_date_line(line.text):
            paragraphs += 1
            end = place if end is None else end
            if paragraphs > 1:
                break
        elif paragraphs and place and _is_metadata(line):
            end = place + 1
    return min(len(story.lines), _TALLEST) if end is None else end


def _is_metadata(line: Line) -> bool:
    return line.form != "complete" and (bool(byline_names(line.text)) or is_date_line(line.text))


def _read_metadata(head: list[Line], found: Opening, *, titled: bool) -> None:
    for place, line in enumerate(head):
        if line.is_paragraph:
            continue
        is_headline = place == 0 and len(head) > 1 and not titled
        names = [] if is_headline else byline_names(line.text)
        is_dated = is_date_line(line.text)
        said = list(dates_in(line.text)) if names or is_dated else []
        found.dates += [claim for role, claim in said if role == "published"]
        found.changes += [claim for role, claim in said if role == "modified"]
        if names:
            found.authors += names
            line.remove("byline", "names the authors")
        elif is_dated:
            line.remove("date", "says when, and nothing else")
        elif _PATH.fullmatch(line.text) and line.form == "bare" and len(head) > 1:
            line.remove("navigation", "the way to this page")
        elif _HANDLE.fullmatch(line.text):
            line.remove("byline", "the author's name on another site")


def _read_titles(head: list[Line], found: Opening, *, titled: bool) -> None:
    rest = [line for line in head if line.removed is None]
    while not titled and len(rest) > 1 and _is_kicker(rest[0], rest[1]):
        rest.pop(0).remove("navigation", "a word above the headline")
    if rest and not titled:
        if not _is_title(rest[0]):
            return
        title = rest.pop(0)
        found.title = title.text
        title.remove("title", "the headline")
    subtitle = next(iter(rest), None)
    if subtitle and _is_subtitle(subtitle) and not _is_byline(subtitle.text):
        found.subtitle = subtitle.text
        subtitle.remove("subtitle", "stands between headline and story")


def _read_names(head: list[Line], found: Opening, story: Story) -> None:
    """Read names without a cue, which only a headline above them makes authors."""
    for line in head:
        if line.removed is not None or line.is_paragraph:
            continue
        if is_desk(line.text) or is_sign_off(line.text):
            found.authors += [line.text] if is_desk(line.text) else []
            line.remove("byline", "names the newsroom")
            continue
        name = bare_name(line.text)
        if name and (has_role(line.text) or not _is_spoken_of(name, story)):
            found.authors += [] if name in found.authors else [name]
            line.remove("byline", "a name between headline and story")
        elif found.authors and has_role(line.text) and len(line.words) <= 2 * _KICKER_WORDS:
            line.remove("byline", "says what the author is")


def _read_sign_off(line: Line, found: Opening, story: Story) -> None:
    if line.removed is not None:
        return
    if is_sign_off(line.text) or invites_mail(line.text, found.authors):
        line.remove("byline", "says who worked on the story")
        return
    name = introduced(line.text) or (_signed(line) if line is story.lines[-1] else None)
    if name and (name in found.authors or not _is_spoken_of(name, story, but=line)):
        found.authors += [] if found.authors else [name]
        line.remove("byline", "says who the author is")


def _signed(line: Line) -> str | None:
    return bare_name(line.text) if line.form == "bare" else None


def _is_spoken_of(name: str, story: Story, but: Line | None = None) -> bool:
    """Say whether the story itself has one of the words of a name: then it is no author's."""
    words = names_in(f"x {name}")
    return any(
        words & set(line.words) for line in story.lines if line.is_paragraph and line is not but
    )


def _is_kicker(line: Line, following: Line) -> bool:
    short = len(line.words) <= _KICKER_WORDS and line.form in {"bare", "open"}
    return short and len(following.words) > len(line.words) and _is_title(following)


def _is_title(line: Line) -> bool:
    if line.removed is not None or line.text[:1].islower() or len(line.words) > _LONGEST_TITLE:
        return False
    if len(sentences_in(line.text)) > 1 and len(line.words) > _LONGEST_TITLE // 2:
        return False
    asks = line.form == "complete" and line.text[-1] in "?!"
    return asks or (line.is_bare and len(line.words) > 1) or line.form == "quoted"


def _is_subtitle(line: Line) -> bool:
    fits = _KICKER_WORDS < len(line.words) <= _LONGEST_SUBTITLE
    if not fits or (len(line.words) <= _DATED_WORDS and any(dates_in(line.text))):
        return False
    return line.form in {"bare", "complete"} and split_credit(line.text) is None


def _is_byline(text: str) -> bool:
    return bare_name(text) is not None
