"""Names that are spelt in two ways in one text, a letter apart."""

from collections.abc import Iterable, Iterator
from typing import Final

_SHORTEST: Final = 5
"""Letters of a name that may be another one with a letter wrong. Shorter ones are names of
their own: Iran and Iraq, Mali and Bali."""

_LONGEST: Final = 40
"""Letters; the slips of longer ones are not looked for."""


def alike(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that are one letter apart, the earlier one first.

    A letter is wrong, missing or too many, or two have changed places; the first one is right.
    """
    seen: dict[str, str] = {}
    for key in keys:
        if not _SHORTEST <= len(key) <= _LONGEST:
            continue
        near = {other for form in _slips(key) if (other := seen.get(form)) and other[0] == key[0]}
        yield from ((other, key) for other in sorted(near) if other != key)
        for form in _slips(key):
            seen.setdefault(form, key)


def _slips(key: str) -> set[str]:
    """Give a name, and what is left of it without one letter: what a slip leaves alike."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(1, len(key)))}
