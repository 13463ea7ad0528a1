"""The hours of the day at which steps are touched, by the clock of the workspace's zone."""

import csv

from small_logs import BEGIN, DAY, MAP, SECOND, Row, stored

import wayline

HOUR = 3_600 * SECOND


def hours(workspace):
    return wayline.measure(workspace, "small", with_hours=True).plain()["hours"]


def test_touches_and_subjects_are_counted_by_the_hour_of_the_zone(tmp_path):
    rows = [
        Row("a", BEGIN + 9 * HOUR, "signup"),
        Row("a", BEGIN + DAY + 9 * HOUR + 59 * 60 * SECOND, "signup"),
        Row("b", BEGIN + 23 * HOUR, "signup"),
    ]
    stored(tmp_path, rows)
    settings = tmp_path / "wayline.toml"
    settings.write_text(settings.read_text().replace('zone = "UTC"', 'zone = "Europe/Berlin"'))
    found = hours(wayline.open_workspace(tmp_path))
    assert found["zone"] == "Europe/Berlin"
    assert found["elements"]["sign-up"]["touches"] == [1] + [0] * 9 + [2] + [0] * 13  # 23 h UTC is midnight in Berlin
    assert found["elements"]["sign-up"]["subjects"] == [1] + [0] * 9 + [1] + [0] * 13
    assert found["elements"]["load"] == {"touches": [], "subjects": [], "refused": "no subjects"}


def test_times_that_are_whole_days_have_no_hour(tmp_path):
    found = hours(stored(tmp_path, [Row("a", BEGIN, "signup"), Row("a", BEGIN + DAY + HOUR, "load")]))
    assert found["elements"]["sign-up"]["refused"] == "the source's times are whole days"
    assert found["elements"]["load"]["refused"] is None


def test_a_source_with_an_order_but_no_times_has_no_hour(tmp_path):
    workspace = wayline.init(tmp_path)
    (tmp_path / "maps" / "small.journey.yaml").write_text(MAP)
    (tmp_path / "log.roles.yaml").write_text(
        "wayline: 1\ntable: events\ncolumns: {person_id: person, position: step, event: event}\n"
    )
    with (tmp_path / "log.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("person", "step", "event"), ("a", "1", "signup"), ("a", "2", "load")])
    wayline.import_files(workspace, [tmp_path / "log.csv"], roles=tmp_path / "log.roles.yaml")
    assert hours(workspace)["elements"]["sign-up"]["refused"] == "the source has an order but no times"
    assert "trend" not in wayline.measure(workspace, "small", with_trend=True).plain()
