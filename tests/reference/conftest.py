"""One workspace a data set, imported once a session."""

import pytest
from reference_data import load


def _loaded(tmp_path_factory, name, data, files):
    return load(tmp_path_factory.mktemp(name), data, files, name)


@pytest.fixture(scope="session")
def oulad(tmp_path_factory):
    return _loaded(tmp_path_factory, "oulad", "oulad_churn", ("events.csv.gz", "student_info.csv.gz"))


@pytest.fixture(scope="session")
def olist(tmp_path_factory):
    return _loaded(tmp_path_factory, "olist", "olist", ("orders.csv.gz", "order_reviews.csv.gz"))


@pytest.fixture(scope="session")
def clickstream(tmp_path_factory):
    return _loaded(tmp_path_factory, "clickstream", "clickstream_ecom_synthetic", ("events.csv.gz",))


@pytest.fixture(scope="session")
def msnbc(tmp_path_factory):
    return _loaded(tmp_path_factory, "msnbc", "msnbc_clickstream", ("clicks.csv.gz",))


@pytest.fixture(scope="session")
def cdnow(tmp_path_factory):
    return _loaded(tmp_path_factory, "cdnow", "cdnow", ("transactions.csv.gz",))


@pytest.fixture(scope="session")
def retail(tmp_path_factory):
    return _loaded(tmp_path_factory, "retail", "online_retail", ("online_retail.parquet",))


@pytest.fixture(scope="session")
def weblog(tmp_path_factory):
    return _loaded(tmp_path_factory, "weblog", "weblog", ("requests.csv.gz",))


@pytest.fixture(scope="session")
def sfo(tmp_path_factory):
    return _loaded(tmp_path_factory, "sfo", "sfo_survey", ("sfo_survey_2017.csv.gz",))


@pytest.fixture(scope="session")
def olist_said(tmp_path_factory):
    return _loaded(tmp_path_factory, "olist-said", "olist", ("orders.csv.gz", "order_reviews.csv.gz"))
