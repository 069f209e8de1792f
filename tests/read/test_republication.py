import datetime

import pytest

from tacitus.read import read_text
from tacitus.read.republication import copyright_holder, find_statement, same_outlet


def test_a_republished_page_tells_both_outlets_and_both_dates(republished: str) -> None:
    document = read_text(republished)
    assert (document.publisher, document.republished_from) == ("World Digest", "Hill Monitor")
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 5), "dateline")
    assert (document.republished, document.republished_basis) == (datetime.date(2021, 5, 6), "dateline")
    assert document.author == "Hill Monitor"
    assert document.title == "Rival Fronts Meet at Tell Sukkar"
    assert document.warnings == []


def test_a_given_date_stays_and_is_questioned(republished: str) -> None:
    document = read_text(republished, published="2021-05-09")
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 9), "given")
    assert any("2021-05-05" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("The original source of this article is Hill Monitor", "Hill Monitor"),
        ("This article was originally published by Hill Monitor on May 5, 2021.", "Hill Monitor"),
        ("Originally published at https://www.hill.example/a/b", "hill.example"),
        ("Republished with permission from The Hill Monitor under a licence.", "The Hill Monitor"),
        ("Source: Hill Monitor", "Hill Monitor"),
        ("The post Clashes in Tell Sukkar appeared first on Hill Monitor.", "Hill Monitor"),
    ],
)
def test_statements_of_origin(line: str, outlet: str) -> None:
    statement = find_statement([line])
    assert statement is not None
    assert statement.outlet == outlet


def test_a_source_that_is_a_sentence_names_no_outlet() -> None:
    assert find_statement(["Source: residents who spoke to us by phone"]) is None


def test_an_agency_copy_is_a_republication() -> None:
    text = "BARID, March 3 (Reuters) - Two men were shot dead at the market.\n\nPolice made no arrest."
    document = read_text(text, publisher="Valley Observer", published="2021-03-04")
    assert (document.publisher, document.republished_from) == ("Valley Observer", "Reuters")
    assert document.warnings == []
    alone = read_text(text)
    assert (alone.publisher, alone.republished_from, alone.published) == ("Reuters", None, None)
    assert alone.warnings == ["published: the dateline has no year and nothing else gives one"]


def test_when_only_the_republisher_is_dated_its_date_says_so() -> None:
    text = "Two Posts Fall\n\nWorld Digest, May 6, 2021\n\nThe army lost two posts in the hills on Tuesday night.\n\n"
    document = read_text(text + "Originally published by Hill Monitor\n")
    assert document.republished_from == "Hill Monitor"
    assert document.published == document.republished == datetime.date(2021, 5, 6)
    assert "stands in for it" in document.warnings[0]


def test_copyright_lines_and_names_of_outlets() -> None:
    assert copyright_holder(["Copyright © Lina Haddad, Hill Monitor, 2021"]) == "Hill Monitor"
    assert copyright_holder(["© 2019-2021 Valley Observer. All rights reserved."]) == "Valley Observer"
    assert same_outlet("SouthHill", "The South Hill")
    assert not same_outlet(None, None)
