"""OULAD files the events of one day by name, so their order is invented: a number must say what other orders would give."""

from reference_data import map_file

import wayline


def test_from_test_to_essay_is_8900_to_8949_of_11055_however_counted(oulad):
    found = wayline.robustness(oulad.workspace, map_file("oulad-work"))["submit-cma", "converted"]
    assert (found.counted.count, found.counted.n) == (8_949, 11_055)
    assert found.counts == (8_900, 8_949)
    assert {name: one.count for name, one in found.choices.items() if one.n == 11_055} == {
        "ties reversed": 8_900,
        "strict order": 8_900,
    }
    assert found.choices["last third"].n < 11_055
