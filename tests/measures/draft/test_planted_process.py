"""A draft recovers the process that made a log: steps, order, branch, loop, leave, noise."""

import numpy as np
import pytest
from planted_paths import drafted, shop, walk_of

from wayline.measures.draft.acts import acts_of
from wayline.measures.draft.connections import choose_kinds, needs
from wayline.measures.draft.steps import long_paths


@pytest.fixture(scope="module")
def found():
    return drafted(shop(600, seed=7))


def connections(draft):
    ids = [step.id for step in draft.steps]
    return {(ids[a], ids[b]) for a, b in draft.plan.pairs}


def test_steps_stand_in_their_order(found):
    ids = [step.id for step in found.steps]
    assert set(ids) == {"arrive", "look", "phone", "chat", "pay", "thank"}
    assert ids[:2] == ["arrive", "look"]
    assert ids[-2:] == ["pay", "thank"]


def test_the_branch_and_the_loop_are_drawn(found):
    assert connections(found) == {
        ("arrive", "look"), ("look", "look"), ("look", "phone"), ("look", "chat"), ("phone", "pay"), ("chat", "pay"), ("pay", "thank"),
    }  # fmt: skip


def test_what_ends_a_relationship_is_a_leave_and_no_step(found):
    assert [act.events for act, _ in found.leaves] == [("cancel",)]


def test_what_may_come_anywhere_is_left_out_with_what_it_carries(found):
    paths = shop(600, seed=7)
    assert [(row.event, row.why) for row in found.left_out] == [("tick", "noise: anywhere, next to anything")]
    assert found.left_out[0].paths == sum("tick" in path for path in paths)
    assert found.left_out[0].events == sum(path.count("tick") for path in paths)


def test_the_milestone_is_late_and_stages_are_few(found):
    assert [step.id for step in found.steps if step.milestone] == ["pay"]
    assert 2 <= len(found.stages) <= 5


def test_paths_are_explained_in_and_out_of_time(found):
    """Who cancels after looking is not on the plan: a leave counts at a last step only."""
    assert (found.learned, found.judged) == (400, 200)
    paths = shop(600, seed=7)
    kept = ["cancel" not in path for path in paths]
    assert found.in_time["paths_so_far"]["count"] == sum(kept[:400])
    assert found.out_of_time["paths_so_far"]["count"] == sum(kept[400:])
    ticked = [("tick" not in path) and keeps for path, keeps in zip(paths, kept, strict=True)]
    assert found.out_of_time["whole_paths"]["count"] == sum(ticked[400:])


def test_a_straight_process_needs_no_connections():
    found = drafted([["a", "b", "c", "d"]] * 60)
    assert [step.id for step in found.steps] == ["a", "b", "c", "d"]
    assert found.plan.is_line
    assert found.in_time["paths"]["value"] == found.out_of_time["paths"]["value"] == 1


def test_the_number_of_steps_can_be_capped():
    found = drafted(shop(300, seed=1), steps=3)
    assert len(found.steps) == 3
    assert found.next_steps


def test_what_is_learned_does_not_see_the_last_third():
    """The last third takes another way; the map does not know it."""
    found = drafted([["a", "b", "c"]] * 200 + [["a", "c", "b"]] * 100)
    assert found.in_time["paths_so_far"]["value"] == 1
    assert found.out_of_time["paths_so_far"]["value"] == 0


def test_too_few_paths_are_not_judged():
    found = drafted([["a", "b"]] * 29)
    assert found.out_of_time is None
    assert "too few to be judged" in found.notes[0]


@pytest.mark.parametrize("paths", [[["a"]], [["a"], ["a"]], [["a", "a", "a"]], [["b", "a"], ["a", "b"]]])
def test_the_smallest_logs_have_a_draft(paths):
    assert drafted(paths).steps


def test_one_verb_with_many_objects_is_one_act():
    draw = np.random.default_rng(3)
    paths = [
        ["start", *(["submit_A", "submit_B"][int(x)] for x in draw.integers(0, 2, 6)), "submit_final"]
        for _ in range(200)
    ]
    walk, names = walk_of(paths)
    acts, _ = acts_of(walk, names)
    assert {act.events for act in acts} == {("start",), ("submit_A", "submit_B"), ("submit_final",)} or {
        act.events for act in acts
    } == {("start",), ("submit_B", "submit_A"), ("submit_final",)}


def test_a_family_of_rare_names_is_one_glob():
    paths = [["home", f"/docs/{n % 90}", f"/docs/{(n * 7) % 90}", "pay"] for n in range(200)] + [["home", "pay"]] * 200
    walk, names = walk_of(paths)
    acts, _ = acts_of(walk, names)
    assert ("/docs/*",) in [act.bind for act in acts]


def test_a_family_beside_a_name_of_its_own_is_told_by_narrower_globs():
    """`/docs/start` is in every path, and so no part of the family; the globs must not let it through."""
    rare = [[f"/docs/{part}/{n % 60}", "/docs/start"] for n in range(200) for part in ("a", "b")]
    walk, names = walk_of([["home", *path, "pay"] for path in rare] + [["home", "/docs/start", "pay"]] * 400)
    acts, _ = acts_of(walk, names)
    assert ("/docs/start",) in [act.bind for act in acts]
    family = next(act for act in acts if len(act.events) > 1)
    assert sorted(family.bind) in (["/docs/a/*", "/docs/b/*"], ["/docs/a/*"], ["/docs/b/*"])


def test_signs_of_a_glob_in_a_name_are_taken_as_they_are():
    walk, names = walk_of([["a*", "b?", "[c]"]] * 40)
    acts, _ = acts_of(walk, names)
    assert sorted(act.bind[0] for act in acts) == ["[[]c]", "a[*]", "b[?]"]


def test_names_that_come_together_are_one_act_only_if_they_are_alike():
    together = [["open", "order_placed", "order_created", "ship"]] * 50
    walk, names = walk_of(together)
    walk.at[1::4] = walk.at[2::4] - 1
    acts, _ = acts_of(walk, names)
    assert sorted(len(act.events) for act in acts) == [1, 1, 2]


def test_paths_far_longer_than_others_teach_nothing():
    walk, _ = walk_of([["a", "b"]] * 99 + [["a", "b"] * 200])
    assert long_paths(walk).tolist() == [99]
    found = drafted([["a", "b"] * 200] + [["a", "b"]] * 99)
    assert connections(found) == {("a", "b")}
    assert "far longer" in found.notes[0]


def test_the_choice_completes_paths_rather_than_counting_transitions():
    """Kind 2 is the most frequent of the rest, but 1 completes more paths."""
    path = np.array([0, 1, 1, 2, 2, *([3] * 9)])
    kind = np.array([0, 0, 1, 0, 1, *([2, 3, 4] * 3)])
    assert choose_kinds(needs(path, kind, 5), 2).tolist() == [0, 1]


def test_a_process_is_found_under_many_events_that_keep_no_order():
    """Four steps in order, each path with thirty touches of ten kinds among them: nine events of ten are beside the process."""
    draw = np.random.default_rng(11)
    paths = []
    for _ in range(300):
        path = ["one", "two", "three", "four"][: int(draw.integers(2, 5))]
        for kind in draw.zipf(1.6, 30):
            path.insert(int(draw.integers(1, len(path) + 1)), f"touch{min(kind, 10)}")
        paths.append(path)
    found = drafted(paths)
    assert [step.id for step in found.steps] == ["one", "two", "three", "four"]
    assert {row.why for row in found.left_out} == {"noise: anywhere, next to anything"}
    assert found.out_of_time["paths_so_far"]["value"] == 1
