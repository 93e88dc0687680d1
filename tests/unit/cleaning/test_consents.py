"""Walls for consent that bear no name; and articles beside forms that look like them."""

import pytest

from tests.unit.cleaning.test_access import SENTENCE, SENTENCES, article_of
from tests.unit.cleaning.test_instead import SITE

LEGAL = {
    "en": (
        "<p>Welcome to the Courier. To go on, please decide how we may use what your device tells"
        " us. With your agreement we and our <a href=/vendors>partners</a> keep files on it, read"
        " them later, and measure which pages are read by whom and for how long.</p><p>You may"
        " take back your agreement at any time, with effect for the future, at the foot of every"
        " page. What was done until then remains lawful. More is said in our <a href=/privacy>"
        "statement</a>, which names each purpose, how long files are kept, and who reads them.</p>"
        "<p>If you do not agree you can read the Courier without advertising for a small fee each"
        " month, which pays for the work of those who write it, photograph it and print it.</p>"
    ),
    "de": (
        "<p>Willkommen beim Boten. Bitte entscheiden Sie, wie wir nutzen dürfen, was Ihr Gerät"
        " uns verrät. Mit Ihrer Zustimmung legen wir und unsere <a href=/partner-liste>Partner</a>"
        " Dateien darauf ab und lesen sie später wieder aus, um zu messen, was gelesen wird.</p>"
        "<p>Sie können Ihre Zustimmung am Ende jeder Seite zurücknehmen. Was bis dahin"
        " geschah, bleibt rechtmäßig. Mehr dazu steht in der <a href=/datenschutz>Erklärung</a>,"
        " die jeden Zweck nennt und sagt, wie lange die Dateien aufgehoben werden.</p><p>Wer nicht"
        " zustimmt, kann den Boten gegen eine kleine Gebühr ohne Werbung lesen. Sie bezahlt die"
        " Arbeit derer, die ihn schreiben, bebildern und drucken, Tag für Tag.</p>"
    ),
    "fr": (
        "<p>Bienvenue au Quai. Pour continuer, dites-nous comment nous pouvons utiliser ce que"
        " votre appareil nous apprend. Avec votre accord, nous et nos <a"
        " href=/vendors>partenaires</a> y déposons des fichiers et les relisons plus tard, pour"
        " mesurer ce qui est lu.</p><p>Vous pouvez revenir sur votre accord à tout moment, au"
        " bas de chaque page. Ce qui a été fait jusque-là demeure licite. Le reste est dit dans"
        " notre <a href=/confidentialite>déclaration</a>, qui nomme chaque finalité et la durée"
        " de conservation.</p><p>Sans accord, le Quai se lit sans publicité pour une petite"
        " somme chaque mois, qui paie le travail de ceux qui l'écrivent, le photographient et"
        " l'impriment.</p>"
    ),
}
PAIR = "<button name=accept-all>1</button><button name=reject-all>2</button>"
BOXES = "".join(f"<label><input type=checkbox name=purpose-{n}>{n}</label>" for n in range(6))
BAR = f"<div class=bar><p>We keep <a href=/cookies>files</a>.</p>{PAIR}</div>"
ARTICLE = f"<h1>Wall to be mended</h1>{SENTENCES}"


def access_of_body(body: str) -> tuple[str, str]:
    """Give verdict and kind of a page that declares nothing."""
    access = article_of(
        f"<html><head><title>Courier</title></head><body>{body}</body></html>"
    ).access
    return access.verdict, access.kind


@pytest.mark.parametrize("language", LEGAL)
@pytest.mark.parametrize(
    "form",
    [
        f"<form action=/choose>{PAIR}</form>",
        f"<div class=buttons>{PAIR}</div>",
        f"<form action=/choose>{BOXES}<button>OK</button></form>",
        "<form action=/consent><input type=submit value=yes><input type=submit value=no></form>",
    ],
)
def test_a_wall_is_known_by_choices_and_terms(language: str, form: str) -> None:
    """However much it has to say, in whatever language, and whoever built it."""
    text = LEGAL[language]
    imprint = "<a href=/imprint>Imprint</a><a href=/login>Log in</a>"
    assert access_of_body(f"<main><h1>Courier</h1>{text}{form}{imprint}</main>") == (
        "consent",
        "other",
    )
    assert access_of_body(f"<h1>Courier</h1>{text}{form}<footer>{SITE}</footer>")[0] == "consent"


@pytest.mark.parametrize(
    "body",
    [
        f"{ARTICLE}{BAR}",
        f"{BAR}<main>{ARTICLE}</main>",
        f"<main>{ARTICLE}</main><footer>{BAR}</footer>",
        f"{BAR}<h1>Wall</h1>{SENTENCE}",
        f"{ARTICLE}<div>{PAIR}</div><footer><a href=/privacy>Privacy</a></footer>",
        f"<div>{SITE}</div><main><h1>What we do with files</h1>{LEGAL['en']}{PAIR}</main>",
        f"<main><h1>What a statement must say</h1>{LEGAL['en']}</main>",
        f"<article><h1>How a wall is worded</h1>{LEGAL['en']}{PAIR}</article>",
        f"{ARTICLE}<form action=/comments><textarea></textarea><button>Send</button></form>",
        (
            f"{ARTICLE}<form action=/letter><input type=checkbox name=privacy><a href=/privacy>P"
            "</a><input type=submit value=Subscribe></form>"
        ),
        (
            f"<h1>How cookie walls are built</h1>{SENTENCES}<p>See <a href=/cookie-law>this</a>."
            "</p><button class=share>Share</button><button class=save>Save</button>"
        ),
    ],
)
def test_an_article_beside_a_choice_is_open(body: str) -> None:
    """The wall is the page; a bar, a form and a statement of terms are parts of one."""
    assert access_of_body(body) == ("open", "article")
