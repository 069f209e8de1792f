from tacitus.evaluate.words import nearest, occurrences, split_number, suggestions, unwrap


def test_whole_words_come_first():
    text = "The attackers attack where an attack was foiled."
    assert [text[start:end] for start, end in occurrences(text, "attack")] == ["attack", "attack"]
    assert occurrences(text, "attack")[0][0] == text.index(" attack ") + 1
    assert len(occurrences(text, "foil")) == 1


def test_white_space_and_quotation_marks_are_tolerant():
    text = "The “governor’s\n  guard” fled."
    assert len(occurrences(text, '"governor\'s guard"')) == 1
    assert occurrences(text, "guard left") == []


def test_numbered_words_and_nearest():
    assert split_number("clash@2") == ("clash", 2)
    assert split_number("the clash") == ("the clash", None)
    assert nearest([(0, 4), (20, 24), (40, 44)], (30, 32)) == (20, 24)


def test_suggestions_offer_what_the_text_has():
    text = "Fighters of the Katiba Macina burned the sub-prefecture."
    assert suggestions(text, "Katiba Massina")[0] == "Katiba Macina"
    assert suggestions(text, "zzz") == []


def test_unwrap_joins_paragraphs_and_keeps_lists_and_offsets():
    text = (
        "HEADING OF THE DAY\n"
        "The column left the town in the morning and was fired upon from both\n"
        "sides of the road.\n"
        "\n"
        "Lost in the ambush that followed on the road to the north of the town:\n"
        "- two trucks\n"
        "- one gun\n"
    )
    joined = unwrap(text)
    assert len(joined) == len(text)
    assert "from both sides of the road.\n\nLost" in joined
    assert "HEADING OF THE DAY\nThe column" in joined
    assert "town:\n- two trucks\n- one gun\n" in joined
