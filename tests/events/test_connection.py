"""Connections to DuckDB keep their hands off standard output."""

from pathlib import Path

from wayline.events.connection import in_memory


def test_a_slow_query_writes_no_progress_into_the_answer(capfd):
    with in_memory() as con:
        assert con.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
        con.execute("SELECT count(DISTINCT hash(range)) FROM range(30_000_000)").fetchall()
    assert capfd.readouterr() == ("", "")


def test_no_other_connection_is_opened_in_memory():
    package = Path(__file__).parents[2] / "src" / "wayline"
    assert [path.name for path in package.rglob("*.py") if 'connect(":memory:"' in path.read_text()] == [
        "connection.py"
    ]
