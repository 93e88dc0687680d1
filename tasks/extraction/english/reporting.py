"""Verbs of saying, by their base forms: what people do who say something."""

from typing import Final

_STATING = """
acknowledge add admit affirm allege announce answer argue assert attest aver bemoan boast brag
brief caution claim clarify comment complain concede conclude confess confide confirm contend
counter cry declare disclose elaborate emphasise emphasize explain fret gripe grouse indicate
inform insist interject intone joke lament lecture maintain mention moan note notify observe
proclaim quip reaffirm reason reassert recall recount reiterate relate remark repeat reply report
respond retort reveal say state stress suggest tell testify tweet underline underscore warn whisper
write
"""
STATING: Final = frozenset(_STATING.split())
"""What people do who state that something is so."""

_SUPPOSING = """
estimate forecast hint hypothesise hypothesize imply muse opine posit predict reckon signal
speculate theorise theorize venture
"""
_WILLING = """
accept advise agree ask assure charge deny guarantee instruct pledge point post promise propose
protest reassure recommend remind rule stipulate submit swear urge vow
"""
REPORTING: Final = STATING | frozenset((_SUPPOSING + _WILLING).split())
"""The same, and what they do who suppose that it is so, or have or deny a part in it."""

_VOICING = """
bark beam begin bellow call cheer chime chuckle command continue crow decree demand enthuse exclaim
explode fume gasp go grin groan grumble gush implore interrupt laugh mumble murmur mutter nod plead
pray preach quote rant rave react read remember request roar scoff scream shout shriek shrug sigh
sign sing smile snap sneer sniff sob speak splutter summarise summarize thunder vent wail wisecrack
wonder yell
"""
SPEAKING: Final = REPORTING | frozenset(_VOICING.split())
"""The same, and what people do, besides, who speak words between quotation marks."""

_JUDGING = """
accuse applaud attack blame blast boast brand call castigate characterise characterize christen
cite compare condemn criticise criticize decry defend demand denounce depict deplore deride
describe dismiss dub express extol fault hail invoke label laud liken mock offer oppose pledge
praise promise quote rail rebuke refer reject ridicule savage slam speak thank threaten urge vow
warn welcome
"""
JUDGING: Final = frozenset(_JUDGING.split())
"""What people do who say what they think of somebody: a part of it may stand in marks."""

_SAYING = """
acknowledged added admitted agreed alleged announced argued asked believes claimed claims
commented complained concluded confirmed conceded continued criticised declared denied described
explained hopes insisted joked noted praised promised recalled remembered replied said says
shouted stressed suggested tells testified thanked thinks told tweeted urged vowed warned wept
wrote died resigned scored laughed smiled married
"""
SAYING: Final = frozenset(_SAYING.split())
"""Verbs whose subject is rather a person; places and organisations say much as well."""
