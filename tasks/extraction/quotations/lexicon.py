"""The words of reported speech, and of those who speak."""

from typing import Final

from tasks.extraction.english.nouns import plural
from tasks.extraction.english.verbs import forms_of

_REPORTING = """
accept acknowledge add admit advise affirm agree allege announce answer argue ask assert assure
attest aver bemoan boast brag brief caution charge claim clarify comment complain concede conclude
confess confide confirm contend counter cry declare deny disclose elaborate emphasise emphasize
estimate explain forecast fret gripe grouse guarantee hint hypothesise hypothesize imply indicate
inform insist instruct interject intone joke lament lecture maintain mention moan muse note notify
observe opine pledge point posit post predict proclaim promise propose protest quip reaffirm reason
reassert reassure recall reckon recommend recount reiterate relate remark remind repeat reply report
respond retort reveal rule say signal speculate state stipulate stress submit suggest swear tell
testify theorise theorize tweet underline underscore urge venture vow warn whisper write
"""
"""What people do who say that something is so."""

_SPEAKING = """
bark beam begin bellow call cheer chime chuckle command continue crow decree demand enthuse
exclaim explode fume gasp go grin groan grumble gush implore interrupt laugh mumble murmur mutter
nod plead pray preach quote rant rave react read remember request roar scoff scream shout shriek
shrug sigh sign sing smile snap sneer sniff sob speak splutter summarise summarize thunder vent
wail wisecrack wonder yell
"""
"""What people do, besides, who speak words between quotation marks."""

_JUDGING = """
accuse applaud attack blame blast boast brand call castigate characterise characterize christen
cite compare condemn criticise criticize decry defend demand denounce depict deplore deride
describe dismiss dub express extol fault hail invoke label laud liken mock offer oppose pledge
praise promise quote rail rebuke refer reject ridicule savage slam speak thank threaten urge vow
warn welcome
"""
"""What people do who say what they think of somebody: a part of it may stand in marks."""

REPORTING: Final = forms_of(_REPORTING.split())
SPEAKING: Final = forms_of(_REPORTING.split() + _SPEAKING.split())
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

JUDGING: Final = forms_of(_JUDGING.split())
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
