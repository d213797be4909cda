"""Words for the people and things of a country: ISO alpha-2, then adjectives, folded."""

from __future__ import annotations

_TABLE = """
AF afghan afghans afgano afganos afgana afghane afghanes
AL albanian albanians albanais
DZ algerian algerians argelino argelinos algerien algeriens algerienne
AO angolan angolans angolais
AR argentine argentinian argentines argentino argentinos argentina_ argentin argentins
AM armenian armenians armenio armenios armenien armeniens armenienne
AU australian australians
AZ azerbaijani azerbaijanis azeri azerbaiyano azerbaidjanais azerbaidjanaise azerie
BD bangladeshi bangladeshis
BE belgian belgians belge belges
BJ beninese beninois beninoise
BO bolivian bolivians boliviano bolivianos boliviana bolivien bolivienne
BR brazilian brazilians brasileno brasilenos brasilena bresilien bresiliens bresilienne
BF burkinabe burkinabes burkinabese
BI burundian burundians burundais burundaise
KH cambodian cambodians camboyano
CM cameroonian cameroonians camerounais camerounaise
CA canadian canadians
TD chadian chadians tchadien tchadiens tchadienne tchadiennes chadiano
CL chilean chileans chileno chilenos chilena chilien chilienne
CN chinese chino chinos china_ chinois chinoise
CO colombian colombians colombiano colombianos colombiana colombianas colombien colombiens colombienne colombiennes
CD congolese congolais congolaise congolaises congoleno congolenos
CR costarrican costarricense
HR croatian croatians croat
CU cuban cubans cubano cubanos cubana cubain cubains
DO dominican dominicans dominicano dominicaine
EC ecuadorian ecuadorean ecuadorians ecuadoran ecuatoriano ecuatorianos ecuatoriana ecuatorianas equatorien equatoriens equatorienne equatoriennes
EG egyptian egyptians egipcio egipcios egipcia egyptien egyptiens egyptienne
SV salvadoran salvadorans salvadorian salvadoreno salvadorenos salvadorena salvadorien salvadorienne
ER eritrean eritreans erythreen erythreenne
ET ethiopian ethiopians etiope etiopes ethiopien ethiopiens ethiopienne ethiopiennes
FR french frances franceses francesa francais francaise francaises
GE georgian georgians georgiano georgien
DE german germans aleman alemanes alemana allemand allemande
GH ghanaian ghanaians
GR greek greeks griego grec grecque
GT guatemalan guatemalans guatemalteco guatemaltecos guatemalteca guatemalteque
GN guinean guineans guineen guineenne
HT haitian haitians haitiano haitianos haitiana haitien haitiens haitienne haitiennes
HN honduran hondurans hondureno hondurenos hondurena hondurien hondurienne
HU hungarian
IN indian indians indio_
ID indonesian indonesians
IR iranian iranians irani iranies iranien iraniens iranienne iraniennes
IQ iraqi iraqis iraquies irakien irakiens irakienne irakiennes iraqui
IE irish
IL israeli israelis israelies israelien israeliens israelienne israeliennes
IT italian italians italiano italien italienne
CI ivorian ivorians ivoirien ivoiriens ivoirienne
JP japanese japones japonais
JO jordanian jordanians jordano jordanien
KZ kazakh kazakhs
KE kenyan kenyans keniano keniata kenyan kenyane
XK kosovar kosovars kosovan
KG kyrgyz
LB lebanese libanes libaneses libanais libanaise libanaises
LR liberian liberians
LY libyan libyans libio libios libyen libyens libyenne libyennes
ML malian malians maliense malien maliens malienne maliennes
MR mauritanian mauritanien
MX mexican mexicans mexicano mexicanos mexicana mexicanas mexicain mexicains mexicaine
MD moldovan
MA moroccan moroccans marroqui marroquies marocain marocains marocaine
MZ mozambican mozambicans mozambiqueno mozambicain mozambicaine
MM burmese birmano birman birmane birmanie_
NP nepalese nepali
NL dutch
NI nicaraguan nicaraguans nicaraguense nicaraguenses nicaraguayen
NE nigerien nigeriens nigerienne nigeriennes nigerino
NG nigerian nigerians nigeriano nigerianos nigeriana nigerian nigeriane
PK pakistani pakistanis paquistani paquistanies pakistanais pakistanaise
PS palestinian palestinians palestino palestinos palestina_ palestinien palestiniens palestinienne palestiniennes
PA panamanian panamanians panameno panamenos panamena
PY paraguayan paraguayans paraguayo paraguayos paraguaya paraguayen
PE peruvian peruvians peruano peruanos peruana peruanas peruvien peruviens peruvienne
PH philippine filipino filipinos filipinas_ philippin philippins philippine
PL polish
PT portuguese
RU russian russians ruso rusos rusa rusas russe russes
RW rwandan rwandans ruandes rwandais rwandaise
SA saudi saudis saudita sauditas saoudien saoudiens saoudienne
SN senegalese senegalais senegalaise
RS serbian serbians serb serbs serbio serbe serbes
SL leonean
SO somali somalis somalian somalies somalien somaliens somalienne
ZA african_
KR korean_
SS sudsudanes sudsudanais
ES spanish espanol espanoles espanola espagnol espagnole
LK lankan
SD sudanese sudanes sudaneses sudanesa soudanais soudanaise soudanaises
SY syrian syrians sirio sirios siria_ syrien syriens syrienne syriennes
TW taiwanese
TJ tajik tadjik
TZ tanzanian tanzanians
TH thai
TG togolese togolais
TN tunisian tunisians tunisien tunisienne tunecino
TR turkish turk turks turco turcos turca turcas turc turcs turque turques
UG ugandan ugandans ougandais ougandaise
UA ukrainian ukrainians ucraniano ucranianos ucraniana ucranianas ukrainien ukrainiens ukrainienne ukrainiennes
GB british britanico britanicos britannique britanniques uk
US american americans us_ u.s u.s.a estadounidense estadounidenses americain americains americaine norteamericano norteamericanos norteamericanas norteamericana
UY uruguayan uruguayo uruguayen
UZ uzbek
VE venezuelan venezuelans venezolano venezolanos venezolana venezuelien venezuelienne
VN vietnamese vietnamita
YE yemeni yemenis yemenita yemenite yemenites
ZM zambian
ZW zimbabwean zimbabweans
"""

NATIONS: dict[str, str] = {
    word: line.split()[0]
    for line in _TABLE.strip().splitlines()
    for word in line.split()[1:]
    if not word.endswith("_")
}
"""Folded adjective to ISO 3166-1 alpha-2."""

WITH_ARTICLE = frozenset(
    "US GB AE NL PH BS GM CF CZ DO KM MH MV SB SC VA FK KY MP TC VG VI CD".split()
) - {"CD"}
"""Countries whose English name takes "the": "Military Forces of the United States"."""
