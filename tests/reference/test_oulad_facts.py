"""OULAD: what the README says of study journeys, as measurements of the event log."""

from reference_data import counted, load, sql


def test_every_row_is_loaded(oulad):
    events, students = oulad.imported.files
    assert (events.rows, events.accepted, events.rejected) == (148_239, 148_239, 0)
    assert (students.rows, students.accepted, students.rejected) == (21_333, 21_333, 0)


def test_fact_5_events_and_enrolments_by_activity(oulad):
    found = oulad.measured("oulad-every")
    assert counted(found, "touches") == {
        "register": 21_297, "submit-tma": 65_133, "submit-cma": 52_635, "submit-exam": 2_841, "unregister": 6_333,
    }  # fmt: skip
    assert counted(found, "reached") == {
        "all": 21_328, "register": 21_297, "submit-tma": 16_207, "submit-cma": 11_055, "submit-exam": 2_841, "unregister": 6_333,
    }  # fmt: skip
    assert found["coverage"]["events"]["count"] == 148_239


def test_fact_1_enrolments_by_outcome(oulad):
    """Five failed enrolments have no event, and so no path: 5,070 of 5,075."""
    segments = oulad.measured("oulad-leaving", segment="final_result")["segments"]
    subjects = {level: part["subjects"] for level, part in segments.items()}
    assert subjects == {"Pass": 8_068, "Withdrawn": 6_330, "Fail": 5_070, "Distinction": 1_860}
    gone = {level: part["elements"]["whenever"]["reached"]["count"] for level, part in segments.items()}
    assert gone == {"Pass": 0, "Withdrawn": 6_324, "Fail": 9, "Distinction": 0}  # fact 2


def test_fact_3_when_people_leave(oulad):
    found = counted(oulad.measured("oulad-leaving"), "reached")
    assert (found["whenever"], found["before-start"], found["first-month"]) == (6_333, 1_783, 1_234)


def test_fact_4_withdrawals_by_module(oulad):
    """The README counts 21,333 enrolments; by module 0 to 3 of them have no event."""
    segments = oulad.measured("oulad-leaving", segment="code_module", where="{segment: {final_result: Withdrawn}}")[
        "segments"
    ]
    withdrawn = {level: part["subjects"] for level, part in segments.items()}
    shares = {
        "CCC": (1_936, 0.4638),
        "DDD": (4_469, 0.3587),
        "BBB": (5_617, 0.2918),
        "FFF": (5_397, 0.2868),
        "EEE": (1_746, 0.2383),
        "AAA": (383, 0.1567),
        "GGG": (1_785, 0.093),
    }
    assert {module: round(withdrawn[module] / n, 4) for module, (n, _) in shares.items()} == {
        module: share for module, (_, share) in shares.items()
    }


def test_fact_6_withdrawals_of_those_who_submitted_by_day_60(oulad):
    """Of those still registered on day 60: who submitted, less who left by then."""
    found = oulad.measured(
        "oulad-leaving", segment="final_result", where='{event: "submit_*", where: {day: {lte: 60}}}'
    )
    stayed = {
        level: part["subjects"] - part["elements"]["by-day-60"]["reached"]["count"]
        for level, part in found["segments"].items()
    }
    assert sum(stayed.values()) == 15_616
    assert round(stayed["Withdrawn"] / 15_616, 4) == 0.1398


def test_outcomes_of_a_step_agree_with_plain_sql(oulad):
    """Registration: converted, left and open, against SQL over the file."""
    [row] = sql(
        oulad,
        """WITH e AS (SELECT case_id, activity, timestamp AS t, row_number() OVER () AS i FROM 'events.csv.gz'),
r AS (SELECT case_id, min((t, i)) AS at FROM e WHERE activity = 'register' GROUP BY 1),
x AS (SELECT r.case_id, coalesce(bool_or(e.activity LIKE 'submit%' AND (e.t, e.i) > r.at), FALSE) AS went_on,
        coalesce(bool_or(e.activity = 'unregister' AND (e.t, e.i) > r.at), FALSE) AS gone FROM r JOIN e USING (case_id) GROUP BY 1)
SELECT count(*), count(*) FILTER (went_on), count(*) FILTER (NOT went_on AND gone), count(*) FILTER (NOT went_on AND NOT gone) FROM x""",
    )
    found = oulad.measured("oulad-study")["elements"]["register"]
    assert (found["converted"]["n"], *(found[name]["count"] for name in ("converted", "left", "open"))) == row
    assert row == (21_297, 16_751, 3_460, 1_086)


def test_days_from_a_start_are_times(tmp_path):
    """A wide table of days relative to a start: medians and windows, against SQL over the file."""
    loaded = load(tmp_path, "oulad_churn", ("student_registration.csv.gz",), "registration")
    table = "(SELECT date_registration::INT AS a, date_unregistration::INT AS b FROM read_csv('student_registration.csv.gz', all_varchar=true, nullstr=''))"
    [(registered, gone, both, days)] = sql(
        loaded, f"SELECT count(a), count(b), count(*) FILTER (b >= a), median(b - a) FILTER (b >= a) FROM {table}"
    )
    found = loaded.measured("registration")
    reached = counted(found, "reached")
    assert (reached["register"], reached["unregister"]) == (registered, gone) == (21_297, 6_333)
    wait = found["elements"]["register"]["time_to_next"]
    assert (wait["count"], wait["value"]) == (both, days * 86_400)
    before = loaded.measured("registration", until="2013-10-01")
    assert (
        before["elements"]["register"]["reached"]["count"]
        == sql(loaded, f"SELECT count(*) FILTER (a < 0) FROM {table}")[0][0]
    )
