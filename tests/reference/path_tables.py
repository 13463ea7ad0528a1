"""Coverage of the most frequent transitions, from path facts: methods.md section 2, on our own event log.

A map that binds every event name as a step makes every event a touch, so `transition_facts` holds all transitions of all paths.
"""

from __future__ import annotations

from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START

OURS = "t.occurred_at, t.arrival"


def walk(facts: PathFacts, order: str = OURS) -> None:
    """Tables `moves` (subject, a, b: names as the source spells them) and `ranked` (a, b, rank) in the session of the facts.

    `order` is that of the touches; another than the product's own answers what ties do.
    """
    facts.con.execute("CREATE OR REPLACE TEMP TABLE spelt (step INTEGER, name VARCHAR)")
    named = [(number, step.bind[0].event[0]) for number, step in enumerate(facts.journey.steps)]
    facts.con.executemany("INSERT INTO spelt VALUES (?, ?)", [*named, (START, "START"), (END, "END")])
    transitions = "transition_facts" if order == OURS else f"({_reordered(order)})"
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE moves AS SELECT t.subject, a.name AS a, b.name AS b "
        f"FROM {transitions} t JOIN spelt a ON a.step = t.origin JOIN spelt b ON b.step = t.target"
    )
    rank(facts)


def rank(facts: PathFacts, learned: str = "TRUE") -> None:
    """Table `ranked`: transitions by the number of paths that use them, ties by name, over the subjects that meet a condition on `f`."""
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE ranked AS "
        "SELECT a, b, row_number() OVER (ORDER BY count(DISTINCT m.subject) DESC, a, b) AS rank "
        f"FROM moves m JOIN subject_facts f ON f.subject = m.subject WHERE {learned} GROUP BY a, b"
    )


def _reordered(order: str) -> str:
    return (
        f"SELECT t.subject, coalesce(lag(t.element) OVER (PARTITION BY t.subject ORDER BY {order}), {START}) AS origin, "
        "t.element AS target FROM touched t JOIN spelt s ON s.step = t.element\n"
        f"UNION ALL SELECT t.subject, last(t.element ORDER BY {order}), {END} "
        "FROM touched t JOIN spelt s ON s.step = t.element GROUP BY t.subject"
    )


def coverage(facts: PathFacts, m: int, judged: str = "TRUE") -> tuple[float, float]:
    """(transition coverage, path coverage) of the top m of `ranked`, on the subjects that meet a condition on `f`."""
    return facts.con.execute(
        f"""WITH x AS (SELECT m.subject, coalesce(r.rank <= {m}, FALSE) AS planned FROM moves m
             JOIN subject_facts f ON f.subject = m.subject LEFT JOIN ranked r USING (a, b) WHERE {judged})
SELECT avg(planned::INT), (SELECT avg(ok::INT) FROM (SELECT bool_and(planned) AS ok FROM x GROUP BY subject)) FROM x"""
    ).fetchall()[0]


def out_of_time(facts: PathFacts, m: int, learned: str, judged: str) -> tuple[float, float]:
    """Path coverage of the top m transitions of the learned subjects, on those and on the judged ones."""
    rank(facts, learned)
    return coverage(facts, m, learned)[1], coverage(facts, m, judged)[1]


def sizes(facts: PathFacts) -> tuple[int, ...]:
    """Paths, events, transitions, steps, kinds of transition, variants."""
    return facts.con.execute(
        """SELECT (SELECT count(*) FROM subject_facts), (SELECT count(*) FROM path_events), (SELECT count(*) FROM moves),
  (SELECT count(DISTINCT arrives) FROM path_events), (SELECT count(*) FROM ranked),
  (SELECT count(DISTINCT walked) FROM (SELECT string_agg(arrives, ',' ORDER BY k) AS walked FROM path_events GROUP BY subject))"""
    ).fetchall()[0]


def deviations(facts: PathFacts, m: int) -> tuple[int, int, int, int]:
    """Subjects on the plan of the top m, and with each class of deviation: repeats, order broken or step missing, ad hoc."""
    return facts.con.execute(
        f"""WITH known AS (SELECT unnest([a, b]) AS name FROM ranked WHERE rank <= {m}),
x AS (SELECT subject, a, b, rank <= {m} AS planned,
        a IN (SELECT name FROM known) AND b IN (SELECT name FROM known) AS both_known FROM moves JOIN ranked USING (a, b)),
y AS (SELECT bool_and(planned) AS planned, bool_or(NOT planned AND both_known AND a = b) AS repeats,
        bool_or(NOT planned AND both_known AND a <> b) AS order_or_missing, bool_or(NOT both_known) AS ad_hoc FROM x GROUP BY subject)
SELECT count(*) FILTER (planned), count(*) FILTER (repeats), count(*) FILTER (order_or_missing), count(*) FILTER (ad_hoc) FROM y"""
    ).fetchall()[0]


def tied_events(facts: PathFacts) -> int:
    """Events that share subject and time with another."""
    return facts.con.execute(
        "SELECT count(*) FROM (SELECT count(*) OVER (PARTITION BY subject, occurred_at) AS n FROM path_events) WHERE n > 1"
    ).fetchall()[0][0]


VARIANTS = "SELECT count(*) AS n FROM (SELECT subject, string_agg(arrives, ',' ORDER BY k) AS walked FROM path_events GROUP BY subject) GROUP BY walked"


def variants_for(facts: PathFacts, share: float) -> int:
    """How many of the most frequent variants make up this share of paths."""
    return facts.con.execute(
        f"""SELECT count(*) FROM (SELECT sum(n) OVER (ORDER BY n DESC ROWS UNBOUNDED PRECEDING) - n AS before, sum(n) OVER () AS total
FROM ({VARIANTS})) WHERE before < {share} * total"""
    ).fetchall()[0][0]


def privacy(facts: PathFacts, k: int) -> tuple[int, float, float, float]:
    """Kinds of transition with fewer than k subjects, path coverage of the others, % of subjects with a unique path, and in a variant of fewer than k."""
    return facts.con.execute(
        f"""WITH used AS (SELECT a, b, count(DISTINCT subject) >= {k} AS kept FROM moves GROUP BY a, b),
x AS (SELECT bool_and(kept) AS ok FROM moves JOIN used USING (a, b) GROUP BY subject), v AS ({VARIANTS})
SELECT (SELECT count(*) FROM used WHERE NOT kept), (SELECT avg(ok::INT) FROM x),
  100 * (SELECT sum(n) FILTER (n = 1) / sum(n) FROM v), 100 * (SELECT sum(n) FILTER (n < {k}) / sum(n) FROM v)"""
    ).fetchall()[0]
