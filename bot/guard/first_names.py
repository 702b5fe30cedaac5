"""Given names that show a text speaks about a person: the project's own selection of common ones across cultures."""


def spaced(names: str) -> frozenset[str]:
    """The set of words in a text, for long lists that read better without quotes."""
    return frozenset(names.split())


# These are hardly ever anything but a person, so one alone is enough.
CLEAR = spaced(
    """
    annabel agata aleksandra ananth anatoly aled bartosz camila cormac declan deepa despina dimitar dimitris
    dragan eero eleni eoin femke ferenc georgios grzegorz gudrun hamad hideki hyejin istvan jeroen jisoo joaquin
    jukka kaoru kavita khaled kirill kjell konstantinos larissa layla lennart linh maarten mariam marijke masato
    mateo minjun mirko miroslav naoki nasser niamh nikola nikos nomsa orla pekka phuong piet priyanka päivi
    radoslav rafaela raghav ragnar rhiannon rutger saleh saoirse siddhartha sietske sigrun sipho sjoerd snezana
    solveig srinivas stoyan swati takumi tamer thandiwe themba thiago thijs thuy tomislav torbjorn venkatesh
    vesna walid wouter xiomara yevgeny yiannis yusra zanele zoran zsuzsa zuzanna
    aaron abdul abdullah abena abigail adaeze adam adebayo aditya adrian agnes agnieszka ahmad ahmed aisha akira
    albert alejandro aleksandr alessandra alessandro alessia alex alexander alexandra alfonso alfred alfredo ali
    alice alicia alina alison alistair allison alvaro alyssa amanda amelia amina amir amit amy ana ananya
    anastasia anders andrea andreas andrei andrew andrzej andré angela anil anita anjali anke ankit anna anne anneke
    annette annika anselm anthony antje antoine anton antonia anuj aoife aparna arash arjun arkadiusz arne
    arnold arthur arturo arun asha ashok asif astrid ayse ayşe babak barbara barry bart beate beatrice beatriz
    bella ben benedikt benjamin benoit bernadette bernard bernardo bernd beth bettina betty bhavna birgit bjorn
    björk björn blanca bogdan bonnie boris brenda brendan brian bridget brigitte britta bruno caitlin calvin
    cameron camille candice carl carla carlos carmen carolin caroline carsten cassandra catherine cathy cecilia
    celeste celine chandra chantal charles charlie chen chiara chidi chika chinedu chloe chris christa christina
    christine christoph christopher ciara ciaran cindy claire clara claudia claudio clemens clive colin connor
    conor constance corinna cornelia craig cristian cristina curtis cynthia cyril dagmar damien daniel daniela
    danielle danny daphne dariusz darren dave david deborah deepak deirdre delphine demetrius denise dennis
    derek derrick desmond devika diana diane dieter dina dinesh dionne dirk divya dmitri dmitry dolores dominic
    dominik dominique donald doris dorothea dorothy doug douglas douwe drago duncan ebba eckhard edith edmund
    eduardo edward edwin efua egon eileen ekaterina elaine eleanor elena elisabeth elise eliza elizabeth elke
    ellen eloise elvira emeka emil emilia emilio emily emma enrique enzo eric erica erik erin ernesto erwin esra
    estelle esther ethan eugene eva evan evelyn evgeny ewa ezra fabian fabio faisal farah farid fatima fatma
    faye federico felicia felipe femi ferdinand fernando finn fiona fleur florian francesca francesco francois
    françois fraser freddie frederic frederik fredrik freya friederike friedrich fritz funmi gabriel gabriela
    gail galina gareth garrett gary gavin genevieve geoffrey georg george gerald gerard gerardo gerd gerhard
    gert gilles gina giorgio giovanni gisela giulia giuseppe gloria gopal goran gordon graham greg gregory
    gretchen guadalupe guido guillaume gunnar gustavo günter günther haakon habib hadi halima hamid hamza hanna
    hannah hannes hans harald harish harriet haruki haruto hasan hassan heather heidi heike heinrich heinz helen
    helena helga helmut hendrik henriette henrik henry hermann hernan hilary hilda hiroko hiroshi holger hugh
    hussein hyun ian ibrahim ifeoma ignacio igor ikram ilse imran ines inga ingo ingrid inés irene irina isaac
    isabel isabella isabelle isaiah ishaan ismail itzel ivan ivana iwona jacek jacob jacqueline jacques jaime
    jakob jakub jamal james jana janet janine janusz jared jarek jasmin javier jean jeanette jeff jeffrey jelena
    jennie jennifer jenny jens jeremy jesper jessica jesús jill jim jitendra joachim joanna joao jochen joe joel
    joelle johan johann johanna john johnny jolanta jonas jonathan joost jordi jorge josef josefine joseph
    josephine josh joshua josé joyce joão juan judith julian juliana julie julien juliette justin jörg jürg jürgen
    kabir kamal kamila kaori karen karim karin karina karl karla karsten kasia katarzyna kate katharina
    katherine kathleen kathrin kathy katie katja katrin kaveh kayode keiko keith kelechi kelly ken kenji kenneth
    kenny kerstin kevin khalid kim kirsten klara klaus kofi konrad krishna kristin krzysztof kumar kurt kwame
    lakshmi lars laszlo latisha laura lauren laurent leila lena leon leonard leonardo leslie leticia liam lina
    linda ling lisa lorenzo lorraine lothar louise luca lucas lucia luciana lucie lucy ludwig luigi luis luisa
    luise lukas lutz lydia mads magdalena magnus mahmoud malcolm malik malin manfred manoj manuel manuela marc
    marcel marcin marco marcos marek margaret margarita margot mariana marianne marie marina mario marion
    marisol maritza marjorie markus marlene marta martin martina marwan mary mateusz mathias mathieu matilda
    matteo matthew matthias matti mattias maureen maurice mauricio mauro maxim maximilian meera megan meghan
    mehmet mei melanie melissa mette michael michaela michal michel michele michelle miguel mika mike mikhail
    milena minh miriam mirjam misaki mitchell mohamed mohammed mohan monica monika moritz moses murat mustafa
    myra nabil nadia nadine nadja naoko naomi natalia natalie natascha natasha nathan nathaniel navin neeraj
    neha neil nelly nicholas nicola nicolai nicolas nicole niels nigel nikhil nikita nikolai nils nina nisha
    nkechi noah nora norbert nuno obinna odile olaf oleg olena olga oliver olivia olivier oluwaseun omar omer
    oscar ottilie otto owen pablo paige palle pamela paolo parisa pascal pascale patricia patrick paul paula
    pauline paulo pavel pawel pedro pernille peter petra phil philip philipp philippe pia pierre pilar piotr
    polly pooja prakash pranav prashant preeti priya quentin rachel rafael rahul rainer raj rajesh rajiv rakesh
    ralf ralph ramesh ramon randall raquel rashid ravi rebecca reiko reinhard renate renee reza rhys ricardo
    riccardo richard rikke rita robert roberto robyn rodney rodrigo roger rohan roland rolf ronald rosa rosalind
    rosemary rosie roxana ruben rudolf rupert ruth ryan sabine sachin sadia saeed salma salvador salvatore
    samantha sami samir samuel sandra sanjay sanna santosh sara sarah saskia satoshi scott sean sebastian selim
    selma serena serge sergei sergey sergio shane shankar shannon sharon shauna sheila shirley shreya siddharth
    sigrid silas silke silvia simon simone siobhan siobhán slavomir sonia sonja sophia sophie soren sridhar
    stacey stacy stanislav stefan stefanie stella stephan stephanie stephen steve steven stuart stéphane sujata
    sunil suresh susan susanne sushma suzanne sven svetlana sybille sylvia søren tadeusz takashi takeshi tamara
    tamsin tanja tanya tara tariq tatiana tatjana ted teresa tess theodore theresa thierry thomas thorsten
    tiffany tilman tim timo timothy tina tobias todd tom tomas tomasz tomoko tony torsten tracey tracy trevor
    trine trish tristan tyrone udo ulrich ulrike umar ursula uwe valentina valeria valerie vanessa vasily venkat
    vera veronica vicente vijay vikram viktor viktoria vincent vinod virginie vishal vivek vivian vladimir
    volker walter waltraud wanda wayan wei wendy werner whitney wiebke wiktor wilhelm william wim winston
    wojciech wolfgang xavier xiao xin yan yannick yara yash yasmin yasmine yi ying yolanda yosef youssef yuki
    yuko yuri yusuf yves yvonne zachary zainab zara zbigniew zeynep zhang zhen ziad zoe zsofia zuzana åsa øyvind
    łukasz
    """
)

# These are words, places, months, products or companies too: they count only with a surname or a role beside them.
AMBIGUOUS = spaced(
    """
    ada aidan alan alexa amber angel april art ash august austin axel bill bob brad brandon brooke bruce carol
    cedric chad charlotte chase chelsea christian claude clay clement cliff crystal dale dan dana dawn dean dell
    diego don drew earl eden edgar ella elsa emmanuel ernest eve faith felix florence francis francisco frank
    fred gene georgia gilbert glen grace grant guy harry harvey hope howard hugo hunter ida iris isla israel ivy
    jack jackson jade jamie jan jane jasmine jason jasper jay jerry jordan joy jude julia june kai kay kent
    kiran kyle lance larry laurel lee leo lewis lily logan lou louis luke luna madison maria mark marshall mason
    matt max may melody mercedes mercy milan miles min mira mitch morgan nelson nick noel norman orlando page
    paris parker pat pearl penny percy piers ray reed regina reid rich rick rob robin rod roman rose ross roy
    ruby russell sally sam sandy santiago savannah sierra skip sky sofia stan sterling stone sue summer sydney
    terry theo troy tyler vernon victor victoria violet virginia ward warren wayne wes will
    """
)
