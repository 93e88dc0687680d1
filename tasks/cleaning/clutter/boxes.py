"""Boxes that a page puts between paragraphs: advertisements, newsletters, buttons to share.

They are known by their words alone, in texts of any origin; what the elements of a page are called
is looked at in `body`.
"""

import re
from itertools import pairwise

from tasks.cleaning.clutter.lines import Line, Story
from tasks.record import RemovedKind

_ADVERTISEMENT = re.compile(
    r"\W{0,3}(?:skip (?:past )?|continue reading below |paid |sponsored |scroll to continue with )?"
    r"(?:ad|ads|advert|advertisement|advertising|sponsored(?: content)?|promoted(?: content)?|"
    r"(?:story|article) continues (?:below|after)(?: (?:this |the )?ad(?:vert|vertisement)?)?|"
    r"scroll (?:down )?to continue(?: reading)?|"
    r"anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|reklama?|annons|"
    r"annonse|annonce|mainos|ilan|hirdetés|реклама|广告|廣告|広告|광고|إعلان|विज्ञापन|"
    r"la suite après (?:cette|la) publicité|continúa (?:después|tras) la publicidad|"
    r"nach der werbung weiterlesen|artikel geht nach der werbung weiter|"
    r"continua dopo la pubblicità|continua após a publicidade|"
    r"(?:de tekst )?gaat verder onder de advertentie)"
    r"(?: continues below| below)?\W{0,3}",
    re.IGNORECASE,
)
# What stands on buttons, and at the end the words that join it to more: 'Teilen auf Facebook'.
_BUTTON = (
    r"share(?: (?:this|on|via|to|by|article|story|full article|now))*|save(?: article|"
    r" for later)?|tweet|post|"
    r"facebook|twitter|x|whats ?app|telegram|linkedin|pinterest|reddit|instagram|tiktok|bluesky|"
    r"threads|"
    r"messenger|flipboard|e-?mail|copy(?: link| url)?|link copied|print|bookmark|gift(?: this|"
    r" article)*|"
    r"(?:this |the )?(?:article|story)|reply|report|like|follow(?: us)?(?: on)?|google news|rss|"
    r"comments?|"
    r"(?:leave|post|add|view|read|show|jump to)(?: a| all| the)? comments?|have your say|"
    r"listen(?: to (?:this )?(?:article|story))?|"
    r"teilen|merken|drucken|kommentare?|kommentieren|vorlesen|(?:artikel |beitrag )?anhören|"
    r"artikel|"
    r"partager|imprimer|commenter|commentaires?|enregistrer|offrir|réagir|"
    r"compartir|guardar|imprimir|comentarios?|comentar|"
    r"condividi|salva|stampa|commenti?|ascolta|"
    r"compartilhar|partilhar|salvar|delen|bewaar|reacties?|afdrukken|"
    r"udostępnij|drukuj|komentarze?|skomentuj|"
    r"del artiklen|artikkelen|"
    r"paylaş|yazd\u0131r|yorum(?:lar)?|dela|del|skriv ut|kommentarer|jaa|"
    r"поделиться|сохранить|"
    r"комментарии|телеграм|"
    r"вконтакте|"
    r"分享(?:到[微信博朋友圈\s]{2,8})?|收藏|打印|ツイート(?:する)?|シェア(?:する)?|ブックマーク|"
    r"공유(?:하기)?|인쇄|페이스북|트위터|카카오톡|مشاركة|شارك|على|فيسبوك|تويتر|واتساب|طباعة|"
    r"शेयर(?: करें)?|फेसबुक|पर|"
    r"auf|per|sur|par|en|su|em|op|via|on|and|und|et|y|e|i|diesen|cet|esta|questo|dit"
)
_BUTTONS = re.compile(
    rf"\W{{0,3}}(?:{_BUTTON})(?:[\s,|/\u2022\u00b7+&:-]{{1,3}}(?:{_BUTTON}))*[\s:]{{0,2}}(?:\(?\d{{1,5}}\)?)?\W{{0,3}}|"
    rf"\(?\d{{1,5}}\)? (?:{_BUTTON})",
    re.IGNORECASE,
)
_LETTER = (
    r"newsletter\w{0,4}|inbox|e-?mail (?:alerts?|updates?)|push-?(?:alerts?|"
    r"nachrichten)|breaking news alerts?|"
    r"whats ?app[- ](?:channel|kanal|group|community)|telegram[- ](?:channel|kanal)|"
    r"canal de (?:whatsapp|telegram)|"
    r"chaîne whatsapp|canale (?:whatsapp|telegram)|postfach|bolet[ií]n|boletím|infolettre|"
    r"nieuwsbrief|nieuwsbrieven|nyhetsbrev|nyhedsbrev|bülten\w{0,6}|uutiskirje|hirlev[eé]l|"
    r"\u0440\u0430\u0441\u0441ылк\w{1,3}|(?:telegram|телеграм)-канал\w{0,3}|"
    r"(?:our|the|unsere|notre|nuestra|la nostra|onze)[\w\s-]{0,20} apps?|podcast|mailing list|"
    r"free trial|subscription|subscribers?"
)
_NEWSLETTER = re.compile(rf"\b(?:{_LETTER})\b", re.IGNORECASE)
_NEWSLETTER_NAME = re.compile(
    r"\bnews-?letter|nieuwsbrie|nyhetsbrev|nyhedsbrev|\b\u0440\u0430\u0441\u0441ылк",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"\W{0,3}(?:subscribe (?:to|now|today|for|here)|sign up (?:to|for|here|now|today)|"
    r"abonnieren sie|abonnez-vous|suscríbete|abbonati|assine|abonneer je|zaprenumeruj|"
    r"подпишитесь|abone ol)\b",
    re.IGNORECASE,
)
# Only what begins with a call to the reader counts; prose begins with its subject.
_CALL = re.compile(
    r"\W{0,3}(?:please |to |want |for |never miss|don['\u2019]t miss|get |sign up|sign-up|"
    r"subscribe|register|follow|"
    r"download|join|receive|stay |keep up|support|become|click|enter your|start your|try |"
    r"listen to|"
    r"abonnieren|jetzt|melden sie|folgen sie|folge uns|holen sie|laden sie|verpassen sie|"
    r"bestellen sie|"
    r"bleiben sie|unser|der [\w-]{0,20}newsletter|immer|alle|kostenlos|"
    r"abonnez|inscrivez|recevez|suivez|téléchargez|rejoignez|retrouvez|ne manquez|pour recevoir|"
    r"chaque|"
    r"suscr[ií]b|recib|s[ií]gu|descarg|ap[uú]nt|únete|reg[ií]str|no te pierdas|"
    r"iscriviti|abbonati|ricevi|segui|scarica|unisciti|resta|"
    r"assine|receba|siga|baixe|inscreva|cadastre|participe|entre no|acompanhe|"
    r"abonneer|meld je|meld u|schrijf je|volg|ontvang|download|"
    r"zapisz|subskrybuj|obserwuj|pobierz|dołącz|śledź|"
    r"prenumerera|följ|anmäl|abonn[eé]r|følg|meld deg|tilmeld|"
    r"abone|takip|indir|"
    r"подпис|читайте нас|следите|"
    r"скачайте)",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"\b(?:follow|folgen|folge|suivez|sígu\w+|sigue|segui\w{0,3}|siga|volg|följ|følg|obserwuj|"
    r"takip)\b.{1,60}"
    r"\b(?:twitter|facebook|instagram|x|tiktok|youtube|telegram|whats ?app|bluesky|linkedin|"
    r"threads|google news)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}|(?:https?://|www\.)\S{4,200}")
_ASKS = re.compile(
    r"\W{0,3}(?:(?:do|have|did|are|got) you|got a|if you|e-?mail|contact|write to|get in touch|"
    r"send|call|"
    r"haben sie|schreiben sie|kontakt|hinweise|avez-vous|vous avez|écrivez|contactez|tienes|"
    r"tiene usted|escr[ií]b|"
    r"hai |avete|scriv|mail |heeft u|heb je|masz |napisz)",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\b(?:have your say|let us know|tell us|what do you think|join (?:the|"
    r"our) (?:\w+ )?(?:conversation|debate|discussion|forum)|"
    r"in the comments(?: (?:below|section))?|comments? below|comments are closed|"
    r"diskutieren sie mit|schreiben sie uns|ihre meinung|in den kommentaren|donnez votre avis|"
    r"letters? to the editor|we(?:['\u2019]d| would)? (?:want|like|love) to hear (?:from|what) you|"
    r"en commentaires?|déjanos tu comentario|en los comentarios|nei commenti|nos comentários|"
    r"in de reacties|w komentarzach)\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:\xa9|\(c\)|copyright)\W.{2,100}|.{0,60}\bcopyright \d{4}\b.{0,60}|"
    r".{0,60}\b(?:all rights reserved|alle rechte vorbehalten|"
    r"tous droits réservés|todos los derechos reservados|riproduzione (?:\xa9 )?riservata|"
    r"todos os direitos reservados|alle rechten voorbehouden|wszelkie prawa zastrzeżone|"
    r"все права защищены)\b.{0,40}",
    re.IGNORECASE,
)
# Of scripts that do not part words, or in which a word more is no other word.
_RIGHTS_ELSEWHERE = re.compile(
    r".{0,40}(?:版[权權]所有(?![者人])|無断(?:転載|複製)[^。]{0,12}禁|무단\s?전재[^.]{0,15}금지|"
    r"جميع الحقوق محفوظة|सर्वाधिकार सुरक्षित).{0,40}"
)
_NEWSLETTER_ELSEWHERE = re.compile(
    r"(?:欢迎)?订阅.{0,12}(?:简报|通讯|邮件)|メール(?:マガジン|ニュース)[にのを]?(?:登録|購読).{0,6}|"
    r"뉴스레터.{0,6}구독.{0,6}|اشترك في (?:نشرتنا|النشرة) البريدية.{0,12}"
)
_EARNS = re.compile(
    r"\b(?:affiliate[- ]?(?:links?|partner\w{0,3})|"
    r"(?:earn|receive|get) an? (?:\w{1,20} ){0,2}commission|"
    r"(?:erhalten|bekommen) wir [^.]{0,60}provision|erhält [^.]{0,60}provision|"
    r"liens? d['\u2019]affiliation|enlaces? de afiliad[oa]s?|link di affiliazione)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\W_]{1,80}")
# What begins with one is said by somebody.
_OPENING = frozenset("\u2018\u201c\u201e\u00ab\"'")
_REASONS: dict[RemovedKind, str] = {
    "advertisement": "marks an advertisement",
    "commission": "says how the page earns money",
    "copyright": "claims the rights to the text",
    "share": "a button or a call to readers",
    "newsletter": "offers a newsletter or an app",
}

_LONGEST = 35
"""Words of the longest call. What is longer tells a story."""

_LONGEST_NOTICE = 80
"""Words of the longest notice of how a page earns its money."""

_SHORT = 12
"""Words of a line in a box; with more it may be a sentence of the story."""

_TALLEST = 5
"""Lines between two lines of one box; with more, two boxes would take the story between them."""


def mark_boxes(story: Story, title: str | None) -> None:
    """Find the lines of boxes, and what stands between two of one box.

    Args:
        story: the lines of a document.
        title: its headline. A story that is about newsletters has sentences about them.
    """
    on_newsletters = _NEWSLETTER_NAME.search(title or "") is not None
    for line in story.lines:
        if line.removed is not None:
            continue
        kind = "commission" if _tells_of_earnings(line) else _kind(line)
        if kind and not (kind == "newsletter" and on_newsletters and line.is_paragraph):
            line.remove(kind, _REASONS[kind])
    _mark_calls(story)
    _mark_between(story)


def _tells_of_earnings(line: Line) -> bool:
    return len(line.words) <= _LONGEST_NOTICE and _EARNS.search(line.text) is not None


def _kind(line: Line) -> RemovedKind | None:
    text, words = line.text, len(line.words)
    if words > _LONGEST or text[0] in _OPENING:
        return None
    if _RULE.fullmatch(text) or _ADVERTISEMENT.fullmatch(text):
        return "advertisement"
    if _RIGHTS_ELSEWHERE.fullmatch(text) or (words <= _SHORT and _RIGHTS.fullmatch(text)):
        return "copyright"
    if words <= _SHORT and _BUTTONS.fullmatch(text):
        return "share"
    if _is_newsletter(line):
        return "newsletter"
    return "share" if _addresses_readers(line) else None


def _addresses_readers(line: Line) -> bool:
    """Say whether a line asks readers to comment or to write."""
    text = line.text
    asks = (len(line.words) <= _SHORT or "?" in text) and _COMMENT.search(text)
    writes = _ASKS.match(text) and _ADDRESS.search(text)
    return bool(asks or writes)


def _is_newsletter(line: Line) -> bool:
    text = line.text
    called = _CALL.match(text) is not None
    if called and (_NEWSLETTER.search(text) or _FOLLOW.match(text)):
        return True
    if _NEWSLETTER_ELSEWHERE.fullmatch(text):
        return True
    if len(line.words) > 2 * _SHORT:
        return False
    return bool(_SUBSCRIBE.match(text) or (line.is_bare and _NEWSLETTER_NAME.search(text)))


def _mark_calls(story: Story) -> None:
    """Take 'Sign up to The Tide' where a line beside it says that it is a newsletter."""
    beside = [*pairwise(story.lines), *((below, line) for line, below in pairwise(story.lines))]
    for line, other in beside:
        offers = other.removed is not None and other.removed.kind in {"newsletter", "share"}
        if offers and line.is_bare and len(line.words) <= _SHORT and _CALL.match(line.text):
            line.remove("newsletter", _REASONS["newsletter"])


def _mark_between(story: Story) -> None:
    places = [
        place
        for place, line in enumerate(story.lines)
        if line.removed is not None and line.removed.kind == "newsletter"
    ]
    for first, last in pairwise(places):
        between = story.lines[first + 1 : last]
        if 0 < len(between) <= _TALLEST and all(_is_boxed(line) for line in between):
            for line in between:
                line.remove("newsletter", "stands in the box of a newsletter")


def _is_boxed(line: Line) -> bool:
    return line.form != "complete" or _NEWSLETTER_NAME.search(line.text) is not None
