"""Partial coding: on texts of our own, who, where and when is found; what is not coded is said."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from scoring import LAYERS, UNSEEN, articles, score_of

from tacitus.codebook.actors import ActorLexicon
from tacitus.errors import UnsupportedLanguage
from tacitus.gazetteer import Gazetteer
from tacitus.languages.actors import NAMES_FILE, NameIndex
from tacitus.languages.dates import find_dates_in
from tacitus.languages.numbers import count_in
from tacitus.languages.stage import PartialFinder
from tacitus.languages.words import LANGUAGES, base_forms, fold, load_words
from tacitus.read import read_text
from tacitus.read.language import detect_language
from tacitus.records import CodedArticle, Document, Span
from tacitus.run.pipeline import Pipeline

DAY = datetime.date(2024, 5, 16)
"""A Thursday."""

FLOORS = {
    # language: (precision, recall) of actors, places, dates (docs/languages.md)
    "ar": ((0.95, 0.95), (0.95, 0.80), (0.95, 0.95)),
    "es": ((0.95, 0.95), (0.90, 0.80), (0.95, 0.95)),
    "fr": ((0.95, 0.95), (0.95, 0.65), (0.95, 0.95)),
    "ru": ((0.95, 0.95), (0.95, 0.90), (0.95, 0.95)),
    "tr": ((0.95, 0.90), (0.95, 0.80), (0.95, 0.95)),
    "uk": ((0.95, 0.95), (0.90, 0.90), (0.95, 0.95)),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_our_own_are_read_as_well_as_the_docs_say(language: str, finder: PartialFinder) -> None:
    score = score_of(language, finder)
    for layer, (precision, recall) in zip(LAYERS, FLOORS[language], strict=True):
        assert score.precision(layer) >= precision, score.wrong
        assert score.recall(layer) >= recall, score.wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ЗСУ звільнили село", "uk"), ("Вибухи у Харкові", "uk"), ("Обстрел Белгорода", "ru"), ("غارات على صنعاء", "ar"),
        ("Mali : six soldats tués à Ménaka", "fr"), ("Ataque del ELN deja dos muertos en Arauca", "es"),
        ("İdlib'de hava saldırısı: 5 ölü", "tr"), ("Mali: six soldiers killed in Ménaka", "en"),
        ("ELN kills two in Arauca, Tibú and El Carmen", "en"), ("Três policiais morreram numa operação no Rio.", "pt"),
        ("دو سرباز در حمله به پاسگاه مرزی کشته شدند.", "fa"), ("Двама души загинаха при експлозията край Карлово.", "bg"),
        ("Kabul", None),
    ],
)  # fmt: skip
def test_short_texts_and_near_languages_are_told_apart(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_second_texts_are_read_as_well_as_the_docs_say(finder: PartialFinder) -> None:
    right, found, expected = Counter[str](), Counter[str](), Counter[str]()
    for language in LANGUAGES:
        score = score_of(language, finder, UNSEEN)
        right, found, expected = right + score.right, found + score.found, expected + score.expected
    for layer, precision, recall in (("actors", 0.97, 0.9), ("places", 0.95, 0.75), ("dates", 0.97, 0.97)):
        assert right[layer] / found[layer] >= precision
        assert right[layer] / expected[layer] >= recall


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_recognised(language: str) -> None:
    assert {detect_language(case["text"]) for case in articles(language)} == {language}
    first = articles(language)[0]["text"].strip().split("\n")[-1].split(". ")[0]
    assert detect_language(first) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_article_is_marked_as_partial_and_tells_no_event(language: str, pipeline: Pipeline) -> None:
    case = articles(language)[1]
    coded = pipeline.code(read_text(case["text"], published=str(case["published"])))
    assert coded.events == coded.relations == coded.facilities == []
    assert coded.actors
    assert coded.places
    line = coded.to_json()
    assert line["partial"] == {
        "language": language, "found": ["actors", "places", "dates"],
        "not_coded": ["events", "relations", "facilities"],
    }  # fmt: skip
    assert line["dates"]
    for found in [*line["actors"], *line["places"], *(date["span"] for date in line["dates"])]:
        assert coded.document.text[found["start"] : found["end"]] == found["text"]
    assert CodedArticle.from_json(line) == coded


def test_language_that_nobody_knows_is_refused_and_the_known_ones_named(pipeline: Pipeline) -> None:
    document = Document(id="fi", text="Aseistautuneet miehet hyökkäsivät kylään maanantaina.", language="fi")
    with pytest.raises(UnsupportedLanguage, match=r"'fi'.*ar, es, fr, ru, tr, uk"):
        pipeline.code(document)


DATES: list[tuple[str, str, str, tuple[str, str], str]] = [
    # language, text, words, (first, last), precision
    ("fr", "L'attaque a eu lieu mardi.", "mardi", ("2024-05-14", "2024-05-14"), "day"),
    ("fr", "Le 1er mai 2023, deux obus sont tombés.", "1er mai 2023", ("2023-05-01", "2023-05-01"), "day"),
    ("fr", "Du 3 au 5 mai, la ville a été bombardée.", "3 au 5 mai", ("2024-05-03", "2024-05-05"), "days"),
    ("fr", "Il y a trois jours, un convoi a sauté.", "Il y a trois jours", ("2024-05-13", "2024-05-13"), "day"),
    ("fr", "En décembre 2022, le camp a été pris.", "En décembre 2022", ("2022-12-01", "2022-12-31"), "month"),
    ("fr", "La semaine dernière, le pont a été détruit.", "La semaine dernière", ("2024-05-06", "2024-05-12"), "week"),
    ("fr", "Le 20 juin, le poste avait été attaqué.", "20 juin", ("2023-06-20", "2023-06-20"), "day"),
    ("es", "El 9 de abril de 2021 hubo un ataque.", "9 de abril de 2021", ("2021-04-09", "2021-04-09"), "day"),
    ("es", "Anoche atacaron el puesto.", "Anoche", ("2024-05-15", "2024-05-15"), "day"),
    ("es", "El año pasado murieron veinte personas.", "El año pasado", ("2023-01-01", "2023-12-31"), "year"),
    ("ru", "В среду прогремел взрыв.", "среду", ("2024-05-15", "2024-05-15"), "day"),
    ("ru", "Это случилось 3 февраля 2023 года.", "3 февраля 2023 года", ("2023-02-03", "2023-02-03"), "day"),
    ("ru", "Бои шли с 10 по 12 мая.", "10 по 12 мая", ("2024-05-10", "2024-05-12"), "days"),
    ("ru", "В ночь на вторник обстреляли порт.", "В ночь на вторник", ("2024-05-13", "2024-05-14"), "days"),
    ("ru", "14.05.2024 обстрелян мост.", "14.05.2024", ("2024-05-14", "2024-05-14"), "day"),
    ("uk", "У п'ятницю пролунав вибух.", "п'ятницю", ("2024-05-10", "2024-05-10"), "day"),
    ("uk", "Три дні тому снаряд влучив у школу.", "Три дні тому", ("2024-05-13", "2024-05-13"), "day"),
    ("uk", "У березні 2022 року місто було в облозі.", "У березні 2022 року", ("2022-03-01", "2022-03-31"), "month"),
    ("tr", "Çatışma 5 Mayıs 2024'te başladı.", "5 Mayıs 2024", ("2024-05-05", "2024-05-05"), "day"),
    ("tr", "Pazartesi günü iki asker öldü.", "Pazartesi günü", ("2024-05-13", "2024-05-13"), "day"),
    ("tr", "Saldırı iki gün önce oldu.", "iki gün önce", ("2024-05-14", "2024-05-14"), "day"),
    ("ar", "قُتل جنديان يوم الأربعاء.", "الأربعاء", ("2024-05-15", "2024-05-15"), "day"),
    ("ar", "وقع الهجوم في ٣ آذار/مارس ٢٠٢٤.", "٣ آذار/مارس ٢٠٢٤", ("2024-03-03", "2024-03-03"), "day"),
    ("ar", "سقطت القذائف خلال الساعات الـ24 الماضية.", "خلال الساعات الـ24 الماضية", ("2024-05-15", "2024-05-16"), "days"),
    ("ar", "وأمس انفجرت عبوة.", "وأمس", ("2024-05-15", "2024-05-15"), "day"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "interval", "precision"), DATES, ids=[one[2] for one in DATES])
def test_dates(language: str, text: str, words: str, interval: tuple[str, str], precision: str) -> None:
    (found,) = find_dates_in(text, DAY, load_words(language))
    assert found.date is not None
    assert text[found.start : found.end] == found.text == words
    assert (str(found.date.start), str(found.date.end), found.date.precision) == (*interval, precision)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Pazar yerinde yangın çıktı."),
        ("ru", "Окружающая среда пострадала."),
        ("fr", "Le marché de mars est un lieu connu."),
        ("es", "El 31 de febrero no existe."),
        ("uk", "Минула неділя-то була."),
        ("ar", "لم يحدث شيء في المدينة."),
    ],
)
def test_words_that_only_look_like_dates_are_none(language: str, text: str) -> None:
    assert find_dates_in(text, DAY, load_words(language)) == []


def test_day_that_is_to_come_is_told_apart_and_without_publication_only_full_dates_are_read() -> None:
    words = load_words("fr")
    (coming,) = find_dates_in("Une marche est prévue le 20 mai 2024.", DAY, words)
    assert coming.role == "future"
    assert [found.text for found in find_dates_in("Mardi, puis le 3 mai 2024, puis hier.", None, words)] == [
        "3 mai 2024"
    ]


COUNTS: list[tuple[str, str, tuple[int | None, int | None, int | None]]] = [
    ("fr", "au moins onze soldats", (11, 11, None)),
    ("fr", "plus de 1 200 personnes", (1200, None, None)),
    ("es", "dos líderes sociales", (2, 2, 2)),
    ("ru", "не менее трёх человек", (3, 3, None)),
    ("uk", "понад п'ять тисяч людей", (5000, None, None)),
    ("ru", "25 тысяч человек", (25000, 25000, 25000)),
    ("fr", "deux cents maisons", (200, 200, 200)),
    ("tr", "beş bin kişi", (5000, 5000, 5000)),
    ("ar", "ثلاثة آلاف شخص", (3000, 3000, 3000)),
    ("ru", "тысячи жителей", (None, None, None)),
    ("tr", "on iki asker", (12, 12, 12)),
    ("ar", "٩٧ مدنيا على الأقل", (97, 97, None)),
    ("ar", "عشرات المدنيين", (None, None, None)),
]


@pytest.mark.parametrize(("language", "text", "count"), COUNTS)
def test_numbers(language: str, text: str, count: tuple[int | None, int | None, int | None]) -> None:
    found = count_in(Span.of(text, 0, len(text)), load_words(language))
    assert found is not None
    assert (found.low, found.best, found.high) == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "خمسة وعشرون جنديا"),
        ("es", "treinta y cinco soldados"),
        ("fr", "entre 10 et 15 personnes"),
        ("ru", "жители села"),
    ],
)
def test_number_that_is_not_understood_is_none(language: str, text: str) -> None:
    assert count_in(Span.of(text, 0, len(text)), load_words(language)) is None


@pytest.mark.parametrize(
    ("language", "text", "actor"),
    [
        ("ru", "Бои идут между украинской армией и десантом.", "ua-military"),
        ("ru", "По позициям «Хезболлы» нанесён удар.", "hezbollah"),
        ("uk", "Позиції російської армії обстріляно.", "ru-military"),
        ("tr", "Suriye Milli Ordusunun mevzileri vuruldu.", "syrian-national-army"),
        ("ar", "هجوم للجيش السوري على البلدة.", "sy-military"),
        ("ar", "وحركة الشباب تنفي.", "al-shabaab"),
        ("fr", "Les FARDC ont reculé.", "cd-military"),
        ("es", "Un comando de las FARC huyó.", "farc-ep"),
    ],
)
def test_actors_are_found_through_endings_and_joined_words(
    language: str, text: str, actor: str, finder: PartialFinder
) -> None:
    article = finder.find(Document(id="a", text=text, language=language))
    assert actor in [found.actor_id for found in article.actors]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le général Camille Paris a parlé avec Jean Gao."),
        ("es", "El ministro Santiago Córdoba habló."),
        ("tr", "Ahmet Van ve Mehmet Batman konuştu."),
        ("ru", "Об этом рассказал Владимир Орлов."),
    ],
)
def test_persons_are_no_places(language: str, text: str, finder: PartialFinder) -> None:
    assert finder.find(Document(id="p", text=text, language=language)).places == []


def test_boilerplate_is_passed_over_and_offsets_stay(finder: PartialFinder) -> None:
    text = "Abonnez-vous à Paris !\n\nDes obus sont tombés sur Goma, dans l'est du Congo-Kinshasa."
    document = Document.model_validate(
        {"id": "b", "text": text, "language": "fr", "boilerplate": [{"start": 0, "end": 22, "kind": "donation"}]}
    )
    article = finder.find(document)
    assert "Paris" not in [place.text for place in article.places]
    assert all(text[place.start : place.end] == place.text for place in article.places)


def test_provinces_are_told_from_their_towns(finder: PartialFinder) -> None:
    text = "Уночі обстріляли Харків і села на Харківщині та в Сумській області."
    article = finder.find(Document(id="o", text=text, language="uk"))
    assert [(place.text, place.precision) for place in article.places] == [
        ("Харків", "settlement"), ("Харківщині", "admin1"), ("Сумській", "admin1")
    ]  # fmt: skip


def test_folding_moves_no_character() -> None:
    for text in ("Élysée İstanbul ЙЁЇ", "أإآةى ٣", "ﬁ ß Ǆ", "a\u0301"):
        assert len(fold(text)) == len(text)
    assert fold("İdlib’de") == "idlib'de"


def test_names_of_other_languages_belong_to_known_actors_and_places(pipeline: Pipeline) -> None:
    lexicon: ActorLexicon = pipeline.codebook.actors
    for language in LANGUAGES:
        assert NameIndex(lexicon, language).find("") == []
    assert NAMES_FILE.exists()
    gazetteer: Gazetteer = pipeline.resources.gazetteer
    lacking = {
        place
        for code in LANGUAGES
        for place in load_words(code).places.values()
        if not gazetteer.is_known(place.removesuffix(" Oblast"))
    }
    assert lacking <= {"Sarmada"}, "theatre packs have it"


def test_endings_lead_back_to_the_name() -> None:
    russian, ukrainian = load_words("ru"), load_words("uk")
    assert fold("Идлиб") in base_forms(fold("Идлибе"), russian)
    assert fold("Авдеевка") in base_forms(fold("Авдеевкой"), russian)
    assert fold("Харків") in base_forms(fold("Харкові"), ukrainian)
