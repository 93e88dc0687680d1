"""What words look like where names are concerned."""

from typing import Final

from tasks.extraction.english.calendar import CALENDAR
from tasks.extraction.english.people import LETTERS, TITLES, is_office
from tasks.extraction.marks import DASHES, OPENING
from tasks.extraction.parse import Parse, Word

_COMMON = """
mum dad mom mummy daddy madam god internet web fatherland motherland ok sos
tv cctv dvd cd pc ai it gp rv suv atm id iq vip cv hr pr qa faq url app gps led lcd usb wifi wi-fi
gdp gnp vat ipo etf ngo ngos ceo ceos cfo coo mp mps mep meps pm vp dna rna ptsd adhd cpr
utc gmt bst est edt cst cdt pst pdt am pm ad bc bce p.m. a.m. aka asap diy lgbt lgbtq lgbtq+ rip
covid covid-19 coronavirus ebola hiv aids mers sars zika tb mrsa bse pvc co2 mg km mph
"""
_DISEASES = """
influenza measles malaria cholera polio poliomyelitis tuberculosis meningitis hepatitis mpox anthrax
salmonella listeria typhoid dengue syphilis pertussis rubella rabies pneumonia diabetes cancer
alzheimer's parkinson's leukaemia leukemia norovirus legionella mumps smallpox chickenpox
"""
_OF_DISEASES = ("flu", "virus", "disease", "syndrome", "fever", "ebolavirus")

NO_NAMES: Final = CALENDAR | LETTERS | frozenset((_COMMON + _DISEASES).split())
"""Capitalised words that name nothing which is an entity."""

_SMALL = "of the and for in on to a an de la le du des von van der den del di da al el bin ibn"
SMALL: Final = frozenset(_SMALL.split())
"""Words that a name may hold in small letters."""

_OPENING: Final = OPENING | DASHES | {"''", ":", "(", "[", "\u2022", "*"}
"""Marks behind which a word may have its capital letter from the sentence that it opens."""


def common_words(parse: Parse) -> set[str]:
    """Give the words that a text has in small letters."""
    return {word.text for word in parse.words if word.text.islower()}


def is_capital(word: Word) -> bool:
    """Tell whether a word begins with a capital letter or a digit, or holds a capital letter."""
    first = word.text[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and not word.text.islower())


def is_upper(word: Word) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word.text[0].isupper()


def opens_sentence(parse: Parse, word: Word) -> bool:
    """Tell whether a word is the first of a sentence, or of what a mark sets off."""
    if parse.sentences[word.sentence].first == word.index:
        return True
    return parse.words[word.index - 1].text in _OPENING


def is_disease(word: Word) -> bool:
    """Tell whether a word ends the name of a disease."""
    return word.lower in _OF_DISEASES


def is_title(word: Word) -> bool:
    """Tell whether a capitalised word is a title or an office."""
    lower = word.lower.rstrip(".")
    return is_upper(word) and (lower in TITLES or is_office(lower))
