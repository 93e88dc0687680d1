"""Events: what is told, who does it to whom, and whether it has happened."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.extraction import Reading, StepSkipped, extract
from tasks.extraction.entities import entities
from tasks.extraction.events import events
from tasks.record import (
    Date,
    Event,
    Extractions,
    Figure,
    Place,
    PlaceMention,
    TextSpan,
    check_span,
    spans_of,
)
from tests.unit.extraction.conftest import article_of
from worker.models import LanguageModels

TOLD = [
    ("Mali and Niger agreed to reopen their border.", "AGREE", None, "agreed"),
    ("Peru will send field hospitals to Haiti.", "AGREE", None, "send"),
    ("The foreign minister of Laos visited Hanoi on Monday.", "CONSULT", "visit", "visited"),
    ("Envoys from Chad and Sudan held talks in Cairo.", "CONSULT", None, "held talks"),
    ("The senate ratified the fishing treaty with Morocco.", "SUPPORT", None, "ratified"),
    ("The archbishop praised the army for its restraint.", "SUPPORT", None, "praised"),
    ("The junta lifted a curfew in the capital.", "CONCEDE", None, "lifted"),
    ("The king pardoned sixty prisoners.", "CONCEDE", None, "pardoned"),
    ("Spain extradited a former colonel to Argentina.", "COOPERATE", None, "extradited"),
    ("Kuwait gave Lebanon 50 million dollars in aid.", "AID", None, "gave"),
    ("The rebels pulled their troops out of the valley.", "RETREAT", "withdraw", "pulled"),
    ("The transport minister resigned on Friday.", "RETREAT", "resign", "resigned"),
    ("The bishops called for an end to the war.", "REQUEST", None, "called"),
    ("Kenya said Somalia must hand over the pirates.", "REQUEST", None, "hand over"),
    ("Iran denounced the killing of its consul.", "ACCUSE", None, "denounced"),
    ("Police launched an inquiry into the fire.", "ACCUSE", "investigate", "inquiry"),
    ("Eritrea refused to let the monitors in.", "REJECT", None, "refused"),
    ("The delegates walked out of the talks.", "REJECT", None, "walked"),
    ("The rebels said they would not disarm.", "REJECT", None, "disarm"),
    ("The militia vowed to avenge its leader.", "THREATEN", None, "vowed"),
    ("Ghana said it would close the border unless the raids stop.", "THREATEN", None, "close"),
    ("Thousands of students marched through Lima.", "PROTEST", "demo", "marched"),
    ("Nurses in Harare went on strike.", "PROTEST", "strike", "strike"),
    ("The union called a general strike.", "PROTEST", "strike", "strike"),
    ("Poland expelled three diplomats.", "SANCTION", "expel", "expelled"),
    ("A court sentenced the general to ten years.", "SANCTION", "convict", "sentenced"),
    ("China massed troops along the frontier.", "MOBILIZE", "troops", "massed"),
    ("Police detained 30 activists in Minsk.", "COERCE", "arrest", "detained"),
    ("The government imposed a curfew on the city.", "COERCE", "curfew", "imposed"),
    ("The arrest of the mayor angered many.", "COERCE", "arrest", "arrest"),
    ("Soldiers opened fire on the crowd.", "ASSAULT", "firearms", "opened fire"),
    ("Drones struck an oil depot near Orsk.", "ASSAULT", "drone", "struck"),
    ("A suicide bomber attacked a base, killing nine soldiers.", "ASSAULT", "suicide-attack",
     "attacked"),
    ("Rebels kidnapped two nuns.", "ASSAULT", "abduct", "kidnapped"),
    ("Warplanes bombed the town of Idlib.", "ASSAULT", "aerial", "bombed"),
]  # fmt: skip

NOTHING = [
    "Arsenal beat Chelsea 2-1 with a late strike.",
    "Shares in the retailer hit a record low.",
    "Fire destroyed a warehouse in Leeds.",
    "She died after a heart attack.",
    "An attack of flu kept him at home.",
    "The storm killed nine people and struck the coast again.",
    "Two men died when their car hit a tree.",
    "The band released its third album.",
    "The attack helicopter landed at the air show.",
    "The plan was called off because of rain.",
    "The firm agreed price was four million pounds.",
    "You should visit our website and support your family.",
    "Ruth Adams met him at a party and asked him to stay.",
    "Will the army attack the town?",
    "The minister declined to comment.",
    "Export growth was blamed on the weather.",
    "The army said it had shot down 40 drones. Oman intercepted two rockets.",
    "Wales attacked from the start. Hughes shot wide and Reed struck twice.",
    "Cardiff bombed in Lisbon.",
    "The committee has killed the proposal.",
    "Talks failed, the firm said.",
    "The senator was attending a funeral in Lamu.",
    "A plaque recalls an explosion that killed 31 miners.",
    "The truce was close to collapse.",
    "The mayor opened a letter to investigate the smell.",
]

AUXILIARIES = [
    ("The rebels had attacked the town.", ("historical",)),
    ("Brazil and Chile will meet in Lima.", ("future",)),
    ("The army is to arrest the mayor.", ("future",)),
    ("The army could attack the town.", ("hypothetical",)),
    ("If the army attacks the town, nobody will stay.", ("hypothetical",)),
    ("The army did not attack the town.", ("negated",)),
    ("No protesters were arrested.", ("negated",)),
    ("The army attacked the town.", ()),
]


def found_in(models: LanguageModels, text: str, given: Extractions | None = None) -> list[Event]:
    """Run the step behind the one that names things."""
    with models.reading(article_of(text)) as reading:
        found = entities(reading, given or Extractions())
        return list(events(reading, found).events or ())


def texts(spans: Iterable[TextSpan]) -> list[str]:
    """Give the words of spans."""
    return [span.text for span in spans]


def test_plain_words_tell_of_events(models: LanguageModels) -> None:
    """The first event of a sentence has its type, mode and trigger."""
    told = {text: found_in(models, text)[:1] for text, *_ in TOLD}
    shown = [
        (text, event.type, event.mode, event.trigger.text)
        for text, found in told.items()
        for event in found
    ]
    assert shown == TOLD


def test_games_accidents_and_weather_are_no_events(models: LanguageModels) -> None:
    """Whatever words they share with wars."""
    assert {text: found_in(models, text) for text in NOTHING} == {text: [] for text in NOTHING}


def test_words_around_say_whether_it_has_happened(models: LanguageModels) -> None:
    """Tense, modal verbs, conditions and negations are told."""
    shown = [(text, found_in(models, text)[0].auxiliary) for text, _ in AUXILIARIES]
    assert shown == AUXILIARIES


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Iran accused Iraq of spying.", ["Iran"], ["Iraq"]),
        ("Iraq was accused by Iran of spying.", ["Iran"], ["Iraq"]),
        ("The attack by rebels on the village lasted hours.", ["rebels"], ["village"]),
        ("The minister who accused Iraq has left.", ["minister"], ["Iraq"]),
        ("Iran and Oman condemned the militia.", ["Iran", "Oman"], ["militia"]),
        ("The state imposed sanctions on Belarus.", ["state"], ["Belarus"]),
        ("Russian drones struck a terminal in Odesa.", ["Russian"], ["terminal"]),
        ("Two activists were arrested on Friday.", [], ["Two activists"]),
        ("ODESA, Ukraine (AP) \u2014 Russian drones hit a depot.", ["Russian"], ["depot"]),
        ("AMMAN, Jordan - Syria struck a village.", ["Syria"], ["village"]),
        ("LISBON - The minister resigned on Monday.", ["minister"], []),
        ("Two rockets were fired from Mali at dawn.", [], []),
    ],
)
def test_actors_do_and_recipients_suffer(
    text: str, actors: list[str], recipients: list[str], models: LanguageModels
) -> None:
    """In either voice, with verbs and nouns; spans have no article."""
    event = found_in(models, text)[0]
    assert (texts(event.actors), texts(event.recipients)) == (actors, recipients)


def test_the_event_of_the_main_clause_comes_first(models: LanguageModels) -> None:
    """Even where another one is told before it."""
    text = "After rebels attacked a convoy, the president declared a state of emergency."
    assert [event.type for event in found_in(models, text)] == ["COERCE", "ASSAULT"]


def test_an_event_is_told_once(models: LanguageModels) -> None:
    """Neither its outcome nor 'the attack' is another one."""
    text = "Gunmen attacked a village and killed six people. The attack began at dawn."
    assert [event.trigger.text for event in found_in(models, text)] == ["attacked"]


AGAIN = [
    ("Police arrested a nurse in Leeds. She was arrested on Monday.", ["arrested"]),
    ("Police arrested a nurse. Police arrested two lawyers.", ["arrested", "arrested"]),
    ("Rebels attacked a camp. Six people were killed in the attack.", ["attacked"]),
    ("Kenya urged Mali to expel the envoys.", ["urged"]),
    ("Kenya agreed to free the envoys and bombed a camp.", ["agreed", "bombed"]),
]


def test_what_is_told_again_or_only_meant_is_left_out(models: LanguageModels) -> None:
    """Neither the same deed in the same words, nor what is asked or agreed, is another event."""
    told = {text: [event.trigger.text for event in found_in(models, text)] for text, _ in AGAIN}
    assert told == dict(AGAIN)


def test_persons_who_hold_an_office_are_heard(models: LanguageModels) -> None:
    """Also where a text goes on to call them by their bare names, or 'he'."""
    text = "President Omar Diallo flew to Lima. Diallo asked her to wait. He met Ana Ruiz."
    assert [event.type for event in found_in(models, text)] == ["CONSULT", "REQUEST", "CONSULT"]


def test_a_diary_tells_of_no_events(models: LanguageModels) -> None:
    """Nor do reviews and manuals, which speak of their writer and to their reader."""
    text = "I attacked the village. You can attack my camp if you like. I killed the guards."
    assert found_in(models, text) == []


def test_what_is_commemorated_is_past(models: LanguageModels) -> None:
    """Those who died then did not die in the event that remembers it."""
    text = "Students marched to mark the anniversary of the riots in which 40 people died."
    start = text.index("40")
    counted = TextSpan(start=start, end=start + 9, text="40 people")
    figure = Figure(**counted.model_dump(), kind="killed", value=40, method="rules")
    march, riots = found_in(models, text, Extractions(figures=(figure,)))
    assert (march.auxiliary, march.size) == ((), None)
    assert (riots.auxiliary, riots.size and riots.size.killed) == (("historical",), 40)


def test_the_place_is_that_of_the_clause(models: LanguageModels) -> None:
    """A place that the sentence names for another reason is none of the event."""
    text = "Police arrested a trader in Gao who had sold guns to Mali."

    def place(name: str) -> Place:
        start = text.index(name)
        mention = PlaceMention(start=start, end=start + len(name), text=name)
        return Place(name=name, mentions=(mention,))

    event = found_in(models, text, Extractions(places=(place("Mali"), place("Gao"))))[0]
    assert event.place == "Gao"


def test_place_date_and_size_come_from_earlier_steps(models: LanguageModels) -> None:
    """Those of the same sentence and clause; an old date makes history of it."""
    text = "Rebels attacked a camp near Gao on 3 May, killing four soldiers."

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    given = Extractions(
        places=(Place(name="Gao", mentions=(PlaceMention(**span("Gao")),)),),
        dates=(Date(**span("3 May"), kind="date", value="2025-05-03"),),
        figures=(Figure(**span("four"), kind="killed", value=4),),
    )
    event = found_in(models, text, given)[0]
    assert event.size is not None
    assert (event.place, event.date, event.size.killed) == ("Gao", "2025-05-03", 4)


def test_a_text_on_sport_tells_of_arrests_alone(models: LanguageModels) -> None:
    """Its attacks and shots are those of a game."""
    text = (
        "The striker attacked the goalkeeper and shot from the corner in the league match. The "
        "coach praised his midfielder after the cup final. Police arrested two fans in Milan."
    )
    assert [event.mode for event in found_in(models, text)] == ["arrest"]


def test_other_languages_are_not_read() -> None:
    """The rules are those of English."""
    with pytest.raises(StepSkipped, match="no model for language"):
        events(Reading(article_of("Rien.", "fr"), "Rien.", "fr"), Extractions())


WORDS = st.sampled_from(
    [
        *("attacked", "Iran", "and", "by", "protests", "agreed", "to", "not", "talks", "who", "if"),
        *(
            "the",
            "arrest",
            ",",
            ".",
            "\u201c",
            "killed",
            "40",
            "\n\n",
            "\U0001f600",
            "\u0441",
            "of",
        ),
    ]
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(WORDS, max_size=30))
def test_whatever_is_said_events_point_into_the_text(
    words: list[str], models: LanguageModels
) -> None:
    """No text makes the step fail."""
    text = "The army attacked the town. " + " ".join(words)
    for event in found_in(models, text):
        for span in spans_of(event):
            check_span(span, text)


def test_a_list_without_end_is_read(models: LanguageModels) -> None:
    """Long chains of joined words are neither followed to their end nor called on themselves."""
    text = "Iran attacked " + "and bombed Iraq and Oman and Syria " * 300
    with models.reading(article_of(text)) as reading:
        found = extract(reading, steps=(entities, events))
    assert found.events
