"""Plans of named queries run step by step and print as one statement with the same answer."""

import duckdb

from wayline.bindings.sql_text import Plan, comment, literal, one_of, table_of


def test_a_plan_prints_only_what_the_last_query_needs_and_gives_the_same_answer():
    plan = Plan()
    plan.add("numbers", table_of([[1, 2], [3, None]], ("a", "b")), "two rows */ --")
    plan.add("unused", "SELECT 1 AS one", kept=False)
    plan.add("doubled", "SELECT a * 2 AS a FROM numbers", kept=False)
    final = "SELECT sum(a) AS total FROM doubled"
    with duckdb.connect() as con:
        for statement in plan.statements():
            con.execute(statement)
        assert con.execute(final).fetchall() == [(8,)]
    with duckdb.connect() as con:
        printed = plan.printed(final)
        assert "unused" not in printed
        assert con.execute(printed).fetchall() == [(8,)]


def test_an_empty_literal_table_keeps_its_columns():
    with duckdb.connect() as con:
        assert con.execute(f"SELECT count(a), count(b) FROM ({table_of([], ('a', 'b'))})").fetchall() == [(0, 0)]


def test_literals_and_lists():
    assert literal("it's") == "'it''s'"
    assert (literal(None), literal(True), literal(3)) == ("NULL", "TRUE", "3")
    assert one_of("x", {2, 1}) == "x IN (1, 2)"
    assert one_of("x", set()) == "FALSE"


def test_comments_cannot_end_early():
    assert "*/" not in comment("a */ DROP")
    assert "--" not in comment("a -- b\nc")
    assert "\n" not in comment("a\nb")
