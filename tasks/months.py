"""What the months are called, in forty languages of news.

A word names one month in all of them but Croatian, which has names of its own for some of its
neighbours' words. Chinese, Japanese, Korean and Vietnamese number their months.

Source: Unicode CLDR, which spells them as dates have them, short and long.
"""

import re
from typing import Final

_WORDS: Final = (
    (
        "jan january januar jänner janv janvier ene enero janeiro gen gennaio januari tammi "
        "tammik tammikuu tammikuuta tammikuussa janúar sty styczeń stycznia styczen styczniu led "
        "leden ledna lednu január januára ian ianuarie sij siječanj siječnja siječnju siječnjem "
        "јан јануар јануари janar янв январь января січ січень січня яну януари ιανουάριοσ "
        "ιανουαρίου oca ocak saus sausio sausis janvāris jaan jaanuar djan djanuari يناير ژانویه "
        "ژانویهٔ جنوری ינואר לינואר בינואר ינו जनवरी जन॰ gener \u03b9\u03b1\u03bd "
        "\u05d9\u05e0\u05d5\u05f3 "
        "январе січні"
    ),
    (
        "feb february februar feber févr février fév febrero fev fevereiro febbraio februari "
        "helmi helmik helmikuu helmikuuta helmikuussa febrúar lut lutego luty lutym úno únor "
        "února únr únoru február februára febr februarie velj veljača veljače veljači veljačom "
        "феб фебруар фев февруари shk shkurt февр февраль февраля лют лютий лютого φεβ "
        "φεβρουάριοσ φεβρουαρίου şub şubat vas vasario vasaris februāris veebr veebruar peb "
        "pebruari فبراير فوریه فوریهٔ فبروری פברואר בפברואר לפברואר פבר फ़रवरी फ़र॰ febrer "
        "\u05e4\u05d1\u05e8\u05f3 "
        "феврале лютому"
    ),
    (
        "mar march mär märz mrz mars marzo março maart mrt marts maalis maalisk maaliskuu "
        "maaliskuuta maaliskuussa marca marzec marcu bře březen března březnu marec márc március "
        "már martie mart ožu ožujak ožujka ožujku ožujkom мар март марта березень березня берез "
        "μάρ μάρτιοσ μαρ μαρτίου kov kovas kovo märts maret mac مارس مارچ מרץ במרץ למרץ מרס במרס "
        "למרס מארס במארס למארס मार्च març \u0431\u0435\u0440 "
        "марте березні"
    ),
    (
        "apr april avr avril abr abril aprile huhti huhtik huhtikuu huhtikuuta huhtikuussa apríl "
        "kwi kwiecień kwietnia kwiecien kwietniu kwie dub duben dubna dubnu apríla ápr április "
        "aprilie tra travanj travnja travnju travnjem апр април pri prill апрель апреля квіт "
        "квітень квітня кві απρ απρίλιοσ απριλίου nis nisan bal balandis balandžio aprīlis aprill "
        "أبريل آوریل اپریل אפריל באפריל לאפריל אפר अप्रैल \u05d0\u05e4\u05e8\u05f3 "
        "апреле квітні"
    ),
    (
        "may mai mayo maio mag maggio mei maj touko toukok toukokuu toukokuuta toukokuussa maí "
        "maja maju kvě květen května květnu máj mája május svi svibanj svibnja svibnju svibnjem "
        "мај май мая трав травень травня тра μάι μάιοσ μαΐ geg gegužė gegužės maijs مايو مهٔ "
        "מאי במאי למאי maig \u03bc\u03b1\u03b9\u0308\u0301\u03bf\u03c5 may\u0131s "
        "мае травні"
    ),
    (
        "jun june juni juin junio junho giu giugno kesä kesäk kesäkuu kesäkuuta kesäkuussa jún "
        "júní cze czerwca czerwiec czerwcu červen června čvn čer červnu júna junij június iun "
        "iunie lipanj lipnja lipnju lipnjem јун јуни qer qershor июн июнь июня черв червень "
        "червня чер юни ιουνίου ιούν ιούνιοσ haz haziran birž birželio birželis jūn jūnijs juuni "
        "djuni يونيو يونيه يونية ژوئن جون יוני ביוני ליוני יונ जून juny \u03b9\u03bf\u03c5\u03bd "
        "июне червні"
    ),
    (
        "jul july juli juil juillet julio julho lug luglio heinä heinäk heinäkuu heinäkuuta "
        "heinäkuussa júl júlí lip lipca lipiec lipcu července červenec čvc črc červenci črv júla "
        "julij július iul iulie srpanj srpnja srpnju srpnjem јул јули korr korrik kor июл июль "
        "июля лип липень липня юли ιουλ ιουλίου ιούλ ιούλιοσ tem temmuz liep liepa liepos jūl "
        "jūlijs juuli djuli julai يوليو يوليه يولية ژوئیه ژوئیهٔ جولای יולי ביולי ליולי יול जुलाई "
        "जुल॰ juliol "
        "июле липні"
    ),
    (
        "aug august août aoû ago agosto augustus augusti elo elok elokuu elokuuta elokuussa ágú "
        "ágúst sie sierpień sierpnia sierpien sierpniu srp srpen srpna srpnu augusta avg avgust "
        "augusztus kol kolovoz kolovoza kolovozu kolovozom авг август gush gusht gsh августа серп "
        "серпень серпня αυγούστου αύγ αύγουστοσ ağu ağustos rugp rugpjūtis rugpjūčio augusts agu "
        "agustus agt ogo ogos أغسطس اوت آگست אוגוסט באוגוסט לאוגוסט אוג अगस्त अग॰ agost "
        "d'agost \u0441\u0435\u0440 \u03b1\u03c5\u03b3 \u05d0\u05d5\u05d2\u05f3 "
        "августе серпні"
    ),
    (
        "sep september sept septembre septiembre setiembre set setembro septembro settembre syys "
        "syysk syyskuu syyskuuta syyskuussa wrz wrzesień września wrzesien wrzesnia wrześniu "
        "wrzesniu zář září septembra szept szeptember septembrie ruj rujan rujna rujnu rujnom "
        "septembar сеп септембар септември септ sht shtator сент сентябрь сентября сен вер "
        "вересень вересня верес септм σεπ σεπτέμβριοσ σεπτεμβρίου eyl eylül rugs rugsėjis rugsėjo "
        "septembris سبتمبر سپتامبر سپتمبر ספטמבר בספטמבר לספטמבר ספט सितंबर सित॰ सितम्बर setembre "
        "\u05e1\u05e4\u05d8\u05f3 "
        "сентябре вересні"
    ),
    (
        "oct october okt oktober octobre octubre out outubro ott ottobre loka lokak lokakuu "
        "lokakuuta lokakuussa október paź październik października pazdziernik pazdziernika "
        "październiku pazdzierniku paz říj říjen října říjnu októbra octombrie listopadom oktobar "
        "окт октобар октомври tet tetor октябрь октября жовт жовтень жовтня жов οκτ οκτωβρίου "
        "οκτώβριοσ eki ekim spal spalio spalis oktobris oktoober أكتوبر اکتبر اکتوبر אוקטובר "
        "באוקטובר לאוקטובר אוק अक्तूबर अक्तू॰ अक्टूबर \u05d0\u05d5\u05e7\u05f3 "
        "октябре жовтні"
    ),
    (
        "nov november novembre noviembre novembro marras marrask marraskuu marraskuuta "
        "marraskuussa nóv nóvember lis listopad listopada listopadzie listopadu novembra "
        "noiembrie noiem stu studeni studenoga studenom studenomu studenome studenog studenim "
        "novembar нов новембар ное ноември ноем nën nëntor нояб ноябрь ноября ноя лист листопад "
        "листопада листоп лис νοέ νοέμβριοσ νοε νοεμβρίου kas lapkr lapkritis lapkričio novembris "
        "nop nopember نوفمبر نوامبر نومبر נובמבר בנובמבר לנובמבר נוב नवंबर नव॰ नवम्बर kas\u0131m "
        "\u05e0\u05d5\u05d1\u05f3 "
        "ноябре листопаді"
    ),
    (
        "dec december dez dezember déc décembre dic diciembre dezembro dicembre des desember "
        "joulu jouluk joulukuu joulukuuta joulukuussa gru grudnia grudzień grudzien grudniu pro "
        "prosince prosinec prosinci decembra decembrie prosinac prosinca prosincu prosincem "
        "decembar дец децембар дек декември dhj dhjetor декабрь декабря груд грудень грудня δεκ "
        "δεκέμβριοσ δεκεμβρίου ara gruod gruodis gruodžio decembris dets detsember dis disember "
        "ديسمبر دسامبر دسمبر דצמבר בדצמבר לדצמבר דצמ दिसंबर दिस॰ दिसम्बर desembre "
        "\u0433\u0440\u0443 aral\u0131k \u05d3\u05e6\u05de\u05f3 "
        "декабре грудні"
    ),
)
MONTHS: Final = {word: number for number, words in enumerate(_WORDS, 1) for word in words.split()}
"""The number of the month that a word names, folded as `str.casefold` does."""

CROATIAN: Final = {"lip": 6, "srp": 7, "lis": 10, "listopad": 10, "listopada": 10, "listopadu": 10}
"""Where Croatian means another month than Polish and Czech do by the same word."""

_CROATIAN = re.compile(r"(?:hr|bs)\b", re.IGNORECASE)
_ITS_NEIGHBOURS = re.compile(r"(?:pl|cs)\b", re.IGNORECASE)


def month_of(word: str, language: str | None = None) -> int | None:
    """Tell which month a word names.

    'listopad' is November in Czech and October in Croatian: of no language it is neither.
    """
    word = word.casefold().strip(" .\u2019'").replace("\u0307", "")
    if word not in CROATIAN:
        return MONTHS.get(word)
    if _CROATIAN.match(language or ""):
        return CROATIAN[word]
    return MONTHS[word] if _ITS_NEIGHBOURS.match(language or "") else None
