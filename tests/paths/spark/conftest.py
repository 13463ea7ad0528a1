"""A real cluster on this machine: a driver and two executors, each a process of its own."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

import wayline

MASTER = "local-cluster[2,1,1024]"
SRC = str(Path(wayline.__file__).parents[1])
sys.path.append(str(Path(__file__).parents[2] / "oracle"))


def why_not():
    """Why there is no cluster here; "" where there is one."""
    if os.environ.get("WAYLINE_SPARK", "") != "1":
        return "WAYLINE_SPARK=1 runs the tests on a Spark cluster: starting one takes a minute"
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'wayline[spark]'"
    return "" if shutil.which("java") else "there is no Java"


@pytest.fixture(scope="session")
def cluster():
    """A Spark session on two executors."""
    if reason := why_not():
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName("wayline-tests").master(MASTER)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",  # tiny tables: fewer stages are faster
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executorEnv.PYTHONPATH": SRC,
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
