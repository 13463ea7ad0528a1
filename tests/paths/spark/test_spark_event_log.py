"""The event log on a real cluster: the numbers of the SQL engine, whatever is asked, and whatever becomes of an executor."""

import os
import signal
import subprocess
import threading
import time

import engine
import pytest
from difference import difference
from worlds import any_world

import wayline
from command_line import EVENTS, MAP
from wayline.errors import InputError, NotFoundError
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question
from wayline.paths.spark.engine import SparkEngine

pytestmark = pytest.mark.filterwarnings("ignore")

# persons, accounts with members, objects with a trait, sessions to be cut, where, nth, within; WAYLINE_WORLDS=60 runs more
WORLDS = int(os.environ.get("WAYLINE_WORLDS", "10"))
ORDERS = ("arrival", "reversed", "strict")


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_random_world_has_the_same_numbers_on_a_cluster(cluster, seed):
    made = any_world(seed)
    known_at = made.options.pop("known_at", None)
    question = Question(**{**made.options, "segment": made.options.get("segment") or "", "order": ORDERS[seed % 3]})
    people = {"traits": made.traits, "members": made.members, "aliases": made.aliases}
    found = []
    for on_spark in (False, True):
        with engine.asked(made.events, made.journey, sources=made.sources, known_at=known_at, **people) as at:
            try:
                facts = at.facts_on(SparkEngine(cluster, 3), question) if on_spark else at.facts(question)
                found.append(measurement(facts, {}).plain())
            except (NotFoundError, InputError) as error:
                found.append({"refused": str(error)})
    assert found[0] == found[1], "\n".join(difference(found[0], found[1]))


@pytest.fixture
def trial(tmp_path):
    """The worked example of the contract in a workspace."""
    workspace = wayline.init(tmp_path / "w")
    (workspace.folder / "maps" / "trial.journey.yaml").write_text(MAP)
    (tmp_path / "events.csv").write_text(EVENTS)
    wayline.import_files(workspace, [tmp_path / "events.csv"])
    return workspace


def test_the_worked_example_with_trend_and_hours(cluster, trial):
    asked = wayline.Asked(segment="plan")
    here = wayline.measure(trial, "trial", asked, with_trend=True, with_hours=True).plain()
    there = wayline.measure(
        trial, "trial", asked, with_trend=True, with_hours=True, engine=SparkEngine(cluster, 3)
    ).plain()
    assert there == here
    assert (there["subjects"], there["segments"]["pro"]["subjects"], there["segments"]["free"]["subjects"]) == (5, 2, 3)
    assert there["elements"]["sign-up"]["time_to_next"]["value"] == 130_500


def test_the_demo_with_windows_handoffs_and_voice(cluster, tmp_path):
    wayline.demo(tmp_path / "demo")
    workspace = wayline.open_workspace(tmp_path / "demo")
    for path in workspace.map_files():
        name = str(path)
        here, there = (wayline.measure(workspace, name, engine=e).plain() for e in (None, SparkEngine(cluster)))
        assert there == here, "\n".join(difference(here, there))


def test_an_executor_killed_half_way_changes_no_number(cluster, trial):
    here = wayline.measure(trial, "trial").plain()
    cluster.range(100).repartition(4).count()  # executors are there once they have done something
    before = set(executors())
    assert len(before) == 2
    killed = []
    killing = threading.Thread(target=kill_an_executor, args=(killed,))
    killing.start()
    there = wayline.measure(trial, "trial", engine=SparkEngine(cluster, 64)).plain()
    ended = time.monotonic()
    killing.join()
    ((pid, at),) = killed
    assert pid in before
    assert pid not in executors()
    assert at < ended
    assert there == here


def kill_an_executor(killed):
    """End the process of one executor, one second into the work; says which and when."""
    time.sleep(1)
    pid = executors()[0]
    os.kill(pid, signal.SIGKILL)
    killed.append((pid, time.monotonic()))


def executors():
    """Process ids of the executors that this process's cluster has started."""
    listed = subprocess.run(["ps", "-wweo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    parents = {int(pid): int(parent) for pid, parent, _ in rows}

    def is_ours(pid):
        while pid in parents:
            if pid == os.getpid():
                return True
            pid = parents[pid]
        return False

    return [int(pid) for pid, _, args in rows if "CoarseGrainedExecutorBackend" in args and is_ours(int(pid))]
