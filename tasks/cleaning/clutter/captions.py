"""Captions: what stands under a picture, told by its form and by what the body says.

Elements of a page are not known here; captions that have one are read in `pictures`.
"""

import re
from itertools import pairwise

from tasks.cleaning.clutter.lines import Line, Story, names_in, sentences_in, words_in
from tasks.cleaning.pictures.credits import is_written_large, split_credit
from tasks.record import Caption

_LABEL = re.compile(
    r"(?:image|photo|picture|bild|foto|imagen|immagine|video|caption|image caption)", re.IGNORECASE
)
_CAPTION_LABEL = re.compile(
    r"(?:(?:image|photo|picture|media|video) caption\s?[,:]?|bildunterschrift\s?:|"
    r"l[eé]gende\s?:|pie de foto\s?:|didascalia\s?:)\s*(?=\S)",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(
    r"(?:image|photo|picture|media|video) (?:source|credit)s?\s?[,:]\s*(?=\S)", re.IGNORECASE
)
_ARCHIVE = re.compile(
    r"(?:FILE|FILE PHOTO|ARCHIVO|ARCHIV|ARCHIVE|ARQUIVO|Archivbild|Symbolbild|File photo|"
    r"Archivfoto)"
    r"\s?(?:[:\u2013\u2014-]|\s-)\s*(?=\S)"
)
_SIDES = (
    r"left|right|cent(?:re|er)|pictured|above|below|inset|second from (?:left|right)|far (?:left|"
    r"right)|"
    r"links|rechts|mitte|im bild|oben|unten|à gauche|à droite|au centre|ci-dessus|ci-contre|"
    r"izquierda|derecha|izq\.?|dcha\.?|en la imagen|a sinistra|a destra|al centro|nella foto|"
    r"à esquerda|à direita|na foto|midden|op de foto|po lewej|po prawej|na zdjęciu|"
    r"слева|справа|на фото|"
    r"solda|sağda|till vänster|till höger|til venstre|til høyre|[lrm]\."
)
_PICTURED = re.compile(
    rf"\((?:[^()]{{0,20}}\b)?(?:{_SIDES})(?![^\W_])[^()]{{0,40}}\)|"
    rf",\s(?:a la |on the |at the |sulla |ganz )?(?:{_SIDES})(?:,|$|\s(?:and|und|et|y|e|en|i|и|ve|"
    rf"og|och)\s)|"
    r"^(?:pictured|from left|left to right|clockwise|von links|v\.\s?l\.|de gauche|"
    r"de izquierda|da sinistra|da esquerda|v\.l\.n\.r)\b|"
    r"\b(?:file (?:photo|picture|image)|archivbild|archivfoto|symbolbild|symbolfoto|"
    r"photo d['\u2019](?:illustration|archives?)|(?:imagen|foto) de archivo|"
    r"foto d['\u2019]archivio|foto de arquivo|archieffoto|zdjęcie ilustracyjne|arkivfoto)\b",
    re.IGNORECASE,
)
# A pronoun that names nobody: the paragraph goes on with the one before.
_GOES_ON = re.compile(
    r"(?:He|She|They|His|Her|Their|Hij|Zij|Ze|Elle|Ils|Elles|Er|Lui|Lei|Han|Hun|Hon|Ella|"
    r"Ellos|Ellas|Ele|Ela|Eles|Elas|Он|Она|Они)\s"
)
_QUOTATION = re.compile(
    '[\u2018\u201c\u201e\u00ab"\'][^\u2018\u201c\u201e\u00ab"]{2,400}?[.,!?][\u2019\u201d\u201c\u00bb"\']'
)

_FEWEST_WORDS = 6
"""Words of the shortest line that can be told as an echo or as part of a cluster."""

_MOST_WORDS = 50
"""Words of the longest caption that has no credit."""

_ECHO = 0.8
"""The share of a line's words that one sentence of the body must have. Captions drop an aside
of the sentence and change its tense; lower, headings that sum their section up are echoes too."""

_LONGEST_HEADING = 14
"""Words of a line that may be a heading."""

_MOST_COMPARED = 50_000
"""Pairs of a line and a paragraph. A text with more of them is a book, and would take seconds."""

_MOST_TOGETHER = 6
"""Lines. More captions in a row than this are a list."""

_LONG_WORD = 5
"""Letters from which a word tells what a line is about."""

_MOST_DIGITS = 0.2
"""The share of numbers among the words of a line from which it is a row of a table."""

_HABIT = 2
"""Captions without credit from which a page is seen to print them so."""

_LONGER_THAN_HEADINGS = 8
"""Words from which a line in such a text is one more caption, and no heading."""

_FEWEST_HEADINGS = 3
"""Lone lines from which a text has subheadings, so that one more is no caption."""


def mark_captions(story: Story) -> None:
    """Find the captions among the lines of a text."""
    for line in story.lines:
        _labelled(line)
        if line.is_bare:
            _credited(line)
    _credits_below(story)
    _repeated(story)
    if story.is_punctuated:
        _pictured(story)
        _echoes(story)
        _clusters(story)
        _interruptions(story)


def _caption(line: Line, words: str, credit: str | None, reason: str) -> None:
    if line.removed is None:
        words = _ARCHIVE.sub("", words, count=1)
        line.caption = Caption(text=words, credit=credit) if words else None
        line.remove("caption" if words else "credit", reason)


def _labelled(line: Line) -> None:
    """Take lines that say themselves what they are: 'Image caption, A boat.', 'FILE - A boat.'."""
    text = line.text
    if line.removed is not None or len(line.words) > _MOST_WORDS:
        return
    if _LABEL.fullmatch(text):
        line.remove("caption", "the label of a picture")
    elif _SOURCE_LABEL.match(text):
        line.remove("credit", "names the source of a picture")
    elif label := _CAPTION_LABEL.match(text) or _ARCHIVE.match(text):
        words, credit = split_credit(text[label.end() :]) or (text[label.end() :], None)
        _caption(line, words, credit, "labelled as a caption")


def _credited(line: Line) -> None:
    found = split_credit(line.text)
    if found:
        _caption(line, *found, "ends with a picture credit")


def _repeated(story: Story) -> None:
    """Take the first of lines without a stop that come twice; the second is taken already."""
    twice = {x.text for x in story.lines if x.removed is not None and x.removed.kind == "repeated"}
    for line in story.lines:
        if line.is_bare and line.text in twice and _has_caption_length(line):
            _caption(line, line.text, None, "comes twice, and has no stop")


def _credits_below(story: Story) -> None:
    """Give a credit on a line of its own to the caption above it."""
    for above, line in pairwise(story.lines):
        large = line.is_bare and is_written_large(line.text)
        if not large and (line.removed is None or line.removed.kind != "credit"):
            continue
        credit = _SOURCE_LABEL.sub("", (split_credit(line.text) or ("", line.text))[1])
        if above.is_bare and _FEWEST_WORDS <= len(above.words) <= _MOST_WORDS:
            _caption(above, above.text, credit, "stands above a picture credit")
            line.remove("credit", "a picture credit below its caption")
        elif above.caption is not None and above.caption.credit is None:
            above.caption = Caption(text=above.caption.text, credit=credit)
            line.remove("credit", "a picture credit below its caption")
    for line, below in pairwise(story.lines):
        source = _SOURCE_LABEL.match(line.text)
        if source and below.caption is not None and below.caption.credit is None:
            credit = line.text[source.end() :]
            below.caption = Caption(text=below.caption.text, credit=credit)


def _pictured(story: Story) -> None:
    for line in story.lines:
        if line.is_bare and _PICTURED.search(line.text):
            _caption(line, line.text, None, "says where to look in a picture")


def _echoes(story: Story) -> None:
    """Take lines whose words one sentence of the body has; the sentence stays."""
    bare = [
        place
        for place, line in enumerate(story.lines)
        if line.is_bare and _has_caption_length(line)
    ]
    paragraphs = [(line, frozenset(line.words)) for line in story.lines if line.is_paragraph]
    if len(bare) * len(paragraphs) > _MOST_COMPARED:
        return
    for place in bare:
        line, verbatim = story.lines[place], _may_be_heading(story, place)
        if any(_says_again(line, *paragraph, verbatim=verbatim) for paragraph in paragraphs):
            _caption(line, line.text, None, "says again what a sentence of the body says")


def _may_be_heading(story: Story, place: int) -> bool:
    """Say whether a line stands alone above a paragraph: a heading sums up what is below it."""
    lines = story.lines
    alone = place == 0 or not (lines[place - 1].is_bare or lines[place - 1].caption)
    below = place + 1 < len(lines) and lines[place + 1].is_paragraph
    return alone and below and len(lines[place].words) <= _LONGEST_HEADING


def _says_again(line: Line, paragraph: Line, body: frozenset[str], *, verbatim: bool) -> bool:
    words = frozenset(line.words)
    if len(words) < _FEWEST_WORDS or len(words & body) < _ECHO * len(words):
        return False
    whole = " ".join(line.words) in " ".join(paragraph.words)
    return whole or (not verbatim and _is_in_one_sentence(words, paragraph.text))


def _is_in_one_sentence(words: frozenset[str], paragraph: str) -> bool:
    enough = _ECHO * len(words)
    return any(len(words.intersection(words_in(s))) >= enough for s in sentences_in(paragraph))


def _clusters(story: Story) -> None:
    """Take lines without stops that stand together between paragraphs and share their names."""
    for run in story.runs():
        lines = [story.lines[place] for place in run]
        if lines[-1].removed is None and not _has_caption_length(lines[-1]):
            lines = lines[:-1]  # a heading stands directly above its paragraphs
        seen = any(line.caption for line in lines)
        before, after = story.before(run[0]), story.after(run[-1])
        between = before is not None and before.form != "open" and (after is not None or seen)
        if not between or not 1 < len(lines) <= _MOST_TOGETHER:
            continue
        bare = [line for line in lines if line.is_bare]
        if all(_is_like_a_caption(line) for line in bare) and (
            seen
            or all(names_in(line.text) & story.names for line in bare)
            or _are_spoken_of(bare, story)
        ):
            for line in bare:
                _caption(line, line.text, None, "stands with other lines that have no stop")


def _are_spoken_of(lines: list[Line], story: Story) -> bool:
    """Say whether the body has a name in these lines, and half of the long words of each."""
    long = [[word for word in line.words if len(word) >= _LONG_WORD] for line in lines]
    told = all(2 * sum(word in story.vocabulary for word in words) >= len(words) for words in long)
    return told and any(names_in(line.text) & story.names for line in lines)


def _interruptions(story: Story) -> None:
    """Take a lone line where no heading stands, or where the text has captions like it."""
    lone = [
        (line, *beside)
        for place, line in enumerate(story.lines)
        if line.is_bare and (beside := _paragraphs_beside(story, place))
    ]
    bare = sum(x.caption is not None and x.caption.credit is None for x in story.lines)
    usual = bare >= max(_HABIT, len(lone))
    if len(lone) >= _FEWEST_HEADINGS and not usual:
        return
    for line, before, after in lone:
        if not _is_like_a_caption(line):
            continue
        if _goes_on(after, before, line):
            _caption(line, line.text, None, "parts two paragraphs that belong together")
        elif usual and len(line.words) >= _LONGER_THAN_HEADINGS and _are_spoken_of([line], story):
            _caption(line, line.text, None, "has the form of the other captions")


def _paragraphs_beside(story: Story, place: int) -> tuple[Line, Line] | None:
    before, after = story.before(place), story.after(place)
    if before and after and before.is_paragraph and after.is_paragraph:
        return before, after
    return None


def _goes_on(after: Line, before: Line, line: Line) -> bool:
    if _GOES_ON.match(after.text):
        return True
    said = _QUOTATION.match(after.text)
    if said is None:
        return False
    speakers = names_in("x " + _QUOTATION.sub(" ", after.text)[:80])
    return bool((speakers & names_in(before.text)) - names_in(line.text))


def _has_caption_length(line: Line) -> bool:
    return _FEWEST_WORDS <= len(line.words) <= _MOST_WORDS


def _is_like_a_caption(line: Line) -> bool:
    """Say whether a line is one clause of caption length, and no row of a table."""
    numbers = sum(word[0].isdigit() for word in line.words)
    is_row = numbers > _MOST_DIGITS * len(line.words) or "|" in line.text
    if is_row or line.text[0].islower() or not _has_caption_length(line):
        return False
    return len(sentences_in(line.text)) == 1
