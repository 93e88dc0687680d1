"""The words beside a date that say what happened that day, in the languages of news.

They are stems: 'aktuali[sz]' is German, Czech and Polish.
"""

import re
from typing import Final, Literal

Role = Literal["published", "modified"]

UPDATED: Final = re.compile(
    r"updat|aktuali[sz]|ge\u00e4ndert|bearbeitet|editiert|\u00e4nderung|modifi|mis[e]? \u00e0 jour"
    r"|actuali[sz]|atuali[sz]|aggiorn|bijgewerkt|gewijzigd|uppdater|[op]{1,2}dater|sist endret"
    r"|p\u00e4ivit|muokattu|zm\u011bn|zmien|friss\u00edt|m\u00f3dos\u00edt|a\u017eurir|izmen"
    r"|\u043e\u0431\u043d\u043e\u0432|\u043e\u043d\u043e\u0432\u043b"
    r"|\u0438\u0437\u043c\u0435\u043d|\u0430\u043a\u0442\u0443\u0430\u043b"
    r"|\u0430\u0436\u0443\u0440|\u03b5\u03bd\u03b7\u03bc\u03ad\u03c1|g\u00fcncel|atnaujin"
    r"|atjaunin|uuendat|muudet|diperbarui|c\u1eadp nh\u1eadt|\u062a\u062d\u062f\u064a\u062b"
    r"|\u0628\u0631\u0648\u0632|\u0639\u05d5\u05d3\u05db\u05df|\u05e2\u05d5\u05d3\u05db\u05df"
    r"|\u05e2\u05d3\u05db\u05d5\u05df|\u66f4\u65b0|\u4fee\u6539|\uc218\uc815"
    r"|\uc5c5\ub370\uc774\ud2b8|\u0905\u092a\u0921\u0947\u091f|revis|\bedited|\bchanged|corrected",
    re.IGNORECASE,
)
PUBLISHED: Final = re.compile(
    r"publ|posted|ver\u00f6ffentlich|erstellt|erschienen|erscheinung|geschrieben|verfasst|gepostet"
    r"|written by|escrito por|udgivet|pubbl|geplaatst|julkaistu|opubl"
    r"|vyd\u00e1no|zve\u0159ejn|k\u00f6zz\u00e9t|megjelen|objav|\u043e\u0431\u0458\u0430\u0432"
    r"|\u043f\u0443\u0431\u043b\u0438|\u03b4\u03b7\u03bc\u03bf\u03c3|yay\u0131n|paskelbt"
    r"|avaldat|diterbitkan|xu\u1ea5t b\u1ea3n|\u0111\u0103ng|\u0646\u0634\u0631"
    r"|\u0627\u0646\u062a\u0634\u0627\u0631|\u05e4\u05d5\u05e8\u05e1\u05dd|\u53d1\u5e03"
    r"|\u767c\u4f48|\u767c\u5e03|\u53d1\u8868|\u516c\u958b|\u914d\u4fe1|\u63b2\u8f09"
    r"|\uc785\ub825|\ub4f1\ub85d|\u092a\u094d\u0930\u0915\u093e\u0936\u093f\u0924|\bcreated"
    r"|einge(?:tragen|stellt)|\bdat(?:um|e|a|o)\s?:",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:this|dies(?:e[rs]?)?|ce(?:tte)?|cet|est[ea]|quest[oa]|dit|deze|denn[ae]|dett[ae]|ten)\s"
    r"(?:entry|post|article|story|beitrag|eintrag|artikel|meldung|billet|entrada|art[i\u00ed]culo"
    r"|artigo|articolo|bericht|inl\u00e4gg|innlegg|indl\u00e6g|wpis)\b",
    re.IGNORECASE,
)
"""How a page speaks of its own article in a sentence: 'This entry was posted on …'."""

_OTHER_CLOCK = re.compile(r"\D{0,30}\d{1,2}[:.h]\d\d")


def role_of(before: str, after: str) -> Role | None:
    """Tell what a date is by the words on both sides of it; None where they do not say.

    In '3 May 2024, 10:00 (updated 11:30)' the label is that of a time of its own.
    """
    updated = [match.start() for match in UPDATED.finditer(before)]
    published = [match.start() for match in PUBLISHED.finditer(before)]
    if updated or published:
        return "modified" if max(updated, default=-1) > max(published, default=-1) else "published"
    if speaks_of_itself(before):
        return "published"
    after = after.strip(" (|,:-")
    if UPDATED.match(after):
        return None if _OTHER_CLOCK.match(after) else "modified"
    return "published" if PUBLISHED.match(after) else None


def is_labelled(text: str) -> bool:
    """Say whether a line has a word for publication or change."""
    return bool(PUBLISHED.search(text) or UPDATED.search(text))


def is_label(word: str) -> bool:
    """Say whether a word begins as words for publication or change do."""
    return bool(PUBLISHED.match(word) or UPDATED.match(word))


def speaks_of_itself(text: str) -> bool:
    """Say whether a sentence begins with the article's own naming of itself."""
    return _ENTRY.match(text) is not None
