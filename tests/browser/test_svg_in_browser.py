"""A drawn map in a real browser: no serious finding of axe, nothing loaded, nothing run."""

import importlib.util

import pytest

from documents_maps import empty, worldly
from study_term import measurement, study_term
from wayline.render.svg import svg
from wayline.views.map_view import map_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(importlib.util.find_spec("axe_playwright_python") is None, reason="axe is not installed"),
]
VIEWS = {"measured": map_view(study_term(), measurement()), "worldly": worldly(), "empty": empty()}


def test_a_drawn_map_has_no_serious_finding_and_asks_for_nothing(tmp_path, chromium):
    from axe_playwright_python.sync_playwright import Axe

    for name, view in VIEWS.items():
        page = chromium.new_page()
        asked, said = [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
        path = tmp_path / f"{name}.html"
        drawn = svg(view, dark=name == "measured")
        path.write_text(
            f'<!doctype html><html lang="en"><title>Map</title><main><h1>Map</h1>{drawn}</main></html>', "utf-8"
        )
        page.goto(path.as_uri())
        found = Axe().run(page).response["violations"]
        assert [
            (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
        ] == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert said == []
