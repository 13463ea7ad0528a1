"""Logs in which nothing that people do matters, for every family of candidates at once: walks round three steps, contacts, an outcome by itself."""

import numpy as np
from small_logs import BEGIN, DAY, Row

JOURNEY = """wayline: 1
map: small
title: Round and round
unit: person
leaves: [{event: cancel}]
stages:
  - id: all
    title: All
    steps:
      - {id: load, title: Load, bind: {event: load}}
      - {id: report, title: Report, bind: {event: report}}
      - {id: recommend, title: Recommend, bind: {event: share}}
connections: [{from: load, to: report}, {from: report, to: recommend}, {from: recommend, to: load}]
"""
STEPS = ("load", "report", "share")
WAIT, LOST, LENGTH, OUTCOME = (
    4.0,
    0.05,
    32.0,
    30.0,
)  # days between steps, share lost at each, days seen, day of the outcome
CONTACTS = {"help": 0.08, "call": 0.08}  # a day
LOOKS = 3.0  # other events a day, by which it can be seen how active somebody is


def null_log(kind, seed, people=600):
    """`noise`, or `activity`: a hidden trait drives how much people do and whether they succeed, and nothing else does."""
    draw = np.random.default_rng([seed, 9])
    rows = []
    for number in range(people):
        activity = draw.normal() if kind == "activity" else 0.0
        rows += [Row(f"p{number}", BEGIN + round(day * DAY) + number, event) for day, event in _life(draw, activity)]
    return rows


def _life(draw, activity):
    """The same at every step: how long it takes, who is lost, and that both ways on are as likely."""
    day, here, gone = 0.0, int(draw.integers(3)), None
    events = []
    while day < LENGTH:
        events.append((day, STEPS[here]))
        day += draw.exponential(WAIT * np.exp(-0.5 * activity))
        if draw.random() < LOST:
            gone = day
            break
        here = (here + int(draw.integers(1, 3))) % 3
    end = min(gone if gone is not None else LENGTH, LENGTH)
    for event, rate in CONTACTS.items():
        many = draw.poisson(rate * np.exp(0.7 * activity) * end)
        events += [(day, event) for day in draw.uniform(0, end, many)]
    events += [
        (day, "look")
        for day in draw.uniform(0, min(end, 12.0), draw.poisson(LOOKS * np.exp(0.7 * activity) * min(end, 12.0)))
    ]
    if gone is not None and gone < LENGTH:
        events.append((gone, "cancel"))
    if end >= OUTCOME and draw.random() < 1 / (1 + np.exp(0.5 - activity)):
        events.append((OUTCOME, "done"))
    return [*events, (LENGTH, "seen")]
