"""Rows of voice in canonical form: surveys in wide form, replies in long form, and which answers become scores."""

from pathlib import Path

from canonical_rows import canonical

WIDE = """
table: voice
answer_id: id
weight: w
questions:
  N: {kind: nps, min: 0, max: 10, no_answer: [98, 99]}
  A: {kind: rating, min: 1, max: 5, no_answer: [0, 6], reversed: true, asks: Artwork}
  SAY: {kind: note}
"""


def test_a_wide_row_says_one_thing_a_question(tmp_path: Path) -> None:
    found = canonical(tmp_path, "id,w,N,A,SAY\n1,0.5,10,5,good\n2,2,0,1,\n", WIDE)
    assert found.column(
        "voice", "row", "answer_id", "kind", "question", "asks", "score", "scale_min", "scale_max", "text"
    ) == [
        (1, "1", "nps", "N", None, 10.0, 0.0, 10.0, None),
        (1, "1", "rating", "A", "Artwork", 1.0, 1.0, 5.0, None),
        (1, "1", "note", "SAY", None, None, None, None, "good"),
        (2, "2", "nps", "N", None, 0.0, 0.0, 10.0, None),
        (2, "2", "rating", "A", "Artwork", 5.0, 1.0, 5.0, None),
    ]
    assert found.column("voice", "weight") == [0.5, 0.5, 0.5, 2.0, 2.0]
    assert set(found.column("voice", "solicited")) == {True}
    assert found.findings == {"no-answer": 1}


def test_codes_for_no_answer_and_codes_off_the_scale_never_become_scores(tmp_path: Path) -> None:
    rows = "id,w,N,A,SAY\n1,1,98,0,\n2,1,99.0,6,\n3,1,11,7,\n4,1,,,\n5,1,x,5,\n6,heavy,10,,"
    found = canonical(tmp_path, rows, WIDE)
    assert found.column("voice", "row", "question", "score") == [(5, "A", 1.0), (6, "N", 10.0)]
    assert found.findings == {"bad-weight": 1, "no-answer": 13, "off-scale": 2, "bad-score": 1}
    assert found.messages["off-scale"].examples == ("11", "7")
    assert (found.rows, found.accepted) == (6, 6)


def test_a_reply_in_long_form_carries_score_text_and_keys(tmp_path: Path) -> None:
    rows = "o,stars,say,t,lang\n1,5,good,2026-01-01,pt\n2,,,2026-01-02,pt\n3,4,,2026-01-32,pt\n4,9,fine,,pt"
    roles = """{table: voice, object_id: o, object_type: order, kind: review, score: {column: stars, min: 1, max: 5}, text: say, occurred_at: t,
  language: lang}"""
    found = canonical(tmp_path, rows, roles)
    assert found.column(
        "voice",
        "row",
        "object_type",
        "object_id",
        "kind",
        "solicited",
        "score",
        "scale_max",
        "text",
        "language",
        "occurred_at",
    ) == [
        (1, "order", "1", "review", False, 5.0, 5.0, "good", "pt", 1_767_225_600_000_000),
        (4, "order", "4", "review", False, None, None, "fine", "pt", None),
    ]
    assert found.rules() == [(3, "bad-time")]
    assert found.findings == {"assumed-zone": 2, "no-time": 1, "no-answer": 1, "off-scale": 1}


def test_kinds_have_their_usual_scales_and_others_need_one(tmp_path: Path) -> None:
    rows = "k,q,s\nnps,Would you?,9\ncsat,,4\nces,,7\nrating,,3\nnps,,11"
    found = canonical(tmp_path, rows, "{table: voice, columns: {kind: k, question: q, score: s}}")
    assert found.column("voice", "kind", "question", "score", "scale_min", "scale_max", "solicited") == [
        ("nps", "Would you?", 9.0, 0.0, 10.0, True),
        ("csat", None, 4.0, 1.0, 5.0, True),
        ("ces", None, 7.0, 1.0, 7.0, True),
    ]
    assert found.findings == {"no-scale": 1, "off-scale": 1}


def test_scales_may_stand_in_columns_and_beside_them(tmp_path: Path) -> None:
    rows = "s,lo,hi\n2,1,3\n3,1,3"
    columns = canonical(
        tmp_path,
        rows,
        "{table: voice, columns: {kind: rating, score: s, min: lo, max: hi, solicited: false}, reversed: true}",
    )
    assert columns.column("voice", "score", "scale_min", "scale_max", "solicited") == [
        (2.0, 1.0, 3.0, False),
        (1.0, 1.0, 3.0, False),
    ]
    words = canonical(
        tmp_path, rows, "{table: voice, columns: {kind: rating, score: s, min: 1, max: 5}, no_answer: [2]}"
    )
    assert words.column("voice", "row", "score", "scale_max") == [(2, 3.0, 5.0)]


def test_texts_without_scores_are_kept_even_when_empty(tmp_path: Path) -> None:
    found = canonical(tmp_path, "id,say\n1,help\n2,\n", "{table: voice, kind: ticket, voice_id: id, text: say}")
    assert found.column("voice", "voice_id", "kind", "text", "answer_id") == [
        ("1", "ticket", "help", None),
        ("2", "ticket", None, None),
    ]
