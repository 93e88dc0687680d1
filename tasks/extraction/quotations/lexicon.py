"""The words of reported speech, and of those who speak."""

from typing import Final

from tasks.extraction.english import reporting
from tasks.extraction.english.nouns import plural
from tasks.extraction.english.verbs import forms_of

REPORTING: Final = forms_of(reporting.REPORTING)
SPEAKING: Final = forms_of(reporting.SPEAKING)
SHOWING: Final = frozenset(
    {
        "suggest",
        "imply",
        "indicate",
        "signal",
        "reveal",
        "reason",
        "guarantee",
        "hint",
        "offer",
        "underline",
        "confirm",
        "conclude",
    }
)
"""What things do as well as people: a cue only where somebody does it."""

JUDGING: Final = forms_of(reporting.JUDGING)
"""Forms of those verbs, with the verb of each."""

_NOUNS = """
accusation admission allegation announcement argument assertion assurance charge claim comment
complaint confession confirmation contention declaration denial explanation insistence pledge
prediction promise remark revelation statement suggestion testimony vow warning
"""
NOUNS: Final = {form: noun for noun in _NOUNS.split() for form in (noun, plural(noun))}
"""Nouns of saying, each with its singular."""

DOCUMENTS: Final = frozenset(
    {"law", "rule", "rules", "plan", "schedule", "legend", "tradition", "type", "size", "age"}
    | {"need", "needs", "whether", "which", "map", "calendar", "how", "what", "custom"}
)
"""What things go according to without anybody having said so."""

SIGNS: Final = frozenset(
    {"sign", "signs", "banner", "banners", "placard", "placards", "slogan", "slogans", "poster"}
    | {"headline", "headlines", "title", "inscription", "plaque", "graffiti", "motto", "caption"}
)
"""What has words on it that nobody says."""

_BODIES = """
administration agency airline army association authority bank board body brand bureau business
campaign carmaker chain charity club commission committee company confederation congress
consortium consulate corporation council couple court department developer embassy family
federation firm force foundation fund government group hospital inquiry institute institution jury
kremlin lab laboratory manufacturer militia ministry movement navy network newspaper office
operator organisation organization pair panel parliament party pentagon police publisher regime
retailer school senate service supplier team think-tank tribunal trust union university utility
watchdog
"""
BODIES: Final = frozenset(_BODIES.split())
"""What a body that speaks may be called."""
