"""An XES log is a table of events: keys of the trace with `case:`, nested attributes as JSON text; entities are never followed."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.propose import propose
from wayline.sources.role_model import Cells, Word

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="origin" value="a claims desk"/>
  <trace>
    <string key="concept:name" value="0017"/>
    <float key="amount" value="1200.50"/>
    <event>
      <string key="concept:name" value="Check"/>
      <date key="time:timestamp" value="2024-01-02T09:00:00.000+01:00"/>
      <string key="lifecycle:transition" value="COMPLETE"/>
      <string key="org:resource" value="Ann"><int key="level" value="3"/></string>
      <list key="tags"><values><string key="tag" value="a"/><string key="tag" value="b"/></values></list>
    </event>
    <event>
      <string key="concept:name" value="Pay"/>
      <date key="time:timestamp" value="2024-01-03T09:00:00Z"/>
      <boolean key="late" value="true"/>
    </event>
  </trace>
  <trace>
    <event><string key="concept:name" value="Check"/><date key="time:timestamp" value="2024-01-05T00:00:00Z"/></event>
    <string key="concept:name" value="0018"/>
  </trace>
</log>
"""


def opened(tmp_path, text=LOG, name="log.xes"):
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode())
    return open_table(path)


def rows(table):
    return [
        {name: cell for name, cell in row.items() if cell is not None}
        for batch in table.batches()
        for row in batch.table.to_pylist()
    ]


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_one_row_an_event_with_the_attributes_of_its_trace(tmp_path, name):
    table = opened(tmp_path, name=name)
    assert table.format == "xes"
    assert rows(table) == [
        {
            "case:concept:name": "0017",
            "case:amount": "1200.50",
            "concept:name": "Check",
            "time:timestamp": "2024-01-02T09:00:00.000+01:00",
            "lifecycle:transition": "COMPLETE",
            "org:resource": "Ann",
            "org:resource:nested": '{"level":3}',
            "tags": '[{"tag":"a"},{"tag":"b"}]',
        },
        {
            "case:concept:name": "0017",
            "case:amount": "1200.50",
            "concept:name": "Pay",
            "time:timestamp": "2024-01-03T09:00:00Z",
            "late": "true",
        },
        {"case:concept:name": "0018", "concept:name": "Check", "time:timestamp": "2024-01-05T00:00:00Z"},
    ]


def test_the_proposed_roles_are_sure(tmp_path):
    proposal = propose(opened(tmp_path))
    assert proposal.sure
    assert proposal.roles.values == {
        "object_id": Cells(("case:concept:name",)),
        "object_type": Word("case"),
        "event": Cells(("concept:name",)),
    }
    assert proposal.roles.times["occurred_at"].column == "time:timestamp"


def test_an_act_that_was_started_and_completed_counts_once_under_its_name(tmp_path):
    started = LOG.replace('value="COMPLETE"', 'value="start"')
    table = opened(tmp_path, started)
    assert [row["event:counted"] for row in rows(table)] == ["Check start", "Pay", "Check"]
    [said] = table.findings
    assert (said.rule, said.count) == ("lifecycle", 1)
    proposal = propose(table)
    assert proposal.sure
    assert proposal.roles.values["event"] == Cells(("event:counted",))
    assert any("start" in assumed for assumed in proposal.assumed)


def test_traces_without_a_name_are_not_sure(tmp_path):
    proposal = propose(
        opened(tmp_path, LOG.replace('<string key="concept:name" value="00', '<string key="x" value="00'))
    )
    assert not proposal.sure


HOSTILE = {
    "document type": '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>',
    "inside a <trace>": "<log><trace><trace></trace></trace></log>",
    "inside an <event>": "<log><trace><event><event/></event></trace></log>",
    "well-formed": LOG[:900],
    "nested deeper": "<log>" + '<list key="a">' * 80,
}


@pytest.mark.parametrize(("message", "text"), HOSTILE.items())
def test_logs_that_cannot_be_trusted_are_refused(tmp_path, message, text):
    with pytest.raises(InputError, match=message):
        opened(tmp_path, text)


def test_an_attribute_without_a_key_costs_its_event_only(tmp_path):
    table = opened(tmp_path, LOG.replace('<boolean key="late"', "<boolean"))
    [batch] = table.batches()
    assert (batch.rows, batch.table.num_rows) == (3, 2)
    assert [(row.row, row.rule) for row in batch.broken] == [(2, "bad-attribute")]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=3), st.integers(0, 30)), min_size=1, max_size=4)
)
def test_mutated_logs_are_read_or_refused(tmp_path, edits):
    text = LOG.encode()
    for place, put, drop in edits:
        at = int(place * len(text))
        text = text[:at] + put + text[at + drop :]
    path = tmp_path / "log.xes"
    path.write_bytes(text)
    try:
        table = open_table(path)
        assert sum(batch.rows for batch in table.batches()) >= 0
    except InputError as error:
        assert error.message  # noqa: PT017
