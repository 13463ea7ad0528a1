"""Any file, any roles, any map through the command line: one of the promised exit codes, and never a traceback."""

import json
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import MAP, ROLES, CommandLine, write

CELLS = st.one_of(
    st.sampled_from(
        [
            "ana",
            "ben",
            "",
            "2026-01-01T00:00:00Z",
            "2026-02-30",
            "01/02/2026",
            "1767225600",
            "signup",
            "import",
            "NULL",
            "-1",
            "1e400",
            '"',
            "'",
            "a,b",
            "x\ny",
            "é",
            "\ufeff",
            "0",
        ]
    ),
    st.text(max_size=6),
)
HEADERS = st.lists(
    st.sampled_from(["customer", "when", "what", "plan", "id", "event", "user_id", "step", "a.b", "", "when"]),
    min_size=1,
    max_size=5,
)
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(
            ["", "x", "[", "{", ":", "- ", "\n", "  ", "null", "&a ", "*a", "!!x ", "#", '"', "0", "person", "\t"]
        ),
    ),
    max_size=4,
)


def mutated(text, mutations):
    for place, piece in mutations:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at + (place % 5) :]
    return text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    header=HEADERS,
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8),
    roles=MUTATIONS,
    journey=MUTATIONS,
    with_roles=st.booleans(),
    suffix=st.sampled_from(["csv", "tsv", "jsonl", "txt"]),
    table=st.sampled_from(["", "events", "people", "voice", "accounts"]),
)
def test_any_input_ends_with_a_promised_status(
    capsys, tmp_path_factory, header, rows, roles, journey, with_roles, suffix, table
):
    wayline = CommandLine(capsys)
    folder = tmp_path_factory.mktemp("fuzz")
    wayline("init", folder)
    os.chdir(folder)
    text = "\n".join([",".join(header), *(",".join(row) for row in rows)])
    if suffix == "jsonl":
        text = "\n".join(json.dumps(dict(zip(header, row, strict=False))) for row in rows)
    write(f"data.{suffix}", text.encode("utf-8", "surrogatepass"))
    write("r.yaml", mutated(ROLES, roles).encode("utf-8", "surrogatepass"))
    write("maps/m.journey.yaml", mutated(MAP, journey).encode("utf-8", "surrogatepass"))
    words = (["--roles", "r.yaml"] if with_roles else []) + (["--as", table] if table else [])
    said = wayline("import", f"data.{suffix}", "--json", *words)
    if said.status == 0:
        for file in said.json["files"]:
            assert file["rows"] == file["accepted"] + file["rejected"] + file["skipped"]
    for command in (
        ["measure", "maps/m.journey.yaml", "--json"],
        ["measure", "maps/m.journey.yaml", "--segment", "plan"],
        ["lint", "maps/m.journey.yaml"],
    ):
        wayline(*command)
