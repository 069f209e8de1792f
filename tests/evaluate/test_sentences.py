from tacitus.evaluate.sentences import sentence_of, sentence_spans

TEXT = (
    "MAIDUGURI, Feb. 3 - Gen. Musa Dan said the U.S. Army had no part in it. "
    '"We lost nobody." The raid began at 5 a.m. on Sunday. It ended at 9 p.m. The troops left.\n\n'
    "- Two lorries burned\n"
    "- One bridge fell!"
)


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_ranks_quotes_and_list_items():
    assert sentences(TEXT) == [
        "MAIDUGURI, Feb. 3 - Gen. Musa Dan said the U.S. Army had no part in it.",
        '"We lost nobody."',
        "The raid began at 5 a.m. on Sunday.",
        "It ended at 9 p.m.",
        "The troops left.",
        "- Two lorries burned",
        "- One bridge fell!",
    ]


def test_sentence_of_an_offset():
    spans = sentence_spans(TEXT)
    start, end = sentence_of(spans, TEXT.index("raid"))
    assert TEXT[start:end] == "The raid began at 5 a.m. on Sunday."
    assert sentence_of(spans, 0) == spans[0]
