"""Nationalities, religions and parties, and languages, by their English names."""

from typing import Final

_NATIONS = """
abkhaz abkhazian afghan african albanian algerian american andorran angolan arab arabian
argentine argentinian armenian asian assyrian australian austrian azerbaijani azeri bahamian
bahraini bangladeshi barbadian bashkir basque bavarian belarusian belgian belizean beninese
bhutanese bolivian bosnian brazilian briton bruneian bulgarian burkinabe burmese burundian
californian cambodian cameroonian canadian caribbean catalan caucasian chadian chechen chilean
circassian colombian comorian congolese cornish corsican cossack croat croatian cuban cypriot
czech dagestani dane djiboutian dominican dutchman ecuadorian ecuadorean egyptian emirati english
eritrean estonian ethiopian european eurasian fijian filipino finn flemish frenchman gabonese
galician gambian georgian german ghanaian gibraltarian greek greenlandic grenadian guatemalan
guinean guyanese haitian hawaiian hispanic honduran hungarian icelander icelandic indian
indonesian ingush inuit iranian iraqi irish irishman israeli italian ivorian jamaican japanese
jordanian kazakh kenyan korean kosovar kosovan kurd kurdish kuwaiti kyrgyz lao laotian latin
latino latvian lebanese lesotho liberian libyan lithuanian londoner luxembourgish macedonian
malagasy malawian malaysian maldivian malian maltese maori mauritanian mauritian mexican moldovan
mongol mongolian montenegrin moroccan mozambican muscovite namibian nepalese nepali nicaraguan
nigerian nigerien norwegian omani ossetian pakistani palestinian panamanian paraguayan persian
peruvian philippine pole portuguese punjabi qatari rohingya romanian russian rwandan salvadoran
salvadorean samoan sardinian saudi scandinavian scot scottish scotsman senegalese serb serbian
sicilian sikkimese singaporean slav slavic slovak slovakian slovene slovenian somali spaniard
spanish sudanese surinamese swazi swede syrian taiwanese tajik tamil tanzanian tatar texan thai
tibetan togolese tongan trinidadian tunisian turkish turkmen tyrolean ugandan ukrainian uruguayan
uyghur uzbek venezuelan vietnamese virginian walloon welsh welshman yemeni yemenite yugoslav
zairean zambian zimbabwean zulu british chinese danish dutch finnish french polish swedish swiss
turk turks
"""
_FAITHS = """
anglican ahmadi alawite baptist buddhist calvinist catholic christian copt coptic druze
evangelical franciscan hasidic hindu islamic islamist jain jesuit jew jewish lutheran maronite
mennonite methodist mormon muslim orthodox pentecostal presbyterian protestant quaker salafi shia
shiite sikh sufi sunni taoist yazidi zionist zoroastrian
"""
_PARTIES = """
conservatives democrat democratic democrats greens labourites maoist marxist nazi nazis peronist
republican republicans socialists stalinist tory tories trotskyist communist communists whig
whigs bolshevik bolsheviks
"""
_LANGUAGES = """
afrikaans amharic arabic bahasa bengali cantonese creole dari esperanto farsi gaelic gujarati
hausa hebrew hindi igbo javanese kannada konkani latin malay malayalam mandarin marathi occitan
oromo pashto pidgin sanskrit shona sinhala swahili tagalog telugu tigrinya urdu wolof xhosa
yiddish yoruba
"""

_COUNTRIES = frozenset({"philippines", "laos"})
"""Countries that look like peoples in the plural."""

NATIONS: Final = frozenset(_NATIONS.split())
"""Adjectives and nouns of nationality and region of the world, in the singular."""

PEOPLES: Final = NATIONS | frozenset((_FAITHS + _PARTIES).split())
"""Nationalities, religions and parties, in the singular but for those that are rather plural."""

LANGUAGES: Final = frozenset(_LANGUAGES.split())
"""Names of languages that are no nationality too."""


def is_people(word: str) -> bool:
    """Tell whether a word, in small letters, is such a name, in either number, or a compound."""
    if word in PEOPLES or (word[-1:] == "s" and word[:-1] in PEOPLES):
        return word not in _COUNTRIES
    last = word.rpartition("-")[2]
    return last != word and is_people(last)
