"""Journey types: planted ones are found again, kinds that begin alike are told apart, and one kind is not split (methods.md sections 2 and 12, goal 7)."""

import numpy as np
import pytest
from planted_kinds import STEPS, planted

from wayline.estimates.journey_types import journey_types
from wayline.estimates.mixture import adjusted_rand, counted, mixture


def recovered(seed, *, with_steps=True, **world):
    path, act, truth = planted(seed, **world)
    paths, row_of = counted(path, act, STEPS)
    found = mixture(paths, world["types"], np.random.default_rng(1), with_steps=with_steps)
    return adjusted_rand(truth, found.kind[row_of])


@pytest.mark.parametrize(("shared", "at_least"), [(0, 0.95), (3, 0.65)])
def test_planted_types_are_recovered(shared, at_least):
    """Goal 7: 0.95 at 30 % noise with four types, 0.65 where the first three steps are shared."""
    found = [recovered(seed, types=4, noise=0.3, shared=shared) for seed in range(6)]
    assert np.mean(found) >= at_least


def test_chains_alone_lose_types_that_begin_alike():
    """The negative control: 0.575 in the published run of the same world, with six restarts."""
    alone = [recovered(seed, types=4, noise=0.3, shared=3, with_steps=False) for seed in range(6)]
    both = [recovered(seed, types=4, noise=0.3, shared=3) for seed in range(6)]
    assert np.mean(both) - np.mean(alone) > 0.1


def test_the_number_of_types_is_found():
    path, act, truth = planted(0, types=4, noise=0.3)
    found = journey_types(path, act, STEPS, most=6)
    assert len(found.types) == 4
    assert adjusted_rand(truth, found.type_of + 1) > 0.95
    assert sum(one.paths for one in found.types) + int((found.type_of < 0).sum()) == 400
    assert all(one.stability > 0.9 for one in found.types)


def test_paths_of_one_kind_are_not_split():
    path, act, _ = planted(3, types=1, noise=0.3)
    found = journey_types(path, act, STEPS, most=4)
    assert max(found.tried.values()) < 0.6 or len(found.types) < 2
    assert found.refused == "no two types come again when the paths are drawn again"


def test_few_paths_say_how_many_more_are_needed():
    path, act, _ = planted(0, types=2, noise=0, paths=20)
    found = journey_types(path, act, STEPS)
    assert (found.types, found.refused) == ((), "20 paths; needs 30 more")


def test_paths_that_are_all_alike_have_no_types():
    found = journey_types(np.repeat(np.arange(60), 2), np.tile([0, 1], 60), 2)
    assert found.refused == "all paths are alike"


def test_the_rand_index_is_the_published_one():
    """The two examples in the documentation of scikit-learn's adjusted_rand_score."""
    assert adjusted_rand(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])) == pytest.approx(0.5714, abs=5e-5)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == 1.0


def test_alike_paths_are_counted_once():
    paths, row_of = counted(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1]), 2)
    assert paths.weight.tolist() == [2, 1]
    assert row_of.tolist() == [0, 0, 1]
    # START is 2, END is 3: START→0, 0→1, 1→END
    assert sorted(paths.transitions[[0], :].nonzero()[1].tolist()) == [0 * 4 + 1, 1 * 4 + 3, 2 * 4 + 0]
