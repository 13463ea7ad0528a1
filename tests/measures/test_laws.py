"""Laws that hold for every log and map: what may change without changing a number, and which numbers add up."""

import tempfile
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from small_logs import BEGIN, DAY, MAP, Row, draw_of, measured, random_rows, shifted, stored

every_seed = pytest.mark.parametrize("seed", range(3))


def result(*files, journey=MAP, **asked):
    """What is measured of these files in a workspace of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(stored(Path(folder), *files, journey=journey), **asked)


@cache
def base(seed):
    """The log of a seed as it is."""
    return result(random_rows(seed), segment="level")


@every_seed
def test_the_order_of_input_rows_changes_no_number(seed):
    rows = random_rows(seed)
    mixed = draw_of(seed).sample(rows, len(rows))
    assert result(mixed, segment="level") == base(seed)


@every_seed
def test_two_loads_give_the_numbers_of_one(seed):
    rows = random_rows(seed)
    middle = len(rows) // 2
    assert result(rows[:middle], rows[middle:], segment="level") == base(seed)


@every_seed
def test_other_names_of_people_and_steps_change_no_number(seed):
    rows = random_rows(seed)
    names = {
        "sign-up": "alpha",
        "load": "zeta",
        "report": "beta",
        "recommend": "omega",
        "first": "one",
        "second": "two",
    }
    journey = MAP
    for old, new in names.items():
        journey = journey.replace(f"id: {old},", f"id: {new},").replace(f"id: {old}\n", f"id: {new}\n")
        journey = journey.replace(f"to: {old}}}", f"to: {new}}}").replace(f"after: {old},", f"after: {new},")
    others = [replace(row, person=f"{row.person[::-1]}@example.org") for row in rows]
    assert result(others, journey=journey, segment="level") == renamed(base(seed), names)


def renamed(found, names):
    """Plain data with its texts and keys renamed."""
    if isinstance(found, dict):
        return {names.get(key, key): renamed(value, names) for key, value in found.items()}
    if isinstance(found, list):
        return [renamed(value, names) for value in found]
    return names.get(found, found) if isinstance(found, str) else found


@every_seed
def test_moving_all_times_changes_only_as_of(seed):
    days = draw_of(seed).randint(-3_000, 3_000)
    moved = result(shifted(random_rows(seed), days * DAY), segment="level")
    assert {**moved, "as_of": base(seed)["as_of"]} == base(seed)


@every_seed
def test_events_after_as_of_change_nothing(seed):
    draw = draw_of(seed)
    rows = random_rows(seed)
    later = [
        Row(f"p{draw.randrange(40)}", BEGIN + (41 + turn) * DAY, event, "pro")
        for turn, event in enumerate(("signup", "cancel", "load", "report", "help", "call"))
    ]
    assert result([*rows, *later], as_of=base(seed)["as_of"], segment="level") == base(seed)


@every_seed
def test_a_step_that_is_bound_to_nothing_changes_no_number_of_the_others(seed):
    rows = random_rows(seed)
    extra = "      - {id: recommend, title: Recommend, bind: {event: share}}\n"
    longer = MAP.replace(extra, extra + "      - {id: idle, title: Nobody comes here}\n")
    before, after = deepcopy(base(seed)), result(rows, journey=longer + CONNECTIONS, segment="level")
    for found in (
        before,
        after,
    ):  # the last step has no later one; whether there is one that is bound to nothing, it says
        del found["elements"]["recommend"]
    del after["elements"]["idle"]
    assert after["elements"] == before["elements"]
    assert after["flows"] == before["flows"]


CONNECTIONS = "connections: [{from: sign-up, to: load}, {from: load, to: report}, {from: report, to: recommend}]\n"


@every_seed
def test_parts_add_up_to_the_whole(seed):
    found = base(seed)
    assert added(found["segments"].values()) == added([found])
    for part in (found, *found["segments"].values()):
        moves_balance(part)
        ends_partition(part)
        paths_begin_and_end_once(part)


def added(parts):
    """Counts of all elements, flows and covered paths, summed over the parts."""
    total = {}
    for part in parts:
        cells = [((), "subjects", part["subjects"]), ((), "finished", part["whole"]["finished"]["count"])]
        cells += [(element, name, n["count"]) for element, found in part["elements"].items()
                  for name, n in found.items() if "count" in n]  # fmt: skip
        cells += [(flow["from"], flow["to"], flow["count"]) for flow in part["flows"]]
        cells += [
            ("coverage", name, part["coverage"][name]["count"]) for name in ("transitions", "paths", "paths_so_far")
        ]
        for element, name, count in cells:
            total[element, name] = total.get((element, name), 0) + (count or 0)
    return {key: count for key, count in total.items() if count}


def moves_balance(part):
    """Into a step come as many as go out of it."""
    into, out = {}, {}
    for flow in part["flows"]:
        into[flow["to"]] = into.get(flow["to"], 0) + flow["count"]
        out[flow["from"]] = out.get(flow["from"], 0) + flow["count"]
    for step in (into.keys() | out.keys()) - {"START", "END"}:
        assert into[step] == out[step] == part["elements"][step]["touches"]["value"]
    shares = {}
    for flow in part["flows"]:
        shares[flow["from"]] = shares.get(flow["from"], 0) + flow["share"]
    assert all(abs(share - 1) < 1e-12 for share in shares.values())


def ends_partition(part):
    """Who reached a step converted, left or is open; the paths to END left, are open or have finished."""
    for element in ("sign-up", "load", "report", "first"):
        ends = [part["elements"][element][name] for name in ("converted", "left", "open")]
        assert sum(end["count"] for end in ends) == part["elements"][element]["reached"]["count"]
        assert all(end["n"] == part["elements"][element]["reached"]["count"] for end in ends)
    for flow in part["flows"]:
        if flow["to"] == "END":
            assert flow["left"] + flow["open"] + flow["finished"] == flow["count"]


def paths_begin_and_end_once(part):
    """START and END are passed once a subject, and who stands nowhere has left or finished."""
    starts = sum(flow["count"] for flow in part["flows"] if flow["from"] == "START")
    ends = [flow for flow in part["flows"] if flow["to"] == "END"]
    assert starts == sum(flow["count"] for flow in ends) == part["subjects"]
    standing = sum(part["elements"][step]["now"]["value"] for step in ("sign-up", "load", "report", "recommend"))
    assert standing == sum(flow["open"] for flow in ends)
    assert part["whole"]["finished"]["value"] == sum(flow["finished"] for flow in ends)
