"""Models of leaving against published and independently recomputed numbers: methods.md section 5, goal 2 of section 12."""

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_rossi
from reference_data import data_folder
from test_survival_published import PLACEBO, TREATED, TREATED_OPEN

from wayline.estimates import score_quality
from wayline.estimates.concordance import concordance
from wayline.estimates.cox import cox
from wayline.estimates.foretelling import chances, learn
from wayline.estimates.log_rank import log_rank


def test_freireich():
    """Freireich et al. 1963: log-rank χ² 16.793; Cox β 1.5721, se 0.4124, HR 4.817."""
    durations = np.array(TREATED + TREATED_OPEN + PLACEBO)
    observed = np.array([True] * len(TREATED) + [False] * len(TREATED_OPEN) + [True] * len(PLACEBO))
    placebo = np.arange(42) >= 21
    assert log_rank(durations, observed, placebo.astype(int)).chi_square == pytest.approx(16.793, abs=5e-4)
    (term,) = cox(["placebo"], placebo[:, None], durations, observed).terms
    found = (term.coefficient, term.se, term.hazard_ratio)
    assert [round(found[0], 4), round(found[1], 4), round(found[2], 3)] == [1.5721, 0.4124, 4.817]


def test_rossi():
    """Rossi et al. 1980, as in Fox, An R Companion: seven coefficients with standard errors; c-index 0.6403."""
    rossi = load_rossi()
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    found = cox(names, rossi[names].to_numpy(), rossi["week"].to_numpy(), rossi["arrest"].to_numpy())
    assert [(term.name, round(term.coefficient, 4), round(term.se, 4)) for term in found.terms] == [
        ("fin", -0.3794, 0.1914),
        ("age", -0.0574, 0.0220),
        ("race", 0.3139, 0.3080),
        ("wexp", -0.1498, 0.2122),
        ("mar", -0.4337, 0.3819),
        ("paro", -0.0849, 0.1958),
        ("prio", 0.0915, 0.0286),
    ]
    assert found.c_index == pytest.approx(0.6403, abs=5e-5)


@pytest.fixture(scope="module")
def telco():
    table = pd.read_csv(data_folder("telco_churn") / "telco_customer_churn.csv.gz")
    return table.assign(TotalCharges=pd.to_numeric(table["TotalCharges"], errors="coerce").fillna(0))


def came(table):
    return (table["Churn"] == "Yes").to_numpy()


def one_hot(table, *left_out):
    return pd.get_dummies(table.drop(columns=["customerID", "Churn", *left_out])).astype(float).to_numpy()


def test_telco_contracts_do_not_leave_alike(telco):
    found = log_rank(telco["tenure"].to_numpy(), came(telco), pd.Categorical(telco["Contract"]).codes.astype(int))
    assert found.chi_square == pytest.approx(2_352.9, abs=0.05)


def test_telco_month_to_month_with_internet(telco):
    part = telco[(telco["Contract"] == "Month-to-month") & (telco["InternetService"] != "No")]
    columns = [
        part["Dependents"] == "Yes",
        part["InternetService"] == "DSL",
        part["OnlineBackup"] == "Yes",
        part["TechSupport"] == "Yes",
    ]
    names = ["dependents", "dsl", "online backup", "tech support"]
    found = cox(names, np.column_stack(columns), part["tenure"].to_numpy(), came(part))
    assert [round(term.coefficient, 4) for term in found.terms] == [-0.3287, -0.2173, -0.7766, -0.6392]
    assert found.c_index == pytest.approx(0.6409, abs=5e-5)


def folds(outcome, parts, seed):
    """Stratified folds: of each outcome, shuffled, every `parts`th."""
    draw = np.random.default_rng(seed)
    place = np.empty(len(outcome), dtype=int)
    for side in (True, False):
        rows = draw.permutation(np.flatnonzero(outcome == side))
        place[rows] = np.arange(len(rows)) % parts
    return place


def test_telco_cox_on_all_features(telco):
    """Penalty 0.01, five stratified folds five times, without total charges (nearly tenure times price): c-index 0.864."""
    columns, durations, outcome = one_hot(telco, "tenure", "TotalCharges"), telco["tenure"].to_numpy(), came(telco)
    names = [str(number) for number in range(columns.shape[1])]
    found = []
    for seed in range(5):
        place = folds(outcome, 5, seed)
        for fold in range(5):
            here = place == fold
            model = cox(names, columns[~here], durations[~here], outcome[~here], penalty=0.01)
            found.append(concordance(durations[here], outcome[here], model.risk(columns[here])))
    assert np.mean(found) >= 0.8635
    assert 0.84 <= min(found) <= max(found) <= 0.885


def foretold(telco, fit, seed):
    columns, outcome = one_hot(telco), came(telco)
    place, chance = folds(outcome, 10, seed), np.empty(len(outcome))
    for fold in range(10):
        here = place == fold
        chance[here] = fit(columns[~here], outcome[~here], columns[here])
    return outcome, chance


def quality(telco, fit, seeds=5):
    """The mean over random states: one of them alone may lie on either side of a goal."""
    rows = []
    for seed in range(seeds):
        outcome, chance = foretold(telco, fit, seed)
        rows.append(
            [
                getattr(score_quality, name)(outcome, chance)
                for name in ("auc", "average_precision", "brier", "ece", "lift")
            ]
        )
    return np.mean(rows, axis=0)


def by(method):
    return lambda columns, outcome, here: chances(learn(method, columns, outcome), here)


def test_telco_logistic(telco):
    """Ten stratified folds: AUC 0.8452, AP 0.654, Brier 0.1355, ECE 0.013, lift 2.86."""
    found = quality(telco, by("logistic"))
    assert found == pytest.approx([0.8452, 0.654, 0.1355, 0.013, 2.86], abs=0.003, rel=0.01)


def test_telco_boosting(telco):
    """AUC ≥ 0.848, Brier ≤ 0.134, ECE ≤ 0.010; AP 0.664, lift 2.86."""
    pytest.importorskip("sklearn")
    auc, precision, brier, ece, lift = quality(telco, by("boosting"))
    assert auc >= 0.848
    assert brier <= 0.134
    assert ece <= 0.010
    assert precision == pytest.approx(0.664, abs=0.004)
    assert lift == pytest.approx(2.86, abs=0.05)


def test_telco_class_weights_make_no_chances(telco):
    """The negative control: the same order, AUC 0.845, and an ECE of 0.149."""
    linear_model = pytest.importorskip("sklearn.linear_model")

    def weighted(columns, outcome, here):
        middle, spread = columns.mean(axis=0), columns.std(axis=0)
        model = linear_model.LogisticRegression(class_weight="balanced", max_iter=2000)
        model.fit((columns - middle) / spread, outcome)
        return model.predict_proba((here - middle) / spread)[:, 1]

    auc, _, brier, ece, _ = quality(telco, weighted, 1)
    assert (auc, brier, ece) == pytest.approx((0.845, 0.1659, 0.149), abs=0.003)
