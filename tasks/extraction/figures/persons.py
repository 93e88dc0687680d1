"""Nouns of persons, and of what is counted beside persons in a conflict."""

from typing import Final

from tasks.extraction.parse import Word

_PERSONS: Final = frozenset(
    # Anybody, by age, sex and family.
    {"person", "people", "persons", "man", "woman", "men", "women", "boy", "girl", "child"}
    | {"children", "baby", "infant", "toddler", "teenager", "teen", "youth", "adult", "adolescent"}
    | {"kid", "newborn", "youngster", "schoolboy", "schoolgirl", "schoolchild", "schoolchildren"}
    | {"pensioner", "grandmother", "grandfather", "mother", "father", "parent", "son", "daughter"}
    | {"brother", "sister", "sibling", "twin", "husband", "wife", "wives", "widow", "uncle", "aunt"}
    | {"cousin", "nephew", "niece", "grandson", "granddaughter", "grandchild", "grandchildren"}
    | {"relative", "couple", "bride", "fiance", "girlfriend", "boyfriend", "partner", "family"}
    | {"male", "female", "juvenile", "minor", "elder", "soul", "individual", "household", "twin"}
    | {"spouse", "stepson", "stepdaughter", "in-law", "orphan", "fetus"}
    # Those who were there.
    | {"civilian", "resident", "villager", "citizen", "national", "local", "bystander", "passerby"}
    | {"pedestrian", "passenger", "driver", "motorist", "cyclist", "motorcyclist", "rider", "biker"}
    | {"commuter", "tourist", "visitor", "traveller", "traveler", "pilgrim", "worshipper"}
    | {"worshiper", "shopper", "spectator", "fan", "reveller", "reveler", "concertgoer", "guest"}
    | {"hiker", "climber", "mountaineer", "skier", "swimmer", "diver", "surfer", "camper", "walker"}
    | {"runner", "athlete", "player", "customer", "patient", "inmate", "prisoner", "detainee"}
    | {"migrant", "refugee", "evacuee", "settler", "survivor", "victim", "casualty", "fatality"}
    | {"hostage", "captive", "neighbour", "neighbor", "homeowner", "tenant", "occupant", "stowaway"}
    | {"foreigner", "immigrant", "asylum-seeker", "seeker", "voter", "member", "other", "follower"}
    | {"supporter", "activist", "protester", "protestor", "demonstrator", "rioter", "striker"}
    | {
        "chief",
        "leader",
        "elder",
        "old",
        "jawan",
        "cop",
        "commando",
        "occupant",
        "preacher",
        "chieftain",
        "king",
        "president",
        "speaker",
    }
    | {
        "companion",
        "friend",
        "cook",
        "rival",
        "stranger",
        "nun",
        "carer",
        "mum",
        "mom",
        "dad",
        "grandma",
        "grandpa",
        "stepfather",
    }
    | {"stepmother", "stepdaughter", "toddler", "lad", "schoolgirl", "octogenarian", "retiree"}
    | {"steward", "stewardess", "groom", "newlywed", "holidaymaker", "backpacker", "trekker"}
    | {"trekkers", "rower", "kayaker", "canoeist", "paddler", "angler", "hunter", "jogger"}
    | {"skydiver", "parachutist", "paraglider", "snowboarder", "sledger", "bather", "boater"}
    | {"deckhand", "crewman", "crewmember", "co-pilot", "copilot", "navigator", "helmsman"}
    | {"mourner", "partygoer", "festivalgoer", "churchgoer", "patron", "diner", "lodger"}
    | {"flatmate", "housemate", "roommate", "classmate", "schoolmate", "teammate", "comrade"}
    | {"nanny", "babysitter", "maid", "butler", "gardener", "janitor", "welder", "mason"}
    | {"bricklayer", "carpenter", "roofer", "scaffolder", "painter", "operator"}
    | {"machinist", "foreman", "supervisor", "apprentice", "trainee", "intern", "assistant"}
    | {"aide", "adviser", "advisor", "secretary", "envoy", "negotiator", "interpreter"}
    | {"translator", "fixer", "correspondent", "presenter", "broadcaster", "comedian", "dancer"}
    | {"stuntman", "influencer", "tailor", "barber", "butcher", "baker", "fishmonger"}
    | {"hawker", "cabbie", "biker", "postman", "postwoman"}
    | {"milkman", "warden", "jailer", "bailiff", "magistrate", "juror", "solicitor", "barrister"}
    | {"witness", "bidder", "plaintiff", "claimant", "whistleblower", "hacker", "fraudster"}
    | {"mobster", "kingpin", "ringleader", "henchman", "assassin", "hitman", "stabber", "arsonist"}
    | {"vandal", "hooligan", "intruder", "poacher", "stalker", "rapist", "abuser", "fugitive"}
    | {"inmate", "parolee", "ex-convict", "deserter", "defector", "traitor", "informant"}
    | {"loyalist", "nationalist", "islamist", "trooper", "gunner", "medic", "corporal"}
    | {"admiral", "brigadier", "airman", "seaman", "legionnaire", "infantry", "veteran"}
    | {"bootlegger", "caver", "speleologist", "geologist", "botanist", "chemist", "pharmacist"}
    | {"dentist", "midwife", "vet", "veterinarian", "surgeon", "psychiatrist", "therapist"}
    | {"programmer", "accountant", "banker", "broker", "auditor", "analyst"}
    | {"architect", "surveyor", "planner", "librarian", "academic", "undergraduate", "graduate"}
    | {"freshman", "sophomore", "senior", "headteacher", "principal", "headmaster", "novice"}
    | {"seminarian", "missionary", "deacon", "vicar", "chaplain", "devotee", "pilgrim"}
    # By their work.
    | {"worker", "employee", "staff", "personnel", "crew", "colleague", "labourer", "laborer"}
    | {"miner", "farmer", "fisherman", "herder", "shepherd", "builder", "engineer", "technician"}
    | {"electrician", "plumber", "cleaner", "guard", "nurse", "doctor", "medic", "paramedic"}
    | {"physician", "surgeon", "teacher", "pupil", "student", "professor", "lecturer", "scientist"}
    | {"researcher", "journalist", "reporter", "photographer", "cameraman", "editor", "blogger"}
    | {"lawyer", "judge", "prosecutor", "attorney", "priest", "monk", "nun", "imam", "cleric"}
    | {"pastor", "bishop", "rabbi", "politician", "lawmaker", "mp", "senator", "councillor"}
    | {"minister", "official", "mayor", "governor", "candidate", "diplomat", "ambassador"}
    | {"volunteer", "responder", "rescuer", "firefighter", "fireman", "firemen", "lifeguard"}
    | {"peacekeeper", "observer", "inspector", "pilot", "sailor", "seafarer", "mariner", "captain"}
    | {"trader", "vendor", "shopkeeper", "businessman", "businesswoman", "hairdresser"}
    | {"contractor", "porter", "guide", "musician", "singer", "actor", "artist", "writer", "chef"}
    | {"waiter", "waitress", "bartender", "trucker", "courier", "attendant", "conductor"}
    | {"clerk", "cashier", "manager", "director", "executive", "owner", "landlord", "caretaker"}
    | {"schoolteacher", "footballer", "coach", "referee", "jockey", "biologist", "scout"}
    # Those who carry arms, or break laws.
    | {"soldier", "troop", "servicemember", "serviceman", "servicewoman", "conscript", "recruit"}
    | {"officer", "policeman", "policewoman", "constable", "trooper", "deputy", "sheriff", "marine"}
    | {"cadet", "reservist", "ranger", "commander", "general", "colonel", "lieutenant", "sergeant"}
    | {"fighter", "militant", "insurgent", "rebel", "guerrilla", "gunman", "attacker", "assailant"}
    | {"terrorist", "extremist", "jihadist", "jihadi", "bomber", "mercenary", "combatant", "sniper"}
    | {"militiaman", "paramilitary", "operative", "suspect", "robber", "thief", "burglar", "pirate"}
    | {"smuggler", "trafficker", "dealer", "gangster", "criminal", "perpetrator", "shooter"}
    | {"accomplice", "bandit", "kidnapper", "convict", "killer", "murderer", "spy", "separatist"}
    | {"police", "infantryman", "paratrooper", "gendarme", "servicemen", "defendant", "looter"}
    # By where they come from, as far as the endings below do not tell.
    | {"chinese", "japanese", "british", "french", "irish", "dutch", "spanish", "swiss", "thai"}
    | {"israeli", "pakistani", "iraqi", "afghan", "yemeni", "somali", "turk", "greek", "pole"}
    | {
        "kurd",
        "arab",
        "uzbek",
        "tajik",
        "czech",
        "slovak",
        "serb",
        "croat",
        "dane",
        "swede",
        "finn",
    }
    | {"filipino", "jew", "muslim", "christian", "hindu", "sikh", "bangladeshi", "saudi", "briton"}
    | {"frenchman", "dutchman", "englishman", "irishman", "scot", "spaniard", "german", "thais"}
    | {"palestinian", "ukrainian", "russian", "syrian", "iranian", "american", "australian"}
    | {"canadian", "italian", "indian", "egyptian", "nigerian", "kenyan", "haitian", "mexican"}
    | {"colombian", "venezuelan", "belgian", "norwegian", "indonesian", "malaysian", "cuban"}
    | {"brazilian", "austrian", "hungarian", "romanian", "bulgarian", "algerian", "tunisian"}
    | {"libyan", "moroccan", "ethiopian", "ghanaian", "korean", "african", "european", "asian"}
    | {"yazidi", "rohingya", "sudanese", "lebanese", "portuguese", "vietnamese", "nepali"}
)
_ENDINGS: Final = (
    *("men", "women", "man", "woman", "people", "children", "ians", "icans", "ers", "ists", "ors"),
    *("ants", "ees", "eers", "ites", "ist"),
)
_ANIMALS: Final = frozenset(
    {
        "animal",
        "bird",
        "swine",
        "hog",
        "duckling",
        "flock",
        "cub",
        "mink",
        "stork",
        "gull",
        "cow",
        "cattle",
        "calf",
        "calves",
        "sheep",
        "goat",
        "pig",
        "horse",
        "dog",
    }
    | {"cat", "chicken", "hen", "duck", "turkey", "fish", "whale", "dolphin", "shark", "elephant"}
    | {"lion", "tiger", "bear", "wolf", "wolves", "fox", "deer", "rhino", "pony", "lamb", "bee"}
    | {"seal", "swan", "goose", "geese", "poultry", "livestock", "turtle", "camel", "buffalo"}
    | {"eel", "salmon", "penguin", "monkey", "gorilla", "ewe", "hive", "colony", "herd", "puppy"}
    | {"kitten", "leopard", "crocodile", "snake", "eagle", "owl", "pigeon", "hippo", "moose"}
)
_WILD: Final = frozenset(
    {"rabbit", "hare", "badger", "otter", "beaver", "squirrel", "hedgehog", "rat", "mouse", "mice"}
    | {"bat", "insect", "mosquito", "frog", "toad", "lizard", "crab", "oyster", "prawn", "shrimp"}
    | {"trout", "carp", "cod", "tuna", "squid", "octopus", "porpoise", "orca", "walrus", "manatee"}
    | {"giraffe", "zebra", "antelope", "bison", "yak", "llama", "alpaca", "donkey", "mule", "oxen"}
    | {"bull", "heifer", "rooster", "quail", "pheasant", "grouse", "hawk", "falcon", "vulture"}
    | {"crow", "raven", "sparrow", "parrot", "heron", "pelican", "flamingo", "puffin", "cormorant"}
    | {"ostrich", "koala", "kangaroo", "chimpanzee", "orangutan", "baboon", "cheetah", "jaguar"}
    | {"panther", "hyena", "coyote", "reindeer", "elk", "boar", "hamster", "tortoise", "locust"}
    | {"ant", "butterfly", "spider", "scorpion", "specimen", "pet", "head", "carcass", "species"}
)
_LIFELESS: Final = frozenset(
    {
        "reactor",
        "idea",
        "plan",
        "proposal",
        "amendment",
        "cancer",
        "tumour",
        "virus",
        "bacterium",
        "germ",
    }
    | {"weed", "programme", "program", "show", "measure", "motion", "law", "reform", "scheme"}
    | {"app", "feature", "service", "campaign", "bid", "hope", "dream", "penalty", "chance"}
    | {"bug", "team", "side", "club", "hive", "orchard", "vine", "root", "branch", "engine"}
    | {"tree", "plant", "job", "time", "goal", "point", "vote", "bill", "crop", "battery", "cell"}
    | {"company", "firm", "bank", "house", "home", "building", "car", "vehicle", "truck", "lorry"}
    | {"bus", "train", "boat", "ship", "plane", "aircraft", "helicopter", "drone", "missile"}
    | {"rocket", "tank", "shell", "round", "shot", "strike", "attack", "blast", "explosion", "raid"}
    | {"village", "town", "city", "district", "region", "country", "state", "province", "area"}
    | {"school", "hospital", "shop", "market", "bridge", "church", "mosque", "road", "site"}
    | {"case", "incident", "accident", "crash", "fire", "flood", "storm", "earthquake", "war"}
    | {"meeting", "talk", "rally", "protest", "election", "game", "match", "title", "trophy"}
    | {"share", "record", "seat", "contract", "deal", "project", "product", "brand", "bomb"}
    | {"weapon", "rifle", "gun", "knife", "wound", "bullet", "mile", "kilometre", "metre", "dose"}
    | {"day", "week", "month", "year", "hour", "minute", "second", "decade", "step", "way", "mine"}
    | {
        "tractor",
        "door",
        "restaurant",
        "committee",
        "knee",
        "computer",
        "container",
        "tanker",
        "river",
    }
    | {
        "place",
        "reason",
        "side",
        "kind",
        "lot",
        "number",
        "series",
        "row",
        "pair",
        "result",
        "part",
    }
)
_BEASTS: Final = _ANIMALS | _WILD
_NO_PERSONS: Final = _BEASTS | _LIFELESS
_COLLECTIVE: Final = frozenset(
    {"family", "couple", "crew", "staff", "police", "people", "personnel", "household", "children"}
)
COUPLES: Final = frozenset({"couple", "pair", "parents", "twins", "newlyweds"})
"""Nouns of two."""

ROLES: Final = frozenset(
    {"driver", "pilot", "co-pilot", "captain", "gunman", "attacker", "assailant", "bomber"}
    | {"shooter", "rider", "motorcyclist", "cyclist", "knifeman", "hijacker", "perpetrator"}
    | {"grandmother", "grandfather", "mother", "father", "conductor"}
)
"""Who a text may call 'the driver' without having named any."""

AERIAL: Final = frozenset(
    {"drone", "drones", "uav", "uavs", "missile", "missiles", "rocket", "rockets", "projectile"}
    | {"projectiles", "aircraft", "plane", "planes", "jet", "jets", "helicopter", "helicopters"}
    | {"warplane", "warplanes", "bomber", "bombers", "shell", "shells", "mortar", "mortars"}
    | {"shahed", "shaheds", "munition", "munitions", "balloon", "balloons", "target", "targets"}
    | {"bomb", "bombs", "torpedo", "torpedoes", "fighter", "quadcopter", "quadcopters", "vehicles"}
    | {"vehicle", "quadrocopters", "satellite", "satellites", "interceptors", "interceptor"}
)
"""What is launched at somebody, or shot down."""


def is_person(word: Word) -> bool:
    """Tell whether a noun is one of persons: `man`, `firefighters`, `Ukrainians`."""
    lower = word.lower
    return bool(_forms(lower) & _PERSONS) or (
        lower.endswith(_ENDINGS) and not _forms(lower) & _NO_PERSONS
    )


def may_be_person(word: Word) -> bool:
    """Tell whether a noun is one of persons, or a name that is not known to be of anything else."""
    return is_person(word) or (word.is_name and not _forms(word.lower) & _NO_PERSONS)


def is_animal(word: Word) -> bool:
    """Tell whether a noun is one of animals."""
    return bool(_forms(word.lower) & _BEASTS)


def is_collective(word: Word) -> bool:
    """Tell whether a noun in the singular is of many: 'a family'."""
    return word.lower in _COLLECTIVE


def _forms(word: str) -> set[str]:
    """Give a noun and what may be its singular."""
    forms = {word}
    if word.endswith("s"):
        forms.add(word[:-1])
    if word.endswith("es"):
        forms.add(word[:-2])
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("men"):
        forms.add(word[:-3] + "man")
    return forms
