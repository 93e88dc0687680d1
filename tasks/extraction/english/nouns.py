"""Singular and plural of English nouns, in small letters."""

_SIBILANTS = ("s", "x", "z", "ch", "sh")
_AFTER_SIBILANTS = ("sses", "xes", "zes", "ches", "shes")


def plural(noun: str) -> str:
    """Give the plural of a common noun."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(_SIBILANTS) else "s")


def singular(word: str) -> str:
    """Give the singular of a common noun; what is no plural is mostly given as it is."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_AFTER_SIBILANTS):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
