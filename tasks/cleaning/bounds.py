"""How much a record tells of what a page may repeat without end: the first, and how many more."""

from collections.abc import Sequence
from typing import Final

from tasks.record import Caption, Image, Removed

LONGEST_CAPTION: Final = 2_000
"""Code points of a caption or a credit. With fewer, long ones of picture stories are cut."""

MOST_CAPTIONS: Final = 200
"""With fewer, picture galleries lose some; with more, a page makes a record larger than itself."""

MOST_REMOVED: Final = 500
"""Pieces. Live pages of a day have some hundred; a page of buttons has as many as it likes."""

MOST_REMOVED_CHARACTERS: Final = 100_000
"""Code points of all pieces. With fewer, what a mail forwards is not told in full."""

_CUT: Final = "\u2026"


def bounded_removed(removed: Sequence[Removed]) -> tuple[Removed, ...]:
    """Give what was removed, up to the bounds; the last piece then says how much more there was."""
    told: list[Removed] = []
    left = MOST_REMOVED_CHARACTERS
    for place, part in enumerate(removed):
        if len(told) == MOST_REMOVED or len(part.text) > left:
            return (*told, _rest(removed[place:], left))
        told.append(part)
        left -= len(part.text)
    return tuple(told)


def bounded_captions(
    captions: Sequence[Caption],
) -> tuple[tuple[Caption, ...], tuple[Removed, ...]]:
    """Give the first captions, and what tells of the others."""
    first = tuple(
        Caption(text=_cut(caption.text) or "", credit=_cut(caption.credit))
        for caption in captions[:MOST_CAPTIONS]
    )
    others = captions[MOST_CAPTIONS:]
    if not others:
        return first, ()
    reason = f"one of {len(others)} captions more than a record tells of"
    return first, (Removed(kind="caption", text=_cut(others[0].text) or "", reason=reason),)


def bounded_image(image: Image | None) -> Image | None:
    """Give the lead image with words as short as those of a caption."""
    if image is None:
        return None
    words = {"caption": _cut(image.caption), "credit": _cut(image.credit)}
    return image.model_copy(update=words)


def _rest(others: Sequence[Removed], left: int) -> Removed:
    characters = sum(len(part.text) for part in others)
    reason = f"the first of {len(others)} more pieces with {characters} characters"
    first = others[0]
    return first.model_copy(update={"text": first.text[:left] + _CUT, "reason": reason})


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST_CAPTION:
        return text
    return text[: LONGEST_CAPTION - len(_CUT)] + _CUT
