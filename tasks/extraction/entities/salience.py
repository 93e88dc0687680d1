"""How much of a text is about what it names."""

import re
from typing import Final

from tasks.extraction.entities.grouping import Group

_WORD: Final = re.compile(r"[^\W_]+")

_SHARE: Final = 0.5
_EARLINESS: Final = 0.25
_TITLE: Final = 0.25


def salience(group: Group, *, most: int, length: int, title: str) -> float:
    """Weigh something by how often, how early and how prominently it is named.

    Half is the number of its mentions by that of what is mentioned most; a quarter is how early
    it comes first, 1 at the beginning of the text and 0 at its end; a quarter is given to what
    the title names. Without a title the other two make up the whole.

    Args:
        group: its mentions.
        most: how many mentions the most mentioned thing has.
        length: of the text, in code points.
        title: `words_of` the title of the article; empty where there is none.
    """
    share = len(group.mentions) / most
    earliness = 1 - group.mentions[0].start / max(1, length)
    weight = _SHARE * share + _EARLINESS * earliness
    if not title:
        return round(weight / (_SHARE + _EARLINESS), 3)
    return round(weight + _TITLE * any(form in title for form in _forms(group)), 3)


def words_of(text: str) -> str:
    """Give the words of a title or a name in small letters, each with a space on both sides."""
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {words} " if words else ""


def _forms(group: Group) -> set[str]:
    forms = {words_of(mention.name) for mention in group.mentions}
    if group.type == "person":
        forms |= {f" {form.split()[-1]} " for form in forms if form}
    return forms - {""}
