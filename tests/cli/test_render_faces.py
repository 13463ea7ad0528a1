"""Other faces of a map, and parts of it, drawn from the command line."""

import pytest


@pytest.mark.parametrize(
    ("face", "there", "gone"),
    [("blueprint", "We wait", "How I feel"), ("milestones", "First proof", "What I do")],
)
def test_a_face_draws_its_part_of_the_map(wayline, tmp_path, face, there, gone):
    (tmp_path / "drawn.journey.yaml").write_text(DRAWN, encoding="utf-8")
    wayline.done("init", "w")
    wayline.done("render", str(tmp_path / "drawn.journey.yaml"), "-o", "page.html", "--face", face, "--workspace", "w")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert there in page
    assert gone not in page


DRAWN = """wayline: 1
map: drawn
title: Drawn
stages:
  - id: one
    title: One
    steps:
      - {id: a, title: I begin}
      - {id: b, title: First proof, milestone: {}}
lanes:
  - {id: doing, kind: action, side: customer, title: What I do}
  - {id: feeling, kind: emotion, side: customer, title: How I feel}
  - {id: backstage, kind: backstage, side: backstage}
cards:
  - {lane: doing, step: a, text: Look around}
  - {lane: feeling, step: a, valence: 1, word: hopeful}
  - {lane: backstage, step: a, text: We wait}
"""


def test_a_map_bound_to_nothing_is_drawn_as_a_plan_even_beside_data(wayline, tmp_path):
    (tmp_path / "events.csv").write_text(
        "person_id,occurred_at,event\np1,2026-01-01T09:00:00Z,begin\np2,2026-01-02T09:00:00Z,begin\n", encoding="utf-8"
    )
    (tmp_path / "drawn.journey.yaml").write_text(DRAWN, encoding="utf-8")
    wayline.done("init", "w")
    wayline.done("import", "events.csv", "--workspace", "w")
    wayline.done("render", str(tmp_path / "drawn.journey.yaml"), "-o", "page.html", "--workspace", "w")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "not measured yet" in page
    assert "not bound" not in page
