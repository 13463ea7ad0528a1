"""Facts find their place in a map's text, and the rest of the text stays as it is."""

import pytest

from wayline.files.filling import filled
from wayline.files.journey import read_map

CASES = [
    # what is there is replaced, with the comment kept
    ("wayline: 1\nmap: a  # mine\n", {("map",): "b"}, "wayline: 1\nmap: b  # mine\n"),
    ("owner: {team: a, member: b}\n", {("owner", "team"): "c"}, "owner: {team: c, member: b}\n"),
    # what is missing comes where the format has it
    ("map: a\nstages: []\n", {("persona",): "p"}, "map: a\npersona: p\nstages: []\n"),
    ("map: a\ncards: []\n", {("scenario", "from"): "here"}, "map: a\nscenario: {from: here}\ncards: []\n"),
    ("map: a\nowner:\nstages: []\n", {("owner", "team"): "t"}, "map: a\nowner: {team: t}\nstages: []\n"),
    # success may be one, a list of some, or not there
    ('success: {says: ""}\n', {("success", 0, "says"): "yes"}, "success: {says: yes}\n"),
    ("success:\n  - {says: a, target: 1}\n  - {says: b}\n", {("success", 0, "says"): "c"}, "success:\n  - {says: c, target: 1}\n  - {says: b}\n"),
    # words to find it by are added to, once
    ("tags: [a]\n", {("tags",): "b"}, "tags: [a, b]\n"),
    ("tags: a\n", {("tags",): "b"}, "tags: [a, b]\n"),
    ("tags: [a]\n", {("tags",): "a"}, "tags: [a]\n"),
    ("map: a\nstages: []\ncards: []\n", {("tags",): "b"}, "map: a\ntags: [b]\nstages: []\ncards: []\n"),
    # wherever the keys stand, and however the text is written
    ("map: a\nstages: []\n\ntags: [a]\n", {("tags",): "b", ("map",): "c"}, "map: c\nstages: []\n\ntags: [a, b]\n"),
    ("stages: []\nmap: a\n", {("map",): "c"}, "stages: []\nmap: c\n"),
    ("{map: a,\nstages: []}\n", {("map",): "c"}, "{map: c,\nstages: []}\n"),
    ("map: a\n\n# here they come\nstages: []\n", {("tags",): "t"}, "map: a\ntags: [t]\n\n# here they come\nstages: []\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "after"), CASES)
def test_a_fact_finds_its_place(text, facts, after):
    assert filled(text, facts).replace('"yes"', "yes") == after


@pytest.mark.parametrize(
    "says", ['a "quote": # with all', "- [not] {yaml}", "null", "ja\u2028nein", "😀 ملاحظة", "x" * 5000]
)
def test_hostile_words_are_kept_as_they_are(says):
    text = filled("wayline: 1\nmap: a\nstages: []\n", {("success", 0, "says"): says, ("owner", "team"): says})
    found = read_map(text)
    assert (found.success[0].says, found.owner.team) == (says, says)
