"""Given names that are common somewhere in the world and are no common words of English.

Surnames of East Asia stand with them, for there they come first.
"""

from typing import Final

_NAMES = """
aaron abdel abdi abdou abdul abdullah abel abigail abraham abu adam adama adel adele adnan adrian
adriana agata agnes agnieszka ahmad ahmed aidan aisha akira alain alan albert alberto alejandro
aleksandr aleksei alena alessandro alessia alex alexander alexandra alexandre alexei alexey
alexis alfonso alfred alfredo ali alice alicia alina alison allan allen allison alvaro amanda
amara amelia amina amir amit amos amy ana anastasia anatoly anders andre andrea andreas andrei
andrew andrey andriy andrzej andy angela angelo angus anil anita anja ann anna anne annette annie
anthony antoine anton antonio anwar ariel arjun armando arnold arthur arturo asha ashley ashraf
asif astrid audrey augusto austin ayesha aziz barbara barry bart bartosz bashar basil bastien
beatrice beatriz ben benjamin bernard bernardo bernd bert bertrand beth betty bhavna bilal björn
bob bobby bogdan boris boštjan brad brandon brenda brendan brett brian bridget bruce bruno bryan
callum cameron camila camille carl carla carlo carlos carmen carol carolina caroline carolyn
catalina catherine cathy cecilia cedric celia celine cesar charles charlie charlotte cheryl
chiara chloe chris christian christina christine christoph christophe christopher claire clara
clare claude claudia claudio clement clive colin colm conor corinne craig cristian cristina
curtis cynthia cyril dale damian damien dan dana daniel daniela danielle danny daria dariusz
darren dave david dawid dean debbie deborah declan deepak delia denis denise dennis derek diana
diane diego dieter dietmar dimitri dina dirk dmitri dmitry dmytro dolores dominic dominique
donald donna dora doris dorothy doug douglas duncan dylan eduardo edward edwin eileen eino elaine
eleanor elena eleni eli elias elisa elisabeth elise elizabeth ella ellen ellie elliot elsa emeka
emil emilia emilio emily emma emmanuel enrico enrique eric erica erik erika ernest ernesto ernst
esther ethan eugene eva evan evelyn ewa fabian fabio fabrice fatima fatou federico felipe felix
ferdinand fernanda fernando fiona florence florian frances francesca francesco francis francisco
franck francois françois frank frankie franz fred freddie frederic frederick frederik friedrich
fritz gabriel gabriela gabriele gael gareth gary gavin gemma genevieve geoff geoffrey georg
george georges georgina gerald gerard gerardo gerhard gerry giacomo gianni gilbert gilles gina
giorgio giovanna giovanni giulia giuseppe gleb glen glenn gloria gonzalo gordon graeme graham
greg gregor gregory greta guido guillaume guillermo gunther gustav gustavo guy gwen hamid hana
hank hanna hannah hannes hans harald harold harriet harris harry harvey hasan hassan heather
hector heidi heinrich heinz helen helena helene helga helmut henri henrik henry herbert hermann
hilary hiroshi hoda holly horst howard hugh hugo hussein ian ibrahim ida ignacio igor ilse imran
ines inga ingrid ioannis irene irina iris isaac isabel isabella isabelle ismail ivan ivana ivo
iwona jack jackie jacob jacqueline jacques jaime jake jakob jakub jamal james jamie jan jana jane
janet janice jared jasmine jason javier jean jeanette jeff jefferson jeffrey jennifer jenny jens
jeremy jerome jerry jesper jesse jessica jim jimmy joan joanna joanne joao joão jocelyn joe joel
johan johann johannes john johnny jon jonas jonathan jordi jorge jose joseph josh joshua josé
joyce juan juanita judith judy julia julian juliana julie julien juliet julio julius jun jürgen
justin justine jutta kamal kamala karen karim karin karl karla karol kate katerina kath katharina
katherine kathleen kathryn kathy katie katja katrin katya kay kayode keith keiko kelly ken kenji
kenneth kerry kevin khaled khalid kieran kim kirsten klaus konrad konstantin kristen kristian
kristina krzysztof kurt kwame kyle kylie lamine lars laszlo latifa laura lauren laurent laurence
laurie lea leah leila lena leo leon leonard leonardo leonid leroy leslie lester lewis liam lidia
lilian liliana linda lindsay lisa liz lorenzo lorraine louis louisa louise luc luca lucas lucia
luciano lucy ludwig luigi luis luisa lukas luke lydia lynn maciej madeleine maggie magnus mahmoud
maksim malcolm malik mamadou manfred manuel marc marcel marcelo marcin marco marcos marcus
margaret margarita margrit maria mariam marian mariana marie marija marina mario marion marisa
marjorie mark marko markus marlon marta martha martin martina mary maryam massimo mateo mateusz
mathieu matt matteo matthew matthias maureen maurice mauricio max maxim maxime maya megan mehdi
mehmet melanie melissa michael michal michel michele michelle miguel mihai mikael mike mikhail
milan milos mina mirjam miriam mohamed mohammad mohammed moira mona monica monika moses moshe
muhammad murat mustafa mykola myriam nadia nadine nancy naomi narendra nasser natalia natalie
natasha nathalie nathan neha neil nelson nestor nicholas nick nicola nicolas nicole nigel nikita
nikolai nikos nils nina noah noel nora norbert norma norman nuno oksana ole oleg oleksandr olena
olga oliver olivia olivier olivér omar orhan oscar osman oswald otto owen pablo pamela paola
paolo parvati pascal patrice patricia patrick paul paula paulo pavel pavlo pedro penelope penny
per percy peter petr petra petro phil philip philippa philippe phillip pierre piotr piero priya
prosper rachel radek rafael rahul raj rajesh ralph ramadan ramon ramzan raoul raphael rashid raul
ravi raymond rebecca reinhard renata rene renee ricardo riccardo richard rick ricky rita rob
robert roberto robin rodolfo rodrigo roger roland rolf roman romain ron ronald rosa rosalind
rosemary rosie ross roxana roy rubén rudolf rupert russell ruth ryan sabine sabrina sadiq said
saif salim salma salman salvador salvatore sam samantha samir samuel sandra sandro sanjay
santiago sara sarah saskia satoshi scott sean sebastian selim serena serge sergei sergey sergio
sergiy seth shane shannon sharon shaun sheila shinzo shirley siegfried sigrid silvia silvio simon
simone siobhan slobodan sofia sonia sophia sophie spyros stacey stan stanislav stefan stefania
stefano steffen stella stephan stephanie stephen steve steven stuart sue suleiman sunil susan
susana susanne suzanne sven svetlana sylvia sylvie taha takeshi tamara tania tanya tara tariq
tatiana ted teresa terence teresa terry thabo theo theodor theodore theresa therese thierry
thomas tim timothy tina tobias todd tom tomas tomasz tommy tomo toni tony tracey tracy trevor
tyler ulrich umberto ursula usman vaclav valentin valentina valeria valerie vanessa vera veronica
vicente vicky victor victoria vijay viktor viktoria vincent vincenzo viola virginie vitali vitaly
vittorio vivek vivian vladimir volodymyr waleed walter wanda warren wayne wei wendy werner wesley
wilfred wilhelm willem william willy winston wolfgang wouter xavier yaw yana yannick yasmin
yevgeny yolanda yoshi yuki yulia yuri yusuf yves yvette yvonne zachary zainab zeynep zoe zoltan
zsofia łukasz špela
"""

_SURNAMES_FIRST = """
xi li wang zhang zhao huang zhou wu xu hu guo lin gao luo zheng liang xie tang deng feng
peng zeng xiao tian dong cai jiang yuan wei kim choi jung kang yoon jang lim nguyen
tran pham phan vu dang bui ngo duong
"""

GIVEN_NAMES: Final = frozenset((_NAMES + _SURNAMES_FIRST).split())
"""In small letters."""
