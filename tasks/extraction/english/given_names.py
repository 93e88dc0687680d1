"""Given names that are common somewhere in the world, by the gender of those who bear them."""

import unicodedata
from typing import Final

from tasks.extraction.english.people import Gender

_OF_MEN = """
aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro alex alexander alexandre
alexei alfred ali alistair amir anders andreas andrei andrew andriy angus anthony antoine anton
antonio antony arjun arthur ashraf barack barry bashar ben benjamin bernard bill bob boris brad
brendan brian bruce bruno carl carlos charles charlie chris christian christopher colin connor
craig damian dan daniel darren dave david dean denis dennis derek desmond diego dieter dmitri
dmitry dmytro dominic donald douglas duncan ed eddie edward emmanuel enrique eric erik ernest ethan
evan federico felix fernando florian francis francisco francois frank fred frederick gareth gary
gavin geoff geoffrey georg george gerald gerard giovanni giuseppe glenn gordon graham grant greg
gregory guillaume gustav guy hamid hans harold harry hassan heinrich henri henrik henry herbert
howard hugh hugo hussein ian ibrahim igor ismail ivan ivo jack jacob jacques jake jakob james jamie
jan jason javier jay jeff jeffrey jens jeremy jerome jerry jim jimmy joao joe joel johan johann
john johnny jon jonas jonathan jorge jose joseph josh joshua juan jude julian julio justin kamal
karl keith ken kenneth kevin khalid klaus konstantin kumar kyle lars laurent lawrence lee leo leon
leonard lewis liam louis luc luca lucas luigi luis luke magnus mahmoud malcolm manuel marc marco
marcus mario mark markus marlon martin mathias matt matteo matthew matthias maurice max maxim
michael michel mick miguel mikael mike mikhail mohamed mohammad mohammed mohan mohsen moses
muhammad mustafa narendra nathan neil nelson nicholas nick nicolas nigel nikolai noah norman oleg
oleksandr oleksiy oliver olivier omar oscar osman otto owen pablo paolo patrick paul paulo pavel
pedro per pete peter petro phil philip philippe phillip pierre piotr rafael raj rajesh ralph raul
ray raymond recep reza ricardo richard rob robert roberto robin rodrigo roger rohan roland roman
ron ronald rory ross roy russell ryan salman sam samir samuel saul scott sean sebastian sergei
sergey sergio serhiy shaun simon stan stanley stefan stephen steve steven stuart sunil sven tariq
ted terence terry thomas tim timothy toby todd tom tomas tommy tony trevor tyler umar valery vasily
victor vikram viktor vincent vitaliy vladimir volodymyr walter wayne werner will william winston
wolfgang xavier yevgeny yuri yusuf
"""
_OF_WOMEN = """
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
ingrid irene irina iris isabel isabella isabelle isla ivy jacinda jacqueline jana jane janet janice
jasmine jenna jennifer jenny jessica jill joan joanna joanne josephine joy joyce juanita judith
judy julia julie june kamala karen karin kate kath katharine katherine kathleen kathryn kathy katie
katrina kay kelly kerry kim kirsten kirsty lara laura lauren layla lea leah leila lena lesley
leslie lidia lily linda lisa liz lola lorraine louise lucia lucy lydia lynn mabel madeleine maggie
maja marcia margaret margarita margot margrit maria mariam marie marilyn marina marion martha mary
maryam maud maureen maya megan mei melanie melissa mercy meryl mia michaela michelle mildred miriam
moira molly monica monique muriel nadia nancy naomi natalia natalie natasha nazanin nicola nicole
nina noor nora oksana olena olga olivia pamela paola patience patricia paula pauline penelope penny
petra philippa phoebe polly priti priya rachel rania rebecca renata renee rhona rita roberta rosa
rosalind rose rosemary roxana ruby ruth sabine sadia sally samantha sandra sara sarah sasha shannon
sharon sheila shirley silvia simone sinead siobhan sofia sonia sophia sophie stacey stella
stephanie sue susan susana susanna suzanne svetlana sylvia tamara tanya tara tatiana teresa tessa
thelma theresa tina tracey tracy ulrike una ursula valentina valerie vanessa vera veronica victoria
viktoria viola violet virginia vivian wanda wendy winifred yasmin yolanda yulia yvette yvonne
zainab zara zoe
"""
_OF_EITHER = """
abdel abdi abdou abel abu adama adel adnan adriana agata agnieszka aidan akira alain alberto
aleksandr aleksei alena alessandro alessia alexey alexis alfonso alfredo alina allan allen allison
alvaro amit amos anatoly andre andrey andrzej andy angelo anil anja annie anwar ariel armando
arnold arturo asha asif augusto austin aziz bart bartosz basil bastien beatriz bernardo bernd bert
bertrand bhavna bilal björn bobby bogdan boštjan brandon brett bryan callum cameron camila camille
carlo carolina catalina cedric celia celine cesar christoph christophe clare claude claudio clement
clive colm conor corinne cristian curtis cyril dale damien dana daniela danny daria dariusz dawid
debbie declan deepak delia dietmar dimitri dina dirk dolores dominique doug dylan eduardo edwin
eino eleni eli elias elisa elisabeth elise ellie elliot emeka emil emilia emilio enrico erika
ernesto ernst eugene ewa fabian fabio fabrice fatou felipe ferdinand fernanda francesco franck
frankie franz françois freddie frederic frederik friedrich fritz gabriel gabriele gael genevieve
georges georgina gerardo gerhard gerry giacomo gianni gilbert gilles giorgio giovanna gleb glen
gonzalo graeme gregor guido guillermo gunther gustavo hana hank hanna hannes harald harris harvey
hasan hector heinz helga helmut hermann hiroshi hoda horst ignacio imran ines inga ioannis isaac
ivana iwona jackie jaime jakub jamal jared jean jeanette jefferson jesper jesse jocelyn johannes
jordi josé joão juliana julien juliet julius jun justine jutta jürgen karim karla karol katerina
katharina katja katrin katya kayode keiko kenji khaled kieran konrad kristen kristian kristina
krzysztof kurt kwame kylie lamine laszlo latifa laurence laurie leonardo leonid leroy lester lilian
liliana lindsay lorenzo louisa luciano ludwig luisa lukas maciej maksim malik mamadou manfred
marcel marcelo marcin marcos marian mariana marija marisa marjorie marko marta martina massimo
mateo mateusz mathieu mauricio maxime mehdi mehmet michal michele mihai milan milos mina mirjam
mona monika moshe murat mykola myriam nadine nasser nathalie neha nestor nikita nikos nils noel
norbert norma nuno ole olivér orhan oswald parvati pascal patrice pavlo percy petr piero prosper
radek rahul ramadan ramon ramzan raoul raphael rashid ravi reinhard rene riccardo rick ricky
rodolfo rolf romain rosie rubén rudolf rupert sabrina sadiq said saif salim salma salvador
salvatore sandro sanjay santiago saskia satoshi selim serena serge sergiy seth shane shinzo
siegfried sigrid silvio slobodan spyros stanislav stefania stefano steffen stephan suleiman susanne
sylvie taha takeshi tania thabo theo theodor theodore therese thierry tobias tomasz tomo toni
ulrich umberto usman vaclav valentin valeria vicente vicky vijay vincenzo virginie vitali vitaly
vittorio vivek waleed warren wei wesley wilfred wilhelm willem willy wouter yana yannick yaw yoshi
yuki yves zachary zeynep zoltan zsofia łukasz špela
"""
"""Names of men, of women and of both, whose gender nobody has told apart here."""

_SURNAMES_FIRST = """
bui cai choi dang deng dong duong feng gao guo hu huang jang jiang jung kang kim li liang lim lin
luo ngo nguyen peng pham phan tang tian tran vu wang wei wu xi xiao xie xu yoon yuan zeng zhang
zhao zheng zhou
"""
"""Surnames of East Asia, for there they come first."""

_WORDS = """
amber april aurora bill blessing daisy dawn eve faith georgia grace grant hazel hope ivy jay joy
june kumar lee lily mercy patience ray rose ruby stanley violet virginia will
"""
"""Names that are words, months or places as well: without a surname they may name no person."""

_GENDERS: Final[dict[str, Gender]] = {
    **dict.fromkeys(_OF_MEN.split(), "m"),
    **dict.fromkeys(_OF_WOMEN.split(), "f"),
}
"""Names that only men or only women bear, in small letters without accents."""

GIVEN_NAMES: Final = (
    frozenset(_GENDERS) | frozenset((_OF_EITHER + _SURNAMES_FIRST).split())
) - frozenset(_WORDS.split())
"""Names that show a person wherever they stand, in small letters."""


def gender_of_name(name: str) -> Gender | None:
    """Give the gender of somebody by the first name; None where it stands alone or is not known."""
    first, *others = name.split()
    if not others:
        return None
    letters = unicodedata.normalize("NFD", first.split("-")[0].casefold())
    return _GENDERS.get("".join(c for c in letters if not unicodedata.combining(c)))
