"""Where ghosts stand: the steps next to them, of most of the subjects who have them."""

from small_logs import BEGIN, SECOND, Row, measured, stored


def walk(person, *events):
    """The events of one person, an hour apart."""
    return [Row(person, BEGIN + hour * 3_600 * SECOND, event) for hour, event in enumerate(events)]


def places(tmp_path, *walks):
    return measured(stored(tmp_path, [row for one in walks for row in one]))["coverage"]["ghost_places"]


def test_a_ghost_stands_between_the_touches_next_to_it_of_most_subjects(tmp_path):
    found = places(
        tmp_path,
        walk("a", "signup", "help", "load", "report"),
        walk("b", "signup", "help", "help", "load"),
        walk("c", "signup", "load", "help", "report"),
        walk("d", "help"),  # off the map: it has the event, and no place on the path
    )
    assert found == [{"event": "help", "after": "sign-up", "before": "load", "subjects": 2, "of": 3}]


def test_a_ghost_at_the_ends_stands_after_start_or_before_end(tmp_path):
    found = places(tmp_path, walk("a", "ad", "signup", "load", "bye"), walk("b", "ad", "signup"))
    assert found == [
        {"event": "ad", "after": "START", "before": "sign-up", "subjects": 2, "of": 2},
        {"event": "bye", "after": "load", "before": "END", "subjects": 1, "of": 1},
    ]


def test_of_equal_places_the_earliest_on_the_map_is_named(tmp_path):
    found = places(tmp_path, walk("a", "signup", "load", "help", "report"), walk("b", "signup", "help", "load"))
    assert found == [{"event": "help", "after": "sign-up", "before": "load", "subjects": 1, "of": 2}]


def test_leaves_contacts_and_touches_are_no_neighbours_and_no_ghosts(tmp_path):
    found = places(tmp_path, walk("a", "signup", "call", "help", "cancel", "load"))
    assert found == [{"event": "help", "after": "sign-up", "before": "load", "subjects": 1, "of": 1}]


def test_a_log_without_ghosts_has_no_places(tmp_path):
    assert places(tmp_path, walk("a", "signup", "load")) == []


def test_twelve_ghosts_are_placed_and_levels_have_no_places(tmp_path):
    names = [f"e{number:02}" for number in range(15)]
    found = measured(stored(tmp_path, walk("a", "signup", *names, "load")), segment="level")
    assert [place["event"] for place in found["coverage"]["ghost_places"]] == names[:12]
    assert "ghost_places" not in found["segments"]["(none)"]["coverage"]
