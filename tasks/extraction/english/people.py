"""What a person is called beside a name, or without one: titles, offices, kin."""

from typing import Final, Literal

COURTESY: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "monsieur", "madame", "herr", "frau"})
"""Titles that tell nothing of a person but that it is one."""

HONOURS: Final = frozenset({"sir", "dame", "lord", "lady", "dr", "prof", "prince", "princess"})
"""Titles that come on top of an office: `Chief Medical Officer Dr`."""

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

QUALIFIERS: Final = frozenset(
    ("vice", "deputy", "prime", "foreign", "defence", "defense", "finance", "interior", "acting")
) | {"former", "first", "crown"}
"""Those among them that open a title and are none."""

_PORTFOLIOS = """
agriculture attorney commerce culture defence defense deputy development economy education energy
environment family finance foreign health home housing husbandry industry information interior
justice labor labour planning police press prime science security sports state trade transport
treasury vice water
"""
PORTFOLIOS: Final = frozenset(_PORTFOLIOS.split())
"""What ministers, secretaries and their like have before their titles."""

LETTERS: Final = frozenset(
    {"kc", "qc", "mp", "mep", "msp", "obe", "mbe", "cbe", "md", "phd", "esq", "jp"}
)
"""Letters that stand behind the name of a person and are no part of it."""

_OFFICES = """
activist actor actress admiral adviser advisor agent aide ambassador analyst anchor apprentice
archaeologist archbishop architect archivist artist astronaut astronomer athlete attorney author
baker banker baroness barrister bassist batsman batter biologist bishop blogger boss botanist
bowler brigadier broadcaster broker builder businessman businesswoman butcher campaigner candidate
captain cardinal cardiologist carer caretaker carpenter cellist ceo chair chairlady chairman
chairperson chairwoman champion chancellor chef chemist chief choreographer cleric clerk climber
co-author co-founder coach cofounder colonel columnist comedian commander commentator commissar
commissioner composer comptroller conductor congressman congresswoman constable consultant
contractor controller convenor coordinator coroner corporal correspondent councillor councilman
councilmember councilwoman counsel critic curator cyclist dancer dealer dean defendant defender
delegate dentist deputy designer detective developer dictator diplomat director dissident doctor
driver drummer duchess duke ecologist economist editor emperor empress engineer entrepreneur envoy
epidemiologist executive expert exporter farmer fighter filmmaker financier firefighter fireman
fisherman footballer forecaster foreman forward founder gaffer gardener general geologist
glaciologist goalkeeper golfer governor guide guitarist gunman gynaecologist hairdresser head
headmaster headmistress headteacher historian host hydrologist imam inspector instructor
interpreter investigator investor jockey journalist judge justice keeper king laureate lawmaker
lawyer leader lecturer legislator librarian lieutenant lord magistrate magnate major maker manager
marshal mathematician mayor mechanic medic merchant meteorologist midfielder midwife militant miner
minister missionary model monarch monk musician negotiator novelist nun nurse oceanographer officer
official ombudsman oncologist operator organiser organizer owner painter paramedic pastor pensioner
philosopher photographer physician physicist pianist pilot pitcher planner player playwright
plumber poet policeman policewoman politician pope porter postman premier presenter president
priest prince princess principal producer professor programmer prosecutor psychologist publisher
pupil quarterback queen rabbi ranger rapper rector referee regulator reporter representative
researcher resident retailer reverend rider runner sailor salesman saxophonist scholar
schoolteacher scientist sculptor secretary sedimentologist seismologist senator sergeant sheikh
sheriff shopkeeper singer skipper soldier solicitor songwriter speaker spokesman spokesperson
spokeswoman sprinter statesman statistician strategist striker student sultan superintendent
supervisor surgeon surveyor survivor suspect swimmer teacher technician teller trader trainer
treasurer trustee tutor tycoon undersecretary vet veteran veterinarian vicar vice-chairman
vice-chancellor vice-president violinist virologist volcanologist volunteer waiter waitress warden
warlord welder whip whistleblower winger worker writer zoologist
"""
OFFICES: Final = frozenset(_OFFICES.split())
"""Common nouns that say what a person does, is or has suffered, as papers set it beside a name."""

_RELATIONS = """
ally aunt boyfriend brother colleague counterpart cousin dad daughter father fiancé fiancée friend
girlfriend grandfather grandmother husband mom mother mum neighbor neighbour nephew niece partner
rival sister son uncle victim widow widower wife
"""
RELATIONS: Final = frozenset(_RELATIONS.split())
"""Those that say what one is to somebody else, and no office."""

_OTHERS = """
baron boy customer democrat gentleman girl guard hostage insider lady man newcomer passenger
patient protester rebel recruit refugee republican rescuer source star suitor supporter teenager
tenant tourist villager voter winner witness woman
"""
PEOPLE: Final = OFFICES | RELATIONS | frozenset(_OTHERS.split())
"""Common nouns for a person, in small letters and in the singular.

The others are no offices: they are parts of names too, as in `Coast Guard`, or adjectives, as
`Republican`, or say no more than that somebody is there, as `a 35-year-old woman`.
"""

ENDINGS: Final = ("ist", "ists", "crat", "crats", "man", "men", "er", "ers", "or", "ors")
"""How nouns for persons end; some others do so as well."""

_PLAYING = """
coach manager striker midfielder defender goalkeeper captain winger skipper quarterback forward
keeper fans supporters players
"""
PLAYING: Final = frozenset(_PLAYING.split())
"""Offices whose holders are named with their club before them: `the Westmarch coach`."""

Gender = Literal["m", "f"]

_MEN = """
actor baron boy brother businessman chairman congressman councilman dad duke emperor father fireman
fr gentleman grandfather he husband imam king lord man monk monsignor mr nephew policeman pope
prince salesman sheikh sir son spokesman sultan uncle waiter widower
"""
_WOMEN = """
actress aunt baroness businesswoman chairwoman congresswoman councilwoman dame daughter duchess
empress girl grandmother lady madam midwife miss mom mother mrs ms mum niece nun policewoman
princess queen she sister spokeswoman waitress widow wife woman
"""
GENDERS: Final[dict[str, Gender]] = {
    **dict.fromkeys(_MEN.split(), "m"),
    **dict.fromkeys(_WOMEN.split(), "f"),
}
"""Titles, kin and offices that only men or only women have, in small letters."""


def is_office(word: str) -> bool:
    """Tell whether a word, in small letters, says what somebody is; its plural does not."""
    is_formed = word.endswith(("ologist", "grapher", "woman")) and word != "woman"
    return word in OFFICES or word in RELATIONS or is_formed
