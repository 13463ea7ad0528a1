"""The page is one file that needs nothing else, and a table that can be read without seeing it."""

from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from study_term import measurement, study_term, working_parent
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.render.html import html
from wayline.views.map_view import map_view

VOID = {"meta", "br", "col", "img", "link", "input"}


@dataclass(frozen=True)
class Meaning:
    says: str
    sql: str


class Page(HTMLParser):
    """Elements as (name, attributes), the text, and whether every element was closed in order."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.words, self.open, self.broken = [], [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    def named(self, *names):
        return [attributes for tag, attributes in self.elements if tag in names]

    @property
    def text(self):
        return " ".join("".join(self.words).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def page():
    return Page(html(map_view(study_term(), measurement(), persona=working_parent()), notice="CC BY 4.0, somebody."))


def test_every_element_is_closed_in_order(page):
    assert (page.open, page.broken) == ([], [])


def test_the_page_needs_no_network_and_asks_for_nothing(page):
    assert page.named("iframe", "object", "embed", "link", "form", "base") == []
    addresses = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href", "srcset", "xlink:href", "action", "data")
    ]
    assert [address for address in addresses if not address.startswith("#")] == []
    style = html(map_view(study_term(), None))
    assert "url(" not in style
    assert "@import" not in style
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_the_page_allows_its_own_script_and_no_other(page):
    source = html(map_view(study_term(), None))
    script = source[source.index("<script>") + 8 : source.index("</script>")]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policies = [one["content"] for one in page.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert source.count("<script") == 1
    assert policies == [
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]


def test_without_scripts_the_page_says_the_same(page):
    plain = Page(
        html(
            map_view(study_term(), measurement(), persona=working_parent()),
            notice="CC BY 4.0, somebody.",
            scripts=False,
        )
    )
    assert plain.named("script") == []
    assert plain.text == page.text


def test_every_number_leads_to_what_is_known_of_it(page):
    known = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    links = [one["href"][1:] for one in page.named("a", "use")]
    assert len([link for link in links if link.startswith("n-")]) > 60
    assert [link for link in links if link not in known] == []


def test_no_two_places_have_one_name(page):
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert sorted(set(names)) == sorted(names)


def test_a_number_is_explained_where_its_meaning_is_handed_in():
    means = {
        "register": {
            "reached": Meaning("Of all, the share with a touch.", "WITH a AS (\n1\n),\nb AS (\n2\n)\nSELECT 1")
        }
    }
    page = Page(html(map_view(study_term(), measurement()), explanations=means))
    assert "Of all, the share with a touch." in page.text
    assert [one["data-parts"] for one in page.named("pre") if "data-parts" in one] == ["1 2"]
    assert [one["id"] for one in page.named("pre") if "id" in one] == ["sql-1", "sql-2"]


def test_the_page_says_its_language_and_its_title(page):
    assert page.named("html")[0]["lang"] == "en"
    assert page.text.startswith("My first term – journey map")


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_heading_cell_says_what_it_heads(page):
    scopes = [attributes.get("scope") for attributes in page.named("th")]
    assert set(scopes) == {"col", "colgroup", "row", "rowgroup"}
    assert scopes.count("colgroup") == 3


def test_every_row_of_the_map_covers_every_column():
    source = html(map_view(study_term(), measurement()))
    body = source[source.index('<table class="map"') : source.index("</table>")]
    taken = {}
    for number, row in enumerate(body.split("<tr")[1:]):
        cells = [attributes for tag, attributes in Page("<tr" + row).elements if tag in ("td", "th")]
        width = sum(int(cell.get("colspan") or 1) for cell in cells) + taken.get(number, 0)
        for below in range(1, int(cells[0].get("rowspan") or 1)):
            taken[number + below] = 1
        assert width == 10, row


def test_pictures_have_words_or_are_hidden_from_readers(page):
    drawn = [
        attributes
        for attributes in page.named("svg")
        if attributes.get("class") in ("strip", "curve", "mark", "icon", "quiet")
    ]
    assert all(attributes.get("aria-label") or attributes.get("aria-hidden") == "true" for attributes in drawn)


def test_scrolling_regions_can_be_focused_and_are_named(page):
    regions = [attributes for attributes in page.named("div") if "scroll" in (attributes.get("class") or "")]
    assert len(regions) == 2
    assert all(region["tabindex"] == "0" and region["aria-label"] and region["role"] == "region" for region in regions)


def test_the_three_sentences_stand_on_top(page):
    for title in ("Where the wait is longest", "Where most leave", "What we cannot tell"):
        assert title in page.text
    assert page.text.index("What we cannot tell") < page.text.index("Settle in")


def test_success_stands_next_to_its_target(page):
    assert "40 %, likely 37 to 43 %; target 60 %: missed" in page.text


def test_the_foot_says_where_the_numbers_come_from(page):
    for words in ("As of9 February 2015", "Event logversion 3", "Mapsha256:9f2c41d07ab3e6", "CC BY 4.0, somebody."):
        assert words in page.text


def test_a_hidden_number_says_so_and_is_not_there(page):
    assert "hidden: fewer than 10 people" in page.text
    assert "complaint" not in page.text


def test_assumed_feelings_are_hollow(page):
    points = [
        attributes["class"]
        for attributes in page.named("circle")
        if "point" in attributes.get("class", "") and "r" in attributes
    ]
    assert points.count("point assumed") == len(points) > 9


def test_a_map_that_was_not_measured_shows_no_numbers():
    page = Page(html(map_view(study_term(), None)))
    assert "Not measured yet" in page.text
    assert "What people really did" not in page.text


def test_a_map_without_stages_says_so():
    assert "This map has no stages yet" in Page(html(map_view(JourneyMap("empty"), None))).text


def test_an_empty_lane_asks_its_question():
    journey = replace(study_term(), lanes=(Lane("needs", "need"),), cards=())
    assert "What do they need from you here?" in Page(html(map_view(journey, None))).text


def test_only_safe_addresses_become_links():
    links = ("https://example.org/a", "javascript:alert(1)", "mailto:a@example.org", "file:///etc/passwd")
    cards = tuple(Card("links", "a", text="x", link=link) for link in links)
    journey = JourneyMap("m", stages=(Stage("s", steps=(Step("a"),)),), cards=cards)
    page = Page(html(map_view(journey, None)))
    assert [attributes["href"] for attributes in page.named("a") if not attributes["href"].startswith("#w-")] == [
        "#map",
        "https://example.org/a",
        "mailto:a@example.org",
    ]


def test_only_pictures_that_travel_with_the_page_are_shown():
    inside = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    outside = "https://example.org/a.png"
    cards = tuple(Card("storyboard", "a", image=image, alt="a desk") for image in (inside, outside))
    page = Page(html(map_view(JourneyMap("m", stages=(Stage("s", steps=(Step("a"),)),), cards=cards), None)))
    assert [attributes["src"] for attributes in page.named("img")] == [inside]
    assert "Picture: a desk" in page.text


def test_a_very_large_map_still_has_every_step():
    steps = tuple(Step(f"s{number}", f"Step {number}") for number in range(300))
    lanes = tuple(Lane(f"l{number}", "text", f"Lane {number}") for number in range(60))
    cards = tuple(Card(f"l{number % 60}", f"s{number * 7 % 300}", text=f"card {number}") for number in range(2000))
    page = Page(html(map_view(JourneyMap("m", stages=(Stage("s", steps=steps),), lanes=lanes, cards=cards), None)))
    assert len([1 for attributes in page.named("th") if attributes["scope"] == "col"]) == 300
    assert "card 1999" in page.text


def test_a_licence_note_keeps_its_first_paragraph_in_sight():
    page = Page(html(map_view(study_term(), None), notice="# Origin\n\nA **sample**,\nCC BY 4.0.\n\n- one\n- two\n"))
    assert "A sample, CC BY 4.0." in page.text
    assert "More on where these data come from" in page.text
