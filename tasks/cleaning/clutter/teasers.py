"""Teasers: 'Read more' and the headlines of other articles that follow it.

A headline is taken only with its cue: alone it may be a heading of the story.
"""

import re

from tasks.cleaning.clutter.lines import Line, Story

# What invites to another article, in the languages of news.
_ONE = (
    r"(?:also )?read (?:more|also|next|on|this|our|the full)|also read|see (?:also|more)|"
    r"don['\u2019]t miss|"
    r"more (?:here|on this)|watch(?: now| more| next)?|listen(?: now)?|recommended|related|"
    r"in pictures|"
    r"lesen sie (?:auch|hier|mehr|dazu)|auch interessant|mehr dazu|mehr lesen|weiterlesen|"
    r"das (?:thema )?könnte (?:sie|dich|euch) auch interessieren|zum weiterlesen|schon gelesen\??|"
    r"sehen sie auch|auch auf [\w-]{2,30}\.[a-z]{2,10}|"
    r"(?:à )?lire (?:aussi|également|plus)|à (?:lire|voir|écouter)(?: aussi)?|voir aussi|"
    r"en savoir plus|"
    r"lea también|lee también|leer más|leer también|ver también|te puede interesar|"
    r"le puede interesar|más información|puedes (?:leer|ver)|ve[ar]? también|lee más|"
    r"lea (?:aquí|más)|también pued[eo]s? (?:leer|ver)|mira también|"
    r"leggi anche|leggi di più|leggi tutto|vedi anche|guarda anche|per approfondire|"
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|"
    r"lees (?:ook|meer|verder)|bekijk ook|zie ook|"
    r"dowiedz się więcej|"
    r"czytaj (?:też|także|więcej|również)|zobacz (?:też|także|również)|"
    r"przeczytaj (?:też|także)|"
    r"läs (?:också|mer)|les (?:også|mer)|læs (?:også|mere)|lue myös|"
    r"okumaya devam|ayr\u0131ca oku(?:yun)?|bunu da oku|ilgili haber|"
    r"читайте (?:также|далее|ещё|еще)|"
    r"смотрите также|по теме|"
    r"читайте також|baca juga|citiți și|citește și|čítajte (?:aj|tiež)|čtěte také|"
    r"延伸阅读|延伸閱讀|推荐阅读|あわせて読みたい|"
    r"اقرأ (?:أيضً?اً?|المزيد)|شاهد أيضً?اً?|(?:यह|ये) भी पढ़ें"
)
_MANY = (
    r"(?:more |related |similar |other |latest |top |recommended )(?:articles|stories|links|news|"
    r"content|coverage|reading|topics|headlines)|more (?:on this story|on this topic|"
    r"from [\w ]{2,30})|"
    r"most (?:read|popular|viewed)|trending(?: now)?|you (?:may|might) (?:also )?like|"
    r"editors?['\u2019]?s? picks|"
    r"more like this|explore more(?: on [\w ]{2,30})?|recommended for you|"
    r"mehr zum thema(?: auf [\w. ]{2,30})?|zum thema|mehr aus [\w ]{2,30}|meistgelesen|"
    r"das könnte (?:sie|dich|euch) interessieren|mehr (?:themen|artikel)(?: auf [\w. ]{2,30})?|"
    r"(?:weitere|passende|ähnliche) (?:aktuelle )?(?:artikel|themen|beiträge|meldungen|nachrichten|"
    r"links)(?: (?:zum|aus|auf|von|zu) [\w. ]{2,40})?|"
    r"sur le même (?:thème|sujet)|les plus lus|nos articles sur le sujet|"
    r"(?:articles|sujets) (?:liés|associés)|"
    r"(?:noticias?|notas?|contenidos?|artículos?|temas) relacionad[oa]s?|"
    r"relacionad[oa]s?|más noticias|lo más leído|más sobre este tema|"
    r"articoli correlati|notizie correlate|i più letti|potrebbe interessarti|"
    r"notícias relacionadas|mais lidas|mais sobre|"
    r"meer over dit onderwerp|meest gelezen|gerelateerd|"
    r"polecane|powiązane artykuły|najczęściej czytane|zobacz więcej|"
    r"ilgili haberler|"
    r"материалы по теме|самое читаемое|"
    r"相关(?:阅读|新闻|报道|文章)|相關(?:閱讀|新聞|報導|文章)|関連(?:記事|ニュース)|관련\s?(?:기사|뉴스)|"
    r"(?:مواضيع|أخبار|مقالات) ذات صلة|संबंधित (?:खबरें|समाचार)"
)
_MARK = r"[\s:\uff1a\u3010\u3011|>\u203a\u00bb\u2192\u25b6\u25ba\u2022+\u2013\u2014.\u2026-]{0,5}"
_CUE = re.compile(rf"{_MARK}(?:(?P<many>{_MANY})|(?:{_ONE})){_MARK}", re.IGNORECASE)
_JOINED = re.compile(
    rf"{_MARK}(?:{_ONE}|{_MANY}|read|lesen|lire|leggi|leia)(?: (?:hier|here|ici|"
    rf"aquí))?\s?[:\uff1a\u3011|>\u203a\u00bb\u2192\u2013\u2014]+\s?\S",
    re.IGNORECASE,
)

_LONGEST = 30
"""Words of the longest headline."""

_MOST = 8
"""Headlines that follow one cue; with more, what follows is no list of teasers any more."""

_HEADING_WORDS = 5
"""A line this short that stands directly above a paragraph may be a heading of the story."""


def mark_teasers(story: Story) -> None:
    """Find the cues, and the headlines that go with them."""
    for place, line in enumerate(story.lines):
        if line.removed is not None:
            continue
        if line.piece.role == "heading" and not _CUE.fullmatch(line.text):
            continue
        if _JOINED.match(line.text) and len(line.words) <= _LONGEST:
            line.remove("teaser", "invites to another article")
        elif cue := _CUE.fullmatch(line.text):
            line.remove("related" if cue["many"] else "teaser", "invites to another article")
            _mark_headlines(story, place + 1, many=cue["many"] is not None)


def _mark_headlines(story: Story, start: int, *, many: bool) -> None:
    for place in range(start, min(start + _MOST, len(story.lines))):
        line, first = story.lines[place], place == start
        if not _is_headline(line, first=first):
            return
        following = story.lines[place + 1] if place + 1 < len(story.lines) else None
        short = len(line.words) <= _HEADING_WORDS and not line.text.isupper()
        if not first and short and not many and following is not None and following.is_paragraph:
            return
        line.remove("related" if many else "teaser", "the headline of another article")


def _is_headline(line: Line, *, first: bool) -> bool:
    if line.removed is not None or len(line.words) > _LONGEST or line.piece.role == "heading":
        return False
    asks = line.text.endswith("?") and first
    return asks or line.form == "bare" or (line.form == "quoted" and first)
