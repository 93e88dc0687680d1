"""Names that every reader of news knows, and whose words do not tell what they name."""

from typing import Final

_PLACES = """
us, usa, uk, uae, drc, soviet union, ussr, middle east, far east, west bank, gaza strip,
united states, united kingdom, united arab emirates, the hague, latin america, arctic, antarctic,
wall street, eurozone, holy land, ivory coast, cape town, cape verde, the gambia, the netherlands,
antigua and barbuda, bosnia and herzegovina, trinidad and tobago, saint kitts and nevis,
st kitts and nevis, saint vincent and the grenadines, st vincent and the grenadines,
sao tome and principe, são tomé and príncipe, newfoundland and labrador, turks and caicos islands,
jammu and kashmir, tyne and wear, brighton and hove, heard and mcdonald islands
"""
_BODIES = """
eu, un, nato, white house, kremlin, pentagon, downing street, no 10, elysee, élysée, red cross,
european union, united nations, african union, congress, fbi, cia, red crescent, scotland yard,
nhs, imf, who, nasa, opec, fed, politburo, capitol hill, whitehall, met office, ofcom, ofsted,
ofgem, interpol, europol, unicef, unesco, unhcr, iaea, asean, ecowas, mercosur, greenpeace, oxfam,
amnesty, amnesty international, human rights watch, duma, knesset, bundestag, bundesbank,
bundeswehr, mossad, shin bet, frontex, wto, ecb, irs, nypd, lapd, pemex, centcom, foreign office,
home office
"""
_PARTIES = """
labour, lib dems, lib dem, liberal democrats, plaid cymru, sinn fein, sinn féin, snp, dup, sdlp,
reform uk, ukip, fianna fail, fianna fáil, fine gael, likud, fatah, hamas, hezbollah, hizbollah,
hizbullah, taliban, al qaeda, al qaida, isis, islamic state, boko haram, al shabaab, al shabab,
bharatiya janata party, bjp, zanu pf, swapo, peronists, afd, cdu, spd, fidesz, syriza, podemos,
national rally, brothers of italy, kuomintang, khmer rouge, farc, m23
"""
_PRESS = """
reuters, associated press, ap, afp, agence france presse, bbc, cnn, nbc, cbs, abc, msnbc, fox
news, itv, sky news, al jazeera, npr, pbs, upi, tass, itar tass, interfax, ria novosti, xinhua,
kyodo, dpa, ansa, efe, bloomberg, the times, the guardian, the independent, the sun, the mirror,
the economist, new york times, the new york times, washington post, the washington post, wall
street journal, the wall street journal, financial times, los angeles times, usa today, new
yorker, der spiegel, bild, le monde, le figaro, liberation, el pais, el país, corriere della sera,
la repubblica, pravda, izvestia, kommersant, haaretz, the hindu, asahi shimbun, politico, axios,
buzzfeed, deutsche welle
"""
_COMPANIES = """
google, facebook, meta, twitter, instagram, tiktok, tik tok, whatsapp, youtube, snapchat, reddit,
linkedin, apple, amazon, amazoncom, microsoft, ibm, intel, nvidia, oracle, cisco, dell, netflix,
spotify, uber, lyft, airbnb, paypal, ebay, tesla, spacex, samsung, sony, nintendo, toyota, honda,
nissan, mazda, mitsubishi, hyundai, ford, general motors, chrysler, volkswagen, bmw, daimler,
mercedes benz, porsche, opel, adam opel, renault, peugeot, citroen, fiat, ferrari, volvo, boeing,
airbus, lockheed martin, raytheon, northrop grumman, shell, exxon, exxonmobil, exxon mobil,
chevron, texaco, gazprom, rosneft, lukoil, aramco, walmart, wal mart, tesco, sainsbury's, asda,
aldi, lidl, ikea, starbucks, mcdonald's, burger king, coca cola, pepsi, pepsico, nestle, nestlé,
unilever, pfizer, astrazeneca, moderna, novartis, roche, bayer, goldman sachs, morgan stanley,
merrill lynch, jp morgan, jpmorgan, jpmorgan chase, citigroup, citibank, barclays, lloyds, hsbc,
ubs, commerzbank, credit suisse, lehman brothers, nike, adidas, gucci, chanel, disney, walt
disney, paramount, huawei, alibaba, tencent, bytedance, qantas, lufthansa, aeroflot, ryanair,
easyjet, siemens, nokia, ericsson, motorola, kodak, xerox, vodafone, verizon, comcast, nasdaq,
moody's, openai, anthropic
"""
_CLUBS = """
arsenal, chelsea, everton, tottenham, tottenham hotspur, spurs, aston villa, crystal palace, fulham,
west ham, queens park rangers, nottingham forest, sheffield wednesday, celtic, rangers, hearts,
hibernian, real madrid, atletico madrid, real sociedad, deportivo coruna, juventus, internazionale,
inter milan, ac milan, lazio, sampdoria, fiorentina, ajax, feyenoord, psv eindhoven, benfica,
bayern munich, borussia dortmund, schalke, werder bremen, paris saint germain, psg, anderlecht,
galatasaray, fenerbahce, besiktas, olympiakos, panathinaikos, boca juniors, river plate, flamengo,
corinthians, all blacks, wallabies, springboks, yankees, red sox, white sox, mets, dodgers, cubs,
orioles, blue jays, royals, athletics, mariners, angels, astros, braves, phillies, marlins, expos,
padres, rockies, brewers, twins, reds, nationals, diamondbacks, lakers, celtics, knicks, nets,
sixers, 76ers, bulls, pistons, pacers, cavaliers, raptors, bucks, hornets, heat, magic, wizards,
timberwolves, mavericks, spurs, nuggets, clippers, suns, jazz, trail blazers, grizzlies, pelicans,
packers, cowboys, steelers, patriots, redskins, commanders, giants, jets, bills, dolphins, ravens,
bengals, browns, colts, texans, titans, jaguars, chargers, chiefs, broncos, raiders, seahawks, rams,
49ers, niners, vikings, buccaneers, canadiens, maple leafs, senators, sabres, flyers, penguins,
capitals, red wings, blackhawks, blues, predators, oilers, flames, canucks, avalanche, ducks
"""
_WORKS = "bible, koran, quran, torah"
_EVENTS = """
world cup, middle ages, ramadan, new year, cold war, christmas, easter, thanksgiving, passover,
diwali, hanukkah, halloween, eid, holocaust, brexit, super bowl, world series, ryder cup, davis cup,
us open, tour de france, giro d'italia, oscars, oscar, grammys, grammy
"""


def _names(lines: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in lines.split(","))


NICKNAMES: Final = frozenset(_names(_CLUBS))
"""Clubs and teams by names that are not those of their towns; some are common words."""

WELL_KNOWN: Final[dict[str, str]] = {
    name: type_
    for type_, lines in (
        ("place", _PLACES),
        ("organisation", _BODIES + "," + _PARTIES + "," + _PRESS + "," + _COMPANIES),
        ("work", _WORKS),
        ("event", _EVENTS),
    )
    for name in _names(lines)
}
"""The type of each, by the key of its mentions."""
