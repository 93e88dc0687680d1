"""Forms of English verbs: steps know verbs by their base form, and texts inflect them."""

from collections.abc import Iterable
from typing import Final

IRREGULAR: Final[dict[str, str]] = {
    "bear": "bore borne born", "beat": "beat beaten", "become": "became become",
    "begin": "began begun", "bind": "bound", "bite": "bit bitten", "blow": "blew blown",
    "break": "broke broken", "bring": "brought", "build": "built", "burn": "burnt burned",
    "buy": "bought", "catch": "caught", "choose": "chose chosen", "come": "came come",
    "cut": "cut", "deal": "dealt", "dig": "dug", "draw": "drew drawn", "drive": "drove driven",
    "eat": "ate eaten", "fall": "fell fallen", "feed": "fed", "feel": "felt", "fight": "fought",
    "find": "found", "flee": "fled", "fly": "flew flown", "forbid": "forbade forbidden",
    "forgive": "forgave forgiven", "freeze": "froze frozen", "get": "got gotten",
    "give": "gave given", "go": "went gone", "grow": "grew grown", "hang": "hung", "have": "had",
    "hear": "heard", "hide": "hid hidden", "hit": "hit", "hold": "held", "hurt": "hurt",
    "keep": "kept", "know": "knew known", "lay": "laid", "lead": "led", "leave": "left",
    "lend": "lent", "let": "let", "lie": "lay lain", "lose": "lost", "make": "made",
    "mean": "meant", "meet": "met", "mow": "mowed mown", "overrun": "overran overrun",
    "overthrow": "overthrew overthrown", "pay": "paid", "put": "put", "quit": "quit",
    "read": "read", "retake": "retook retaken", "ride": "rode ridden", "rise": "rose risen",
    "run": "ran run", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold",
    "send": "sent", "set": "set", "shake": "shook shaken", "shoot": "shot", "shut": "shut",
    "sing": "sang sung", "sink": "sank sunk", "sit": "sat", "slay": "slew slain",
    "speak": "spoke spoken", "spend": "spent", "split": "split", "spread": "spread",
    "stand": "stood", "steal": "stole stolen", "stick": "stuck", "strike": "struck stricken",
    "swear": "swore sworn", "sweep": "swept", "take": "took taken", "teach": "taught",
    "tear": "tore torn", "tell": "told", "think": "thought", "throw": "threw thrown",
    "understand": "understood", "undertake": "undertook undertaken", "uphold": "upheld",
    "win": "won", "withdraw": "withdrew withdrawn", "withhold": "withheld",
    "write": "wrote written",
}  # fmt: skip
"""Past forms of the verbs that do not take -ed."""

_DOUBLED = frozenset(
    {"admit", "annul", "ban", "bar", "beg", "blog", "cap", "chat", "club", "commit"}
    | {"compel", "confer", "cut", "dam", "deter", "dig", "drag", "drop", "expel", "fit"}
    | {"flog", "gag", "gas", "get", "grab", "gun", "gut", "hit", "hug", "jab", "jam", "kidnap"}
    | {"let", "lob", "mob", "mug", "nab", "nod", "overrun", "pan", "patrol", "permit", "pin"}
    | {"plan", "plot", "prod", "put", "quip", "quit", "ram", "rebel", "rebut", "refer"}
    | {"regret", "repel", "rig", "rip", "rob", "run", "scrap", "set", "ship", "shrug", "shun"}
    | {"shut", "sidestep", "sit", "skip", "slam", "slap", "snap", "snub", "split", "spot", "stab"}
    | {"step", "stop", "strip", "submit", "swap", "tag", "tap", "tip", "top", "transfer"}
    | {"trap", "trim", "unban", "wed", "whip", "win", "wiretap"}
)
"""Verbs that double their last letter before -ed and -ing."""

_BRITISH = ("cel", "vel", "gnal", "bel", "del", "sel", "rrel", "mmel")
"""Endings before which British papers double the last letter, and American ones do not."""

_VOWELS = frozenset("aeiou")


def forms_of(verbs: Iterable[str]) -> dict[str, str]:
    """Give every form of some verbs, and the verb that it is a form of; the verbs come too."""
    return {form: verb for verb in verbs for form in _forms(verb)}


def _forms(verb: str) -> set[str]:
    stems = {verb}
    if verb in _DOUBLED:
        stems = {verb + verb[-1]}
    elif verb.endswith(_BRITISH):
        stems.add(verb + verb[-1])
    past = set(IRREGULAR.get(verb, "").split()) or {_with(stem, "ed") for stem in stems}
    return {verb, _third_person(verb), *past, *(_with(stem, "ing") for stem in stems)}


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if _ends_in_consonant_y(verb) else verb + "s"


def _with(verb: str, ending: str) -> str:
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("ee"):
        return verb + ("d" if ending == "ed" else ending)
    if verb.endswith("e"):
        return verb[:-1] + ending
    if _ends_in_consonant_y(verb) and ending == "ed":
        return verb[:-1] + "ied"
    return verb + ending


def _ends_in_consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2:-1] not in _VOWELS
