"""Titles and offices: what stands beside the name of a person and is no part of it."""

from typing import Final

_PORTFOLIOS = """
agriculture attorney commerce culture defence defense deputy development economy education energy
environment family finance foreign health home housing husbandry industry information interior
justice labor labour planning police press prime science security sports state trade transport
treasury vice water
"""
_PLAYING = """
coach manager striker midfielder defender goalkeeper captain winger skipper quarterback forward
keeper fans supporters players
"""
_SAYING = """
acknowledged added admitted agreed alleged announced argued asked believes claimed claims
commented complained concluded confirmed conceded continued criticised declared denied described
explained hopes insisted joked noted praised promised recalled remembered replied said says
shouted stressed suggested tells testified thanked thinks told tweeted urged vowed warned wept
wrote died resigned scored laughed smiled married
"""
COURTESY: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "monsieur", "madame", "herr", "frau"})
"""Titles that tell nothing of a person but that it is one."""

_TITLES = """
dr prof professor sir dame lord lady baroness viscount king queen prince princess emperor empress
pope rev reverend bishop archbishop cardinal imam sheikh ayatollah rabbi patriarch metropolitan
president prime minister premier chancellor governor gov mayor senator sen representative rep
congressman congresswoman councillor cllr alderman judge justice attorney general gen secretary
captain capt major maj colonel col lieutenant lt admiral adm commodore marshal commander sergeant
sgt corporal cpl private pvt constable inspector insp superintendent supt detective det officer
brigadier brig warden sheriff ambassador chairman chairwoman chair director speaker coach manager
deputy vice foreign defence defense finance interior acting former first chief executive
commissioner comrade crown fr fra mother sister det pc dci undersecretary engineer spokesman
spokeswoman spokesperson ch assistant messrs presidents justices senators princes princesses
ministers generals governors judges mayors reps sens drs profs
"""
TITLES: Final = COURTESY | frozenset(_TITLES.split())
"""Words that open the name of a person and are no part of it, in small letters."""

_OFFICES = """
activist actor actress adviser advisor agent aide ally ambassador analyst anchor apprentice
archbishop architect archivist artist astronaut athlete attorney author baker banker barrister
bassist biologist bishop blogger boss botanist brigadier broadcaster builder businessman
businesswoman butcher campaigner candidate captain caretaker carpenter cellist ceo chair chairman
chairperson chairwoman champion chancellor chef chemist chief choreographer cleric climber coach
colonel columnist comedian commander commentator commissioner composer conductor constable
consultant contractor controller convenor coordinator co-founder cofounder co-author coroner
correspondent councillor counsel counterpart critic curator cyclist dancer dealer dean defender
delegate dentist deputy designer detective developer dictator diplomat director dissident doctor
driver drummer economist editor engineer entrepreneur envoy epidemiologist executive expert
exporter farmer father fighter filmmaker financier firefighter fisherman footballer forecaster
foreman founder gardener general goalkeeper golfer governor guitarist gynaecologist hairdresser
head headmaster headmistress headteacher historian host imam inspector instructor interpreter
investigator investor jockey journalist judge justice keeper king laureate lawmaker lawyer leader
lecturer legislator librarian lieutenant magistrate magnate major manager marshal mathematician
mayor mechanic midfielder midwife militant miner minister missionary model monk mother musician
negotiator neighbour novelist nun nurse officer official ombudsman organiser organizer owner
painter paramedic partner pastor pensioner philosopher photographer physician physicist pianist
pilot planner player playwright plumber poet policeman policewoman politician pope porter postman
premier president presenter priest prince princess principal producer professor programmer
prosecutor psychologist publisher queen rabbi ranger rapper rector referee reporter
representative researcher resident reverend rider runner sailor salesman saxophonist scholar
scientist sculptor secretary senator sergeant sheriff shopkeeper singer skipper soldier solicitor
songwriter speaker spokesman spokesperson spokeswoman sprinter statistician striker strategist
student superintendent supervisor councilmember surgeon surveyor swimmer teacher technician
teller trader trainer treasurer trustee tutor tycoon undersecretary vet veterinarian veteran
vicar vice-chairman vice-president violinist volunteer waiter waitress warden warlord welder whip
whistleblower widow winger worker writer zoologist vice-chancellor chairlady quarterback batsman
bowler midfield victim son daughter wife husband brother sister uncle aunt grandfather
grandmother cousin widower fiancée fiancé girlfriend boyfriend survivor defendant suspect gunman
"""
HONOURS: Final = frozenset({"sir", "dame", "lord", "lady", "dr", "prof", "prince", "princess"})
"""Titles that come on top of an office: `Chief Medical Officer Dr`."""

OFFICES: Final = frozenset(_OFFICES.split())
"""Common nouns that say what a person is or does."""

KIN: Final = frozenset(
    {"son", "daughter", "wife", "husband", "brother", "sister", "father", "mother", "cousin"}
    | {"uncle", "aunt", "grandfather", "grandmother", "fiancé", "fiancée", "girlfriend"}
    | {"boyfriend", "widow", "widower", "neighbour", "ally", "counterpart", "partner", "victim"}
)
"""Those that say whose, and no office."""

QUALIFIERS: Final = frozenset(
    ("vice", "deputy", "prime", "foreign", "defence", "defense", "finance", "interior", "acting")
) | {"former", "first", "crown"}
"""Those among them that open a title and are none."""

LETTERS: Final = frozenset(
    {"kc", "qc", "mp", "mep", "msp", "obe", "mbe", "cbe", "md", "phd", "esq", "jp"}
)
"""Letters that stand behind the name of a person and are no part of it."""

PORTFOLIOS: Final = frozenset(_PORTFOLIOS.split())
"""What ministers, secretaries and their like have before their titles."""

PLAYING: Final = frozenset(_PLAYING.split())
"""Offices whose holders are named with their club before them: `the Westmarch coach`."""

SAYING: Final = frozenset(_SAYING.split())
"""Verbs whose subject is rather a person; places and organisations say much as well."""


def is_office(word: str) -> bool:
    """Tell whether a word, in small letters, says what somebody is; its plural does not."""
    is_formed = word.endswith(("ologist", "grapher", "woman")) and word != "woman"
    return word in OFFICES or is_formed
