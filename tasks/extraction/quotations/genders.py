"""Words and first names that tell a man from a woman. Who is not known by them is of no gender."""

import unicodedata
from typing import Final, Literal

Gender = Literal["m", "f"]

_MEN = """
actor baron boy brother businessman chairman congressman councilman dad duke emperor father
fireman fr gentleman grandfather he husband imam king lord man monk monsignor mr nephew policeman
pope prince salesman sheikh sir son spokesman sultan uncle waiter widower
"""

_WOMEN = """
actress aunt baroness businesswoman chairwoman congresswoman councilwoman dame daughter duchess
empress girl grandmother lady madam midwife miss mom mother mrs ms mum niece nun policewoman
princess queen she sister spokeswoman waitress widow wife woman
"""

_NAMES_OF_MEN = """
aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro alex alexander
alexandre alexei alfred ali alistair amir anders andreas andrei andrew andriy angus anthony
antoine anton antonio antony arjun arthur ashraf barack barry bashar ben benjamin bernard bill bob
boris brad brendan brian bruce bruno carl carlos charles charlie chris christian christopher colin
connor craig damian dan daniel darren dave david dean denis dennis derek desmond diego dieter
dmitri dmitry dmytro dominic donald douglas duncan ed eddie edward emmanuel enrique eric erik
ernest ethan evan federico felix fernando florian francis francisco francois frank fred frederick
gareth gary gavin geoff geoffrey georg george gerald gerard giovanni giuseppe glenn gordon graham
grant greg gregory guillaume gustav guy hamid hans harold harry hassan heinrich henri henrik henry
herbert howard hugh hugo hussein ian ibrahim igor ismail ivan ivo jack jacob jacques jake jakob
james jamie jan jason javier jay jean jeff jeffrey jens jeremy jerome jerry jim jimmy joao joe
joel johan johann john johnny jon jonas jonathan jorge jose joseph josh joshua juan jude julian
julio justin kamal karl keith ken kenneth kevin khalid klaus konstantin kumar kyle lars laurent
lawrence lee leo leon leonard lewis liam louis luc luca lucas luigi luis luke magnus mahmoud
malcolm manuel marc marco marcus mario mark markus marlon martin mathias matt matteo matthew
matthias maurice max maxim michael michel mick miguel mikael mike mikhail mohamed mohammad
mohammed mohan mohsen moses muhammad mustafa narendra nathan neil nelson nicholas nick nicolas
nigel nikolai noah norman oleg oleksandr oleksiy oliver olivier omar oscar osman otto owen pablo
paolo patrick paul paulo pavel pedro per pete peter petro phil philip philippe phillip pierre
piotr rafael raj rajesh ralph raul ray raymond recep reza ricardo richard rob robert roberto robin
rodrigo roger rohan roland roman ron ronald rory ross roy russell ryan salman sam samir samuel
saul scott sean sebastian sergei sergey sergio serhiy shaun simon stan stanley stefan stephen
steve steven stuart sunil sven tariq ted terence terry thomas tim timothy toby todd tom tomas
tommy tony trevor tyler umar valery vasily victor vikram viktor vincent vitaliy vladimir volodymyr
walter wayne werner will william winston wolfgang xavier yevgeny yuri yusuf
"""

_NAMES_OF_WOMEN = """
abigail adele agnes aisha alexandra alice alicia alison amanda amara amber amelia amina amy ana
anastasia andrea angela angelina anita ann anna anne annette annika antonia anya april ashley
astrid audrey aurora ayesha barbara beatrice bella beth bethan betty blessing brenda bridget
brigitte camilla carla carmen carol carole caroline carolyn catherine cathy cecilia charlotte
cheryl chiara chloe christina christine claire clara claudia constance cristina cynthia daisy
danielle dawn deborah debra deirdre delphine denise diana diane donna dora doris dorota dorothy
edith eileen elaine eleanor elena eliza elizabeth ella ellen elsa emily emma erica erin esther eva
eve evelyn faith farah fatima felicity fiona florence frances francesca freya gabriela gail gemma
georgia geraldine gillian gina giorgia giulia glenda gloria grace greta gwen hannah harriet hazel
heather heidi helen helena helene henrietta hilary hilda hillary holly hope ida ilse imelda imogen
ingrid irene irina iris isabel isabella isabelle isla ivy jacinda jacqueline jana jane janet
janice jasmine jean jenna jennifer jenny jessica jill joan joanna joanne josephine joy joyce
juanita judith judy julia julie june kamala karen karin kate kath katharine katherine kathleen
kathryn kathy katie katrina kay kelly kerry kim kirsten kirsty lara laura lauren layla lea leah
leila lena lesley leslie lidia lily linda lisa liz lola lorraine louise lucia lucy lydia lynn
mabel madeleine maggie maja marcia margaret margarita margot margrit maria mariam marie marilyn
marina marion martha mary maryam maud maureen maya megan mei melanie melissa mercy meryl mia
michaela michelle mildred miriam moira molly monica monique muriel nadia nancy naomi natalia
natalie natasha nazanin nicola nicole nina noor nora oksana olena olga olivia pamela paola
patience patricia paula pauline penelope penny petra philippa phoebe polly priti priya rachel
rania rebecca renata renee rhona rita roberta rosa rosalind rose rosemary roxana ruby ruth sabine
sadia sally samantha sandra sara sarah sasha shannon sharon sheila shirley silvia simone sinead
siobhan sofia sonia sophia sophie stacey stella stephanie sue susan susana susanna suzanne
svetlana sylvia tamara tanya tara tatiana teresa tessa thelma theresa tina tracey tracy ulrike una
ursula valentina valerie vanessa vera veronica victoria viktoria viola violet virginia vivian
wanda wendy winifred yasmin yolanda yulia yvette yvonne zainab zara zoe
"""


def _of(men: str, women: str) -> dict[str, Gender]:
    """Tell words apart that only one of two lists has."""
    hers, his = set(women.split()), set(men.split())
    told: dict[str, Gender] = dict.fromkeys(his - hers, "m")
    return told | dict.fromkeys(hers - his, "f")


GENDER_OF_TITLES: Final = _of(_MEN, _WOMEN)
"""Titles, kin and offices that only men or only women have, in small letters."""

GENDER_OF_NAMES: Final = _of(_NAMES_OF_MEN, _NAMES_OF_WOMEN)
"""First names, in small letters without accents."""


def gender_of_name(name: str) -> Gender | None:
    """Give the gender of somebody by the first name; None where it stands alone or is not known."""
    first, *others = name.split()
    if not others:
        return None
    letters = unicodedata.normalize("NFD", first.split("-")[0].casefold())
    return GENDER_OF_NAMES.get("".join(c for c in letters if not unicodedata.combining(c)))
