import pytest

from wayline.events.log import EventLog


@pytest.fixture
def log(tmp_path):
    return EventLog.open(tmp_path / "event-log")
