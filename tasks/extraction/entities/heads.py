"""Words of names that tell what they name, as `Bridge`."""

from typing import Final

from tasks.extraction.places.kinds import OF_A_PLACE

_ORGANISATIONS = """
academy administration agency air airlines airways alliance army assembly assizes association
authority bank battalion board brewery brigade broadcasting brotherhood bureau bundestag cabinet
chamber charity church club coalition coastguard college command commission committee commons
communications company confederation conference congress conservatory consortium constabulary co-
operative cooperative corp corporation corps council court department diocese directorate division
duma electric energy enterprises ensemble entertainment executive faculty federation fleet force
forces forum foundation front fund gazette government group guard guardian guild herald holdings
industries inspectorate institute institution insurance inquirer investments journal knesset
laboratories laboratory league lords magistrates mission monitor motors movement navy network news
newspaper newspapers observatory observer office ombudsman orchestra order organisation
organization parliament partners partnership partnerships party pharmaceuticals philharmonic
pictures police post press productions prosecutor rada radio records regiment register registry
school schools seminary senate senedd service services society software squad squadron stores
studios supermarkets symphony synod system systems team technologies telecom telegraph television
times treasury tribunal tribune trust tv union unions universities united university utd watch
watchdog bishops boys brothers rovers wanderers rugby hotspur albion athletic warriors giants
tigers lions eagles bears bruins bulls railroad railway railways hawks falcons raiders rangers
panthers sharks saints pirates dolphins rockets broncos cowboys wolves longhorns
"""
_COMPANIES = """
ag bv co corp fc afc cf sc hc gmbh inc incorporated kg limited llc llp lp ltd nv plc spa
"""
_FACILITIES = """
abbey airbase airfield airport amphitheatre arena auditorium avenue ballpark barracks boulevard
bridge building bunker cafe café campus canal castle cathedral causeway cemetery chapel cinema
circuit clinic convent courthouse crematorium crossing dam depot dock docks embassy expressway
farm freeway gallery garden gardens gate gym gymnasium hall hangar harbor harbour highway hospice
hospital hotel inn jail lane library lighthouse mall mansion market marina mausoleum memorial
mill mine monastery monument mosque motorway museum observatory orphanage palace pavilion pier
pipeline plant plaza port power-station prison pub quay raceway racecourse refinery restaurant
road roundabout route ruins shipyard shrine spaceport speedway square stadium stand station street
subway supermarket synagogue temple terminal theater theatre tower towers track tunnel velodrome
viaduct warehouse wharf zoo
"""
_PLACES = """
republic alps area atoll basin beach brook canyon coast constituency creek delta emirates estuary
fells fields fjord forest glacier heath heights highlands hills islands junction isles kingdom
lagoon lakes marsh metropolis moor moors mountains park pass peak plain plains plateau pond
quarter range reef ridge shore sound states steppe straits territories ward waters woods zone
"""
"""Besides those that tell the kind of a place on the map."""
_EVENTS = """
armistice awards battle battles biennale campaign carnival championship championships chase
classic conventions coup crisis crusade cup derby earthquake election elections epiphany
exhibition expo fair famine festival final finals fire flood games genocide grand-prix holocaust
intifada inquisition marathon massacre masters offensive olympiad olympics open plebiscite
primaries prix prize qualifiers rally rebellion referendum reformation regatta renaissance
revolution riots season siege summit symposium tournament tragedy trophy uprising vuelta war wars
"""
_LAWS = """
accord accords act agreement amendment bill charter code constitution covenant directive law laws
ordinance pact protocol statute statutes treaty
"""
_GROUPS = "jewry muslims jews christians people peoples tribe tribes"

_SHIPS = "hms uss mv ss rms ins"
_FIRST_OF_PLACES = "lake mount cape fort gulf isle mt"
_FIRST_OF_EVENTS = "hurricane cyclone typhoon storm operation"
_FIRST_OF_FACILITIES = "hotel camp interstate cafe café"
_FIRST_OF_ORGANISATIONS = "radio banque banco partido fc afc ac as"

COMPANIES: Final = frozenset(_COMPANIES.split())
"""Endings of the names of companies and clubs, which nothing else bears."""

HEADS: Final[dict[str, str]] = {
    word: type_
    for type_, words in (
        ("organisation", _ORGANISATIONS + _COMPANIES),
        ("facility", _FACILITIES),
        ("place", " ".join((_PLACES, *sorted(OF_A_PLACE)))),
        ("event", _EVENTS),
        ("law", _LAWS),
        ("group", _GROUPS),
    )
    for word in words.split()
}
"""The type of a name by its last word, or by the last one before `of` or `for`."""

FIRST: Final[dict[str, str]] = {
    word: type_
    for type_, words in (
        ("place", _FIRST_OF_PLACES),
        ("event", _FIRST_OF_EVENTS),
        ("facility", _FIRST_OF_FACILITIES),
        ("organisation", _FIRST_OF_ORGANISATIONS),
    )
    for word in words.split()
}
"""The type of a name of several words by its first word."""

SHIPS: Final = frozenset(_SHIPS.split())
"""First words of the names of ships."""
