"""A user's own table on a real cluster: read with roles, measured where it lies."""

import pytest
from difference import difference

import wayline
from command_line import EVENTS, MAP
from wayline.paths.spark.engine import SparkEngine

pytestmark = pytest.mark.filterwarnings("ignore")

ROLES = """wayline: 1
table: events
source: shop
columns: {person_id: customer, occurred_at: when, event: what}
traits: [plan]
"""
FACTS = ("subjects", "unassigned", "as_of", "elements", "flows", "coverage", "segments")


@pytest.fixture
def files(tmp_path):
    """Paths of the map and the roles, and the same events in a workspace."""
    (tmp_path / "trial.journey.yaml").write_text(MAP)
    (tmp_path / "shop.roles.yaml").write_text(ROLES)
    (tmp_path / "events.csv").write_text(EVENTS)
    workspace = wayline.init(tmp_path / "w")
    wayline.import_files(workspace, [tmp_path / "events.csv"], roles=tmp_path / "shop.roles.yaml")
    return tmp_path, workspace


@pytest.mark.parametrize("cast", ["string", "timestamp", "timestamp_ntz"])
def test_the_worked_example_as_a_frame(cluster, files, cast):
    folder, workspace = files
    asked = wayline.Asked(segment="plan")
    frame = cluster.read.csv(str(folder / "events.csv"), header=True)
    frame = frame.withColumn("when", frame["when"].cast("timestamp").cast(cast) if cast != "string" else frame["when"])
    there = wayline.measure_table(
        SparkEngine(cluster, 3), frame, folder / "trial.journey.yaml", folder / "shop.roles.yaml", asked=asked
    ).plain()
    here = wayline.measure(workspace, str(folder / "trial.journey.yaml"), asked).plain()
    assert {name: there[name] for name in FACTS} == {name: here[name] for name in FACTS}, difference(here, there)
    assert (there["subjects"], there["elements"]["sign-up"]["converted"]["count"]) == (5, 2)


def test_a_query_by_its_text_and_rejected_rows(cluster, files):
    folder, _ = files
    frame = cluster.read.csv(str(folder / "events.csv"), header=True)
    frame.createOrReplaceTempView("shop_events")
    query = "SELECT customer, if(customer = 'dia', 'soon', `when`) AS `when`, what, plan FROM shop_events"
    found = wayline.measure_table(
        SparkEngine(cluster, 2), query, folder / "trial.journey.yaml", folder / "shop.roles.yaml"
    )
    assert found.plain()["subjects"] == 4
    assert any("1 rows were rejected" in note for note in found.notes)


def test_a_table_that_is_not_there(cluster, files):
    folder, _ = files
    with pytest.raises(wayline.InputError, match="Spark cannot read nowhere"):
        wayline.measure_table(
            SparkEngine(cluster), "nowhere", folder / "trial.journey.yaml", folder / "shop.roles.yaml"
        )
