"""Voice in the log: identified by its own id, or by row and question; corrected in place."""

from event_files import chunk, incoming, load, md5, rows_of


def said(no, person, question, score, **more):
    row = {
        "row": no,
        "person_id": person,
        "question": question,
        "score": score,
        "kind": "nps",
        "solicited": True,
        "occurred_at": no,
    }
    return row | {"row_hash": md5(person, question, score)} | more


def survey(*rows, **options):
    return incoming(chunk(voice=rows, rows=max(row["row"] for row in rows)), kind="voice", source="survey", **options)


def scores(log):
    return rows_of(log, "SELECT question, score FROM {current_voice} ORDER BY arrival")


def test_the_questions_of_one_row_share_their_reply(log):
    report = load(
        log,
        survey(said(1, "ana", "q1", 9, row_hash="h"), said(1, "ana", "q2", 3, row_hash="h"), said(2, "ben", "q1", 5)),
    )
    file = report.files[0]
    assert (file.rows, file.accepted, file.skipped, file.identical) == (2, 2, 0, 0)
    assert rows_of(
        log, "SELECT count(DISTINCT answer_id), count(DISTINCT voice_id), count(*) FROM {current_voice}"
    ) == [(2, 3, 3)]


def test_identical_replies_are_kept_and_counted(log):
    report = load(log, survey(said(1, None, "q1", 9), said(2, None, "q1", 9, occurred_at=1)))
    assert (report.files[0].accepted, report.files[0].identical) == (2, 1)
    assert (
        load(log, survey(said(1, None, "q1", 9), said(2, None, "q1", 9, occurred_at=1), content="again"))
        .files[0]
        .skipped
        == 2
    )
    assert len(scores(log)) == 2


def test_a_reply_with_a_loaded_id_and_another_score_takes_its_place(log):
    load(log, survey(said(1, "ana", "q1", 9, voice_id="v1"), said(2, "ben", "q1", 2, voice_id="v2")))
    report = load(
        log, survey(said(1, "ana", "q1", 4, voice_id="v1"), said(2, "ben", "q1", 2, voice_id="v2")), received_at=2_000
    )
    assert (report.files[0].accepted, report.files[0].skipped) == (1, 1)
    assert [finding.rule for finding in report.files[0].findings] == ["corrected"]
    assert scores(log) == [("q1", 4.0), ("q1", 2.0)]
    (row,) = log.sources()
    assert (row.source, row.table, row.rows, row.first, row.last) == ("survey", "voice", 2, 1, 2)


def test_a_correction_of_voice_is_not_known_before_it_was_received(log):
    for at, score in ((1_000, 9), (2_000, 4)):
        load(log, survey(said(1, "ana", "q1", score, voice_id="v1")), received_at=at)
    snapshot = log.snapshot()
    with snapshot.connect() as con:
        assert con.execute(f"SELECT score FROM {snapshot.current('voice', known_at=1_500)}").fetchall() == [(9.0,)]
