"""Credits: what is said of a picture, and whose it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from tasks.cleaning.pictures.captions import caption_of, words_under
from tasks.cleaning.pictures.credits import caption_and_credit, clean_credit, split_credit
from tasks.record import Caption, Removed


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The wall on Monday. Photo: Ana Lima/AP", "The wall on Monday.", "Ana Lima/AP"),
        ("Die Mauer (Foto: dpa) am Montag", "Die Mauer am Montag", "dpa"),
        ("Le mur en 2019 \u00a9 Jeanne Petit", "Le mur en 2019", "Jeanne Petit"),
        ("Cr\u00e9dit photo : AFP", None, "AFP"),
        ("Bild: \u00a9 Imago/Meier", None, "Imago/Meier"),
        ("La muralla. Fotograf\u00eda: Ana Ruiz", "La muralla.", "Ana Ruiz"),
        (
            "\u0421\u0442\u0435\u043d\u0430. \u0424\u043e\u0442\u043e: \u0422\u0410\u0421\u0421",
            "\u0421\u0442\u0435\u043d\u0430.",
            "\u0422\u0410\u0421\u0421",
        ),
        ("Boats (AP Photo/Ana Lima)", "Boats", "AP Photo/Ana Lima"),
        ("Photo by Ana Lima", None, "Ana Lima"),
        ("The wall. Photo: Ana Lima (AFP)", "The wall.", "Ana Lima (AFP)"),
        ("Die Mauer. [dpa / Kurier]", "Die Mauer.", "dpa / Kurier"),
        ("The wall, on Monday. (AFP)", "The wall, on Monday.", "AFP"),
        ("The wall on Monday Getty Images", "The wall on Monday", "Getty Images"),
        ("The wall. Ana Lima / Reuters", "The wall.", "Ana Lima / Reuters"),
        ("El muro. Fuente: Puerto", "El muro.", "Puerto"),
    ],
)
def test_a_credit_is_known_by_its_form(text: str, caption: str | None, credit: str | None) -> None:
    """Whatever the language, before, within or after the caption."""
    assert caption_and_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lima, 34, (left) with a net",
        "The photo by the door was found again",
        "Cleaners at work outside the office of AFP",
        "Foto: La plaza. Un d\u00eda despu\u00e9s todo cambi\u00f3",
        "Image: the harbour as it was before the storm came over the town and its old wall",
    ],
)
def test_what_has_no_such_form_is_all_caption(text: str) -> None:
    """A sentence is no credit, whatever stands before it."""
    assert caption_and_credit(text) == (text, None)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        (
            "The swan off Calder. Photograph: Ann Tully/Lantern",
            "The swan off Calder.",
            "Ann Tully/Lantern",
        ),
        ("The swan off Calder Picture: Calder Echo", "The swan off Calder", "Calder Echo"),
        ("Der Schwan vor Calder Foto: Jens Brix/dpa", "Der Schwan vor Calder", "Jens Brix/dpa"),
        ("Le cygne. ANNE ROUX / AGENCE NORD", "Le cygne.", "ANNE ROUX / AGENCE NORD"),
        ("Le cygne au large Photo Anne Roux", "Le cygne au large", "Anne Roux"),
        ("Łabędź koło Calder Fot. Ewa Lis", "Łabędź koło Calder", "Ewa Lis"),
        ("The swan off Calder © Ann Tully", "The swan off Calder", "Ann Tully"),
        ("The swan. (Coast Wire Photo/Ann Tully)", "The swan.", "Coast Wire Photo/Ann Tully"),
        ("The swan off Calder [Ann Tully/Reuters]", "The swan off Calder", "Ann Tully/Reuters"),
        ("The swan off Calder Getty Images", "The swan off Calder", "Getty Images"),
        ("港口外的天鹅 图片\uff1a周南", "港口外的天鹅", "周南"),
    ],
)
def test_a_line_of_a_text_may_end_with_a_credit(line: str, caption: str, credit: str) -> None:
    """Labels, brackets, slashes, agencies and the sign of copyright begin one."""
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    [
        "Der Wagen sei leer gewesen, teilte die Polizei mit. (dpa)",
        "She looked at the photo: a swan, a shoe and a great deal of water",
        "The minister of fisheries and boats",
        "The vote was 7/5 in favour",
        "Net Shape | Default Rectangle",
    ],
)
def test_what_an_agency_signs_is_no_caption(line: str) -> None:
    """A paragraph may end with the agency that wrote it, or speak of a photo."""
    assert split_credit(line) is None


def test_nothing_is_made_of_nothing() -> None:
    """No words, no caption and no credit."""
    assert caption_and_credit(None) == (None, None)
    assert clean_credit(" \u00a9 ") is None


@pytest.mark.parametrize(
    "html",
    [
        "<figcaption>The wall <span class=credit>Photo: Ana</span></figcaption>",
        "<figcaption><i class=c-copyright><b class=credit>\u00a9 Ana</b></i> The wall</figcaption>",
        "<figcaption>The wall <span itemprop=creditText>Ana</span></figcaption>",
        "<figcaption>The wall <cite>Ana</cite></figcaption>",
        "<figcaption>The wall (Photo: Ana)</figcaption>",
        "<figcaption><b class=caption-author>Ana</b><p>The wall</p></figcaption>",
        "<figcaption><p class=caption-and-credit>The wall. Photo: Ana</p></figcaption>",
        "<figcaption>The wall.<span>Photo: Ana</span></figcaption>",
    ],
)
def test_a_credit_is_known_by_its_element(html: str) -> None:
    """Or else by its form."""
    caption, credit = words_under(fromstring(html))
    assert ((caption or "").rstrip("."), credit) == ("The wall", "Ana")


def test_words_of_a_caption_may_be_those_of_its_credit() -> None:
    """Only the element that is called so is taken out."""
    html = "<figcaption>Ana at the wall <i class=credit>Ana</i></figcaption>"
    assert caption_of(fromstring(html)) == Caption(text="Ana at the wall", credit="Ana")


def test_a_credit_alone_is_no_caption() -> None:
    """It is told as what was removed."""
    for html in (
        "<figcaption>\u00a9 Ana</figcaption>",
        "<figcaption><cite>Ana</cite></figcaption>",
    ):
        found = caption_of(fromstring(html))
        assert isinstance(found, Removed)
        assert found.kind == "credit"


@given(st.text(alphabet="Foto: photoby ()[]/\u00a9c.A", max_size=300))
def test_any_text_is_split_into_two_lines(text: str) -> None:
    """None of them is empty or has space at its ends."""
    for line in caption_and_credit(text):
        assert line is None or line.strip() == line != ""


@pytest.mark.timeout(20)
def test_hostile_captions_take_no_time() -> None:
    """Whatever they have too much of."""
    for text in ("(" * 50_000, "photo " * 20_000, "photo: (" * 10_000, "(a/" * 20_000):
        caption_and_credit(text)
