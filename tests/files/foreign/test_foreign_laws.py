"""Whatever text a reader is given: it gives a map that can be read, or one clear error."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from map_outline import xlsx
from wayline.errors import ProductError
from wayline.files.foreign import formats
from wayline.files.foreign.table_cells import bare_cell, csv_rows, csv_text, safe_cell
from wayline.files.journey import read_map
from wayline.files.persona import read_persona
from wayline.files.write import write

NAMES = ["x.mmd", "x.md", "x.yaml", "x.json", "x.xml", "x.csv", "x.tsv", "x.txt", "x.xlsx", "x"]
PIECES = [
    "journey\n", "title ", "section a\n", "task: 3: Me, You\n", "# Journey map: x\n", "### Stage 1: Go (2 d)\n", "### Step 1: a\n", "**Actions**:\n",
    "**Emotions**: sad → happy 😊 (Intensity: 4/5 → 1/5)\n", "- item\n", "   1. inner\n", '> "quote" - who\n', "## User flow\n", "## The story\n",
    "# Persona: Ann\n", "**Key**: value\n", "kind: cjm\nversion: '1.0'\n", "phases: [{id: a, name: A}]\n", "actions: [{id: b, phase: a, name: B}]\n",
    "---\n", "wayline: 1\nmap: m\n", '{"type": "service-journey-mapper", "version": 1, "journeys": [', '{"stages": [{"title": "a"}]}', "]}",
    '<CJML version="2.0">', "<plannedJourney>", "</plannedJourney></CJML>", "stage,step,lane,text\n", "a,b,pains,c\n", "text,x,y,color\n", "one,1,2,red\n",
    ",A,A,B\n,x,y,z\nFeeling,ok,+1,sad\n", "=cmd|' /C calc'!A1", "\u202e", "\x1b[31m", "\ud800", "<script>", "&#0;", "%%{", "```mermaid\n", "```\n",
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14).map("".join)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(content, path):
    try:
        _, found = formats.read(content, path)
        document = write(found.document)
    except ProductError:
        return
    if (
        "kind" not in found.document
        and "wayline" in document
        and path.endswith(".yaml")
        and "stages" not in found.document
    ):
        return  # our own file is judged by its own reader
    read_persona(document) if found.is_persona else read_map(document)


@QUICK
@given(TEXT, st.sampled_from(NAMES))
def test_random_text_becomes_a_map_or_an_error_of_ours(text, path):
    check(text.encode("utf-8", "surrogatepass"), path)


@QUICK
@given(st.binary(max_size=200), st.sampled_from(NAMES))
def test_random_bytes_become_a_map_or_an_error_of_ours(content, path):
    check(content, path)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_broken_workbook_becomes_a_map_or_an_error_of_ours(place, garbage):
    whole = xlsx({"A": [["", "S", "T"], ["Pains", "x", "y"]]}, merged=["B1:C1"])
    place %= len(whole)
    check(whole[:place] + garbage + whole[place + len(garbage) :], "x.xlsx")


@QUICK
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=5,
    )
)
def test_cells_come_back_from_csv_as_they_were_and_none_begins_a_formula(rows):
    text = csv_text(rows)
    width = max(map(len, rows))
    if all(len(row) == width for row in rows):
        assert csv_rows(f"sep=,\n{text}") == rows
    for cell in (safe_cell(cell) for row in rows for cell in row):
        assert cell.lstrip()[:1] not in {"=", "+", "-", "@"}


def test_an_apostrophe_guards_what_would_begin_a_formula():
    guarded = {
        "=1": "'=1",
        "+1": "'+1",
        "-1": "'-1",
        "@a": "'@a",
        " =1": "' =1",
        "\t=1": "'\t=1",
        "＝1": "'＝1",
        "a=1": "a=1",
        "'a": "'a",
    }
    assert {text: safe_cell(text) for text in guarded} == guarded
    assert {bare_cell(cell): cell for cell in guarded.values()} == guarded
