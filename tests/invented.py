"""Invented articles in any number, each unlike the others."""

PLACES = ("Lisbon", "Gdansk", "Leeds", "Osaka", "Nairobi", "Quito", "Tampere", "Perth")
PEOPLE = ("Ana Duarte", "Piotr Zielinski", "Grace Okoro", "Kenji Mori", "Ruth Hallam")


def article(number: int, sentences: int = 4) -> str:
    """Give a text of its own for each number."""
    place, person = PLACES[number % len(PLACES)], PEOPLE[number % len(PEOPLE)]
    first = f"Report {number}: {person} opened bridge number {number} in {place} on Monday."
    rest = (
        f"{person} said that {number + n} people had crossed it by noon, and that the city of"
        f" {place} would count them again on day {n + 1}."
        for n in range(sentences - 1)
    )
    return "\n\n".join((first, *rest))


def html(number: int) -> str:
    """Give a page with such an article."""
    paragraphs = "".join(f"<p>{line}</p>" for line in article(number, 6).split("\n\n"))
    title = f"Bridge number {number} opens"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
