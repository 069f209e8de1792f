from pathlib import Path

import pytest

from tacitus.gazetteer import Gazetteer
from tacitus.parse.place_names import find_place_names
from tacitus.resolve.places import resolve_places

# Names that more than one country has: a short text, the name, and the country that a reader would put it in.
HOMONYMS = [
    (
        "Rival militias traded fire in southern Tripoli, and the Libyan coast guard closed the port. "
        "Fighters from Misrata joined the battle.",
        "southern Tripoli",
        "Libya",
    ),
    (
        "An army patrol was shot at in Tripoli, northern Lebanon, and soldiers sealed roads towards Beirut.",
        "Tripoli",
        "Lebanon",
    ),
    ("Shells landed on farmland near Hama and Homs before dawn.", "Hama", "Syria"),
    ("A car bomb tore through a market in Al-Bab, east of Aleppo.", "Al-Bab", "Syria"),
    ("Gunmen on motorbikes raided two camps near Menaka in northern Mali.", "Menaka", "Mali"),
    ("Former rebels returned to Kidal and Gao after the talks in Bamako.", "Kidal", "Mali"),
    ("Rebels hacked farmers to death near Beni in North Kivu.", "Beni", "Democratic Republic of the Congo"),
    ("Truckers blocked the road out of Trinidad in Beni, Bolivia.", "Beni", "Bolivia"),
    ("Troops were moved to Gori in Georgia after shots at the boundary near Tskhinvali.", "Georgia", "Georgia"),
    (
        "Deputies in Atlanta, Georgia, arrested two men after a march in the United States capital.",
        "Georgia",
        "United States",
    ),
    ("Clashes followed a procession in Hyderabad, Sindh, and spread to Karachi.", "Hyderabad", "Pakistan"),
    ("Police in Hyderabad, Telangana, detained students who had come from Delhi.", "Hyderabad", "India"),
    ("Gang members killed a bus driver in San Salvador and another in Soyapango.", "San Salvador", "El Salvador"),
    ("Protesters burned tyres in Santa Cruz, Bolivia, while Cochabamba was calm.", "Santa Cruz", "Bolivia"),
    (
        "The army and the rebels shelled each other on the hills above Goma and Sake.",
        "Goma",
        "Democratic Republic of the Congo",
    ),
    (
        "Tanks pushed into Jabaliya in the Gaza Strip, and Beit Lahia was hit from the air.",
        "Jabaliya",
        "Palestinian Territory",
    ),
    ("A cyclone shelter in Victoria, Seychelles, was looted.", "Victoria", "Seychelles"),
    ("Militants attacked a checkpoint in Victoria, Cameroon, on the road to Buea.", "Buea", "Cameroon"),
    ("Herders were ambushed outside Jos in Plateau state, Nigeria.", "Jos", "Nigeria"),
    ("Artillery hit Bakhmut and Kramatorsk in the Donetsk region of Ukraine.", "Bakhmut", "Ukraine"),
    ("Villagers fled Kale and Kalay in Sagaing region, Myanmar.", "Sagaing", "Myanmar"),
    ("Fighting reached El Fasher, the last big town in Darfur held by the army; Nyala is lost.", "El Fasher", "Sudan"),
    ("Shebab fighters seized Marka and Barawe in Lower Shabelle, Somalia.", "Marka", "Somalia"),
    ("Dissidents killed a teacher in Florencia, Caquetá, Colombia.", "Florencia", "Colombia"),
    ("The mayor of Armenia, Quindío, in Colombia, received threats.", "Armenia", "Colombia"),
    ("Azerbaijani drones struck posts in Armenia, and people left Kapan and Goris.", "Armenia", "Armenia"),
    ("Houthi forces shelled Taiz and Mocha while the coalition bombed Hodeidah.", "Mocha", "Yemen"),
    ("Militia men stormed a mine near Cordoba in Colombia's Antioquia department.", "Antioquia", "Colombia"),
    ("Soldiers searched houses in Barcelona, Venezuela, after a riot in Maracay.", "Barcelona", "Venezuela"),
    ("A roadside bomb killed four soldiers near Mosul and another hit a bus in Tal Afar.", "Mosul", "Iraq"),
    ("Talks were held in Doha on the fate of Kandahar and Kunduz.", "Kunduz", "Afghanistan"),
    ("Reading the verdict, the judge in Abuja jailed the men who attacked Potiskum.", "Potiskum", "Nigeria"),
    (
        "Bandits kidnapped pupils in Niger state, Nigeria; security forces combed villages around Minna.",
        "Niger",
        "Nigeria",
    ),
    ("Jihadists ambushed soldiers in Niger, near Tillaberi and Ayorou.", "Niger", "Niger"),
    ("Ukrainian troops left Lyman and fell back to Sloviansk.", "Lyman", "Ukraine"),
    (
        "Islamist fighters were killed in Palma and Mocimboa da Praia in Cabo Delgado, Mozambique.",
        "Palma",
        "Mozambique",
    ),
    ("The curfew in Cartagena, on Colombia's coast, was lifted; Barranquilla stayed shut.", "Cartagena", "Colombia"),
    ("Rioters torched shops in London and Birmingham in Britain.", "Birmingham", "United Kingdom"),
    ("Two policemen were shot in Merida, Venezuela.", "Merida", "Venezuela"),
    ("An armed group took hostages in Bor, Jonglei state, and fled towards Malakal.", "Bor", "South Sudan"),
    ("Anti-Balaka men killed traders in Bria and Bangassou.", "Bria", "Central African Republic"),
    ("A market in Mubi was bombed, and soldiers were sent from Yola and Maiduguri.", "Mubi", "Nigeria"),
]
_FLOOR = 0.9


def country_of(gazetteer: Gazetteer, text: str, name: str) -> str | None:
    names = find_place_names(text, is_known=gazetteer.is_known)
    places = resolve_places(names, text, gazetteer)
    return next((place.country for place in places if place.text == name), None)


def test_homonyms_without_any_pack(home: Path) -> None:
    gazetteer = Gazetteer.open(home=home)
    wrong = [(name, got) for text, name, right in HOMONYMS if (got := country_of(gazetteer, text, name)) != right]
    assert len(wrong) <= (1 - _FLOOR) * len(HOMONYMS), wrong


@pytest.mark.parametrize(("text", "name", "country"), HOMONYMS[:6])
def test_plain_homonyms(home: Path, text: str, name: str, country: str) -> None:
    assert country_of(Gazetteer.open(home=home), text, name) == country
