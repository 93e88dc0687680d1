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
_LIFELESS: Final = frozenset(
    {"tree", "plant", "job", "time", "goal", "point", "vote", "bill", "crop", "battery", "cell"}
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
    | {"tractor", "door", "restaurant", "committee", "computer", "container", "tanker", "river"}
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
_COLLECTIVE: Final = frozenset(
    {"family", "couple", "crew", "staff", "police", "people", "personnel", "household", "children"}
)
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
        lower.endswith(_ENDINGS) and not _forms(lower) & (_ANIMALS | _LIFELESS)
    )


def may_be_person(word: Word) -> bool:
    """Tell whether a noun is one of persons, or a name that is not known to be of anything else."""
    return is_person(word) or (word.is_name and not _forms(word.lower) & (_ANIMALS | _LIFELESS))


def is_animal(word: Word) -> bool:
    """Tell whether a noun is one of animals."""
    return bool(_forms(word.lower) & _ANIMALS)


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
