"""Words by which English reports mark places: kinds of place, directions, prepositions, and what is no place."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _tuple(words: str) -> tuple[str, ...]:
    return tuple(words.split())


SETTLEMENT = _set(
    """
    village hamlet town township city settlement locality suburb neighbourhood neighborhood quarter capital
    community farm port stronghold municipality
    """
)
ADMIN1 = _set(
    """
    province governorate state oblast region department wilaya voivodeship prefecture krai
    """
)
ADMIN2 = _set(
    """
    district subdistrict sub-district county raion rayon commune cercle territory canton subprefecture
    sub-prefecture chiefdom groupement sector zone woreda kebele
    """
)
SITE = _set(
    """
    camp airport airfield airbase base barracks checkpoint crossing dam bridge square hospital mosque church prison
    market refinery field oilfield plant mine hill hills mountain mountains mount peninsula island islands school
    university monastery castle citadel roundabout junction intersection terminal stadium park street avenue boulevard
    """
)
LINEAR = _set(
    """
    road highway motorway route axis river frontline front border line railway corridor canal coast
    wadi
    """
)
FUZZY = _set(
    """
    countryside desert area areas valley forest plain plains basin pocket enclave triangle hinterland steppe badiya
    marshes delta heights suburbs parts outskirts savannah belt strip gulf lake sea bay
    """
)
OTHER_TYPES = frozenset(("local government area", "refugee camp", "idp camp", "displacement camp", "air base",
                         "military base", "military airport", "border crossing", "oil field", "gas field",
                         "power plant", "national park", "autonomous region", "administrative region"))  # fmt: skip

PLURALS = {
    word + "s": word
    for word in SETTLEMENT | ADMIN1 | ADMIN2 | SITE | LINEAR
    if not word.endswith(("s", "y"))
} | {
    word[:-1] + "ies": word for word in SETTLEMENT | ADMIN1 | ADMIN2 | SITE | LINEAR if word.endswith("y")
}  # fmt: skip

SINGULAR_TYPES = SETTLEMENT | ADMIN1 | ADMIN2 | SITE | LINEAR | FUZZY | OTHER_TYPES


def type_of(words: str) -> str:
    """Return a type word in the singular and in lower case: "Villages" -> "village"."""
    lower = " ".join(words.lower().split())
    return PLURALS.get(lower, lower)


def kind_of(type_word: str | None) -> str | None:
    """Return what a type word says of the place: settlement, admin1, admin2, site, linear, fuzzy; None if nothing."""
    if type_word is None:
        return None
    last = type_word.split()[-1]
    if type_word == "local government area":
        return "admin2"
    if type_word in ("autonomous region", "administrative region"):
        return "admin1"
    for kind, words in (
        ("settlement", SETTLEMENT),
        ("admin1", ADMIN1),
        ("admin2", ADMIN2),
        ("site", SITE),
        ("linear", LINEAR),
        ("fuzzy", FUZZY),
    ):
        if last in words:
            return kind
    return None


# After these a capitalised name that no gazetteer knows is still a place.
NEAR = ("near", "close to", "outside", "around", "next to", "adjacent to", "not far from", "nearby",
        "on the outskirts of", "in the outskirts of", "at the outskirts of", "the outskirts of", "outskirts of",
        "on the edge of", "in the vicinity of", "the vicinity of", "in the suburbs of", "the suburbs of",
        "in the surroundings of", "the environs of", "in the environs of", "at the gates of", "surrounding",
        "at the entrance to", "at the entrance of", "just outside")  # fmt: skip
IN = ("in", "at", "inside", "within", "throughout", "across", "retook", "recaptured", "besieged")
# After these only a known name is a place: people and organisations follow them as well.
WEAK = ("from", "to", "into", "of", "over", "on", "through", "via", "towards", "toward", "against", "for", "off",
        "reached", "entered", "left", "captured", "seized", "stormed", "shelled", "bombed",
        "bombarded", "struck", "hit", "attacked", "targeted", "targeting", "hitting", "striking",
        "liberated", "raided", "capturing", "attacking", "shelling", "bombing", "entering", "leaving",
        "including", "like", "called", "named", "fled", "control", "controlled", "controls", "retake", "capture",
        "seize", "take", "took", "taking", "pounded", "rocked", "pounding", "bombard", "outside of",
        "where")  # fmt: skip

DIRECTIONS = {
    "north": 0.0, "north-east": 45.0, "northeast": 45.0, "north east": 45.0, "east": 90.0, "south-east": 135.0,
    "southeast": 135.0, "south east": 135.0, "south": 180.0, "south-west": 225.0, "southwest": 225.0,
    "south west": 225.0, "west": 270.0, "north-west": 315.0, "northwest": 315.0, "north west": 315.0,
}  # fmt: skip
"""Compass bearings in degrees of the direction words."""

MODIFIERS = _tuple(
    """
    northern southern eastern western central northeastern northwestern southeastern southwestern north-eastern
    north-western south-eastern south-western north-central south-central upper lower greater rural outer inner
    northernmost southernmost easternmost westernmost mid north south east west north-east north-west south-east
    south-west northeast northwest southeast southwest coastal
    """
)
"""Words for a part of an area."""

PARTICLES = _set(
    """
    al el ash ad az ar as at an de del la las los le les du des da do dos bin ibn ben ez es ul y
    """
)
OPENING_PARTICLES = frozenset(("al", "el"))

TITLES = _set(
    """
    mr mrs ms miss dr prof professor president vice-president minister premier chancellor governor mayor senator
    general gen colonel col captain capt major maj lieutenant lt sergeant sgt commander brigadier marshal admiral
    corporal ambassador envoy secretary secretary-general judge justice king queen prince princess emir sultan pope
    bishop archbishop father pastor reverend rev imam ayatollah mullah spokesman spokeswoman spokesperson chief
    leader warlord activist journalist reporter correspondent analyst lawyer resident shopkeeper farmer teacher
    nurse doctor founder director chairman chairwoman head deputy congressman
    """
)
TOPONYMIC = _set(
    """
    deir dayr kafr kafar kfar kafer tell tal tel khan umm um ain ayn ein jabal jebel wadi bab ras beit bayt bait
    ma`arat maarat khirbet khirbat san santa santo saint st puerto port fort villa velyka mala nova novo nove novyi
    stara sheikh shaykh qal'at qasr hajj abu burj bir ville mont lac el la los las
    """
)
"""First words of place names. Names of more than one word that open with these are places oftener than not."""

FORENAMES = _set(
    """
    abdel abdul abdullah abdallah abdirahman abdulrahman abu adam adel ahmad ahmed ahmet alexander alexei ali amadou
    amina amir andrei andriy anna antonio antony aung bashar boris boubacar carlos chris daniel david denis dmitry
    donald emmanuel erik fatima felix fernando francis francois george gustavo haider hassan hussein hussain ibrahim
    idriss igor ismail ivan iyad james jamal javier jean jens jeremy jessica jim joe john jorge jose joseph juan
    julius kamal karim khaled khalid khalil kofi laurent leila luis mahmoud mahmud mamadou maria mark martin mary
    masoud mehmet michael mike min mohamed mohammad mohammed muhammad musa mustafa nicolas nikolai olena omar osama
    oumar oleksandr paul pedro peter petro philip rami recep richard riek robert roberto salva sam samir sara sarah
    sergei serhii sergey simon stephen steven susan tariq thomas thein tom victor viktor vladimir volodymyr walid
    william yahya yoweri yevgeny yousef youssef yusuf zeinab
    """
)
ORGANISATION = _set(
    """
    army forces force front brigade brigades division battalion regiment movement party council ministry agency
    organization organisation union observatory police guard guards corps group alliance coalition committee
    commission agreement accord accords operation radio tv television times news post tribune company foundation
    nations command militia network federation conference institute centre center parliament congress assembly court
    government administration authority league liga association society initiative programme program mission fund
    watch international watchdog media press journal daily university club bank shield storm spring branch
    resolution treaty day eid ramadan
    """
)
"""A capitalised name that ends, or goes on, with one of these is an organisation, or at least no place."""

ACTING = _set(
    """
    said says told added warned announced claimed denied confirmed accused vowed insisted army forces government
    police officials official ministry president troops soldiers fighters rebels militia militias militants regime
    authorities military spokesman spokeswoman spokesperson warplanes jets-led air-force envoy minister reported
    tweeted wrote replied stressed condemned
    """
)
"""After these a bare name is the actor of that name, not the place."""

ACRONYMS_OF_COUNTRIES = frozenset(("DRC", "CAR", "UAE", "UK", "US", "USA", "U.S.", "U.K.", "KRI"))

MONTHS_AND_DAYS = _set(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
    """
)
DEMONYMS = _set(
    """
    afghan african algerian american angolan arab arabic armenian asian australian austrian azerbaijani azeri
    bangladeshi belarusian belgian beninese bolivian bosnian brazilian british bulgarian burkinabe burmese burundian
    cameroonian canadian chadian chechen chilean chinese christian colombian congolese croatian cuban cypriot czech
    danish dutch ecuadorian egyptian emirati english eritrean ethiopian european finnish french gambian gazan
    georgian german ghanaian greek guatemalan guinean haitian honduran houthi hungarian indian indonesian iranian
    iraqi irish islamic islamist israeli italian ivorian japanese jewish jordanian kachin karen kazakh kenyan korean
    kosovar kurdish kuwaiti lebanese liberian libyan malawian malaysian malian mauritanian mexican moroccan
    mozambican muslim nepalese nepali nicaraguan nigerian nigerien norwegian omani oromo pakistani palestinian
    peruvian philippine filipino polish portuguese qatari rohingya romanian russian rwandan saudi senegalese serbian
    shia shiite salvadoran somali somalian spanish sudanese sunni swedish swiss syrian tajik tanzanian thai togolese
    tuareg tunisian turkish turkmen ugandan ukrainian uzbek venezuelan vietnamese western yemeni yazidi zambian
    zimbabwean alawite druze fulani dogon hausa tigrayan amhara
    """
)
BREAKING = _set(
    """
    the a an this that these those it its he she they we you i his her their our my who whom which what when where
    why how if as at by for from in into of off on onto out over to up with within without under near nearby after
    before during since until till while because although though however therefore thus then than and or nor but yet
    so not no all any both each every few many more most much several some such other another only also even just
    still already early late earlier later last next first second third one two three four five six seven eight nine
    ten dozens hundreds thousands at-least around about above across against along among amid between beyond despite
    inside outside through throughout toward towards upon via there here meanwhile moreover furthermore nevertheless
    nonetheless according additionally elsewhere separately locals local residents witnesses officials gunmen
    militants rebels fighters troops soldiers police protesters demonstrators civilians villagers sources security
    government military video photo photos image breaking update report reports is are was were be been being has
    have had do does did will would can could may might must shall should said says new old former acting killed
    clashes fighting shelling airstrikes attack attacks unidentified unknown armed heavy two-day world war city town
    village province state region district governorate road highway river camp countryside rural opposition joint
    following citing speaking quoting besides apart since once today yesterday tomorrow tonight now again further
    given based backed
    """
)  # fmt: skip
"""Words that never are part of a place name, however they are written."""

NO_PLACES = _set(
    """
    house office homeland commissioner vote food area areas same highlights update summary none headquarters
    reading march police of mobile nice best why most hit bath sandwich split battle army force many even man bar
    boom victory union independence hope liberty justice church god allah islam jihad internet facebook twitter
    telegram youtube whatsapp reuters amnesty parliament congress senate covid coronavirus ebola christmas easter
    kalashnikov koran quran bible state defence defense interior foreign prime sharia mission date north south east
    west
    """
)
"""Common words and names that are places somewhere, but never without a word that says so."""
