import pytest

from tacitus.read.byline import author_of


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Lina Haddad", "Lina Haddad"),
        ("by Omar al-Sayed and Lina Haddad in Tell Sukkar", "Omar al-Sayed and Lina Haddad in Tell Sukkar"),
        ("Written by: LINA HADDAD", "LINA HADDAD"),
        ("By Rami Sfeir | Opinion | 4 min read", "Rami Sfeir"),
        ("By Tuesday evening the army had left.", None),
        ("By early May", None),
        ("By May 5", None),
        ("By the river they found two bodies", None),
        ("By Sunday", None),
        ("Bystanders fled", None),
    ],
)
def test_bylines(line: str, author: str | None) -> None:
    assert author_of(line) == author
