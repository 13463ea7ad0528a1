"""A made-up event log of a software company, drawn with a fixed seed: 12 milestones and 60 touchpoints over two years.

    python -m benchmarks.generate 1e6 /tmp/bench [--csv] [--shape giant]

writes `events.parquet` (`customer_id`, `ts` in ms, `event`, `channel`; sorted by time over the whole log) and
`customers.parquet` (`customer_id`, `segment`, `region`), and prints the log's checksum. Times are strictly increasing
within a customer: the log has no ties. Two other shapes of the same rows: `giant`, where one customer has them all, and
`singles`, where each has a customer of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from benchmarks.milestones import EVENTS, MILESTONES

SEED = 42
EVENTS_A_CUSTOMER = 50
DAY = 86_400_000.0
START = int(np.datetime64("2024-01-01", "ms").astype(np.int64))
SPAN = int(730 * DAY)
ROW_GROUP = 1_000_000
BLOCK = 100_000  # customers drawn at once: bounds the memory

REACHING = np.array([1, 0.62, 0.44, 0.38, 0.29, 0.23, 0.16, 0.12, 0.095, 0.052, 0.034, 0.011])
DAYS_FROM_BEFORE = np.array([0, 1.5, 2, 0.05, 0.3, 1, 3, 6, 8, 14, 330, 60])
CHANNELS = ("web", "email", "app", "paid_search", "paid_social", "sales", "support", "partner")
CHANNEL_SHARES = (0.34, 0.20, 0.18, 0.09, 0.07, 0.06, 0.04, 0.02)
SEGMENTS, REGIONS = ("SMB", "MID", "ENT", "EDU"), tuple(f"region {number:02d}" for number in range(1, 21))
SEGMENT_SHARES = (0.55, 0.27, 0.12, 0.06)
SEGMENT_ACTIVITY = np.array([1, 1.3, 1.8, 0.8])

# Events asked for → rows, and the checksum of the columns. Another numpy or mathematics library may draw otherwise: then
# the run says so, and the tools of that run are still compared on one log.
CHECKSUMS: dict[int, tuple[int, str]] = {
    1_000_000: (980_550, "ade5e8ed18153fcb"),
    10_000_000: (9_900_729, "e059e00012066221"),
}

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Coded rows: number of the customer, number of the event, time in ms since the epoch."""

    customer: Ints
    event: Ints
    at: Ints

    def __getitem__(self, chosen: NDArray[np.bool_] | Ints) -> Rows:
        return Rows(self.customer[chosen], self.event[chosen], self.at[chosen])


def joined(parts: list[Rows]) -> Rows:
    """The rows of all parts, one after the other."""
    return Rows(
        np.concatenate([part.customer for part in parts]),
        np.concatenate([part.event for part in parts]),
        np.concatenate([part.at for part in parts]),
    )


def draw(events: int) -> tuple[Rows, Ints, Ints]:
    """The log in order of time, the channel of each row, the segment of each customer. About `events` rows."""
    rng = np.random.default_rng(SEED)
    customers = events // EVENTS_A_CUSTOMER
    depth = np.clip(np.searchsorted(-REACHING, -rng.random(customers), side="right"), 1, len(MILESTONES))
    lengths, segment = _lengths(rng, events, depth)
    ranks = rng.permutation(len(EVENTS) - len(MILESTONES))
    blocks = [slice(first, min(first + BLOCK, customers)) for first in range(0, customers, BLOCK)]
    rows = joined([_block(rng, block.start, depth[block], lengths[block], ranks) for block in blocks])
    rows = rows[np.argsort(rows.at, kind="stable")]
    return rows, rng.choice(len(CHANNELS), len(rows.at), p=CHANNEL_SHARES), segment


def shaped(rows: Rows, shape: str) -> Rows:
    """The rows as they are (`log`), all of one customer with strictly increasing times (`giant`), each of its own (`singles`)."""
    place = np.arange(len(rows.at))
    if shape == "giant":
        return Rows(np.zeros_like(rows.customer), rows.event, np.maximum.accumulate(rows.at - place) + place)
    return Rows(place, rows.event, rows.at) if shape == "singles" else rows


def _lengths(rng: np.random.Generator, events: int, depth: Ints) -> tuple[Ints, Ints]:
    """Touchpoints a customer: many have few; more for those who got further and for larger customers. And the segments."""
    sigma = 1.1
    segment = rng.choice(len(SEGMENT_SHARES), len(depth), p=SEGMENT_SHARES)
    drawn = rng.lognormal(np.log(EVENTS_A_CUSTOMER * 0.87) - sigma**2 / 2, sigma, len(depth))
    drawn = drawn * (0.55 + 0.13 * depth) * SEGMENT_ACTIVITY[segment]
    lengths: Ints = np.maximum(1, drawn * (events * 1.16) / drawn.sum()).astype(np.int64)
    return lengths, segment


def _block(rng: np.random.Generator, first: int, depth: Ints, lengths: Ints, ranks: Ints) -> Rows:
    start = START + (rng.random(len(depth)) ** 1.2 * SPAN * 0.9).astype(np.int64)
    rows = joined([_touchpoints(rng, start, lengths, ranks), *_milestones(rng, start, depth)])
    rows = rows[rows.at < START + SPAN]
    rows = _apart(rows[np.lexsort((rows.event, rows.at, rows.customer))])
    return Rows(rows.customer + first, rows.event, rows.at)


def _touchpoints(rng: np.random.Generator, start: Ints, lengths: Ints, ranks: Ints) -> Rows:
    owner, place, heads = _runs(lengths)
    shares = 1 / np.arange(1, len(ranks) + 1) ** 1.1
    drawn = np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(len(owner)) * 0.9999999)
    event = ranks[drawn] + len(MILESTONES)
    luck = rng.random(len(owner))
    back = np.flatnonzero((luck < 0.08) & (place >= 2))
    event[back] = event[back - 2]
    again = np.flatnonzero((luck > 0.85) & (place >= 1))
    event[again] = event[again - 1]
    new_session = rng.random(len(owner)) < 0.12
    gaps = np.where(
        new_session,
        rng.lognormal(np.log(8 * DAY), 1.3, len(owner)),
        rng.lognormal(np.log(45_000), 1.3, len(owner)),
    )
    return Rows(owner, event, start[owner] + _since_head(gaps, heads, lengths))


def _milestones(rng: np.random.Generator, start: Ints, depth: Ints) -> tuple[Rows, Rows]:
    owner, number, heads = _runs(depth)
    gaps = rng.lognormal(np.log(np.maximum(DAYS_FROM_BEFORE[number] * DAY, 1)), 0.9)
    at = start[owner] + _since_head(gaps, heads, depth)
    event = number.copy()
    swapped = np.flatnonzero((rng.random(len(owner)) < 0.012) & (number >= 1))
    event[swapped], event[swapped - 1] = event[swapped - 1].copy(), event[swapped].copy()
    again = np.flatnonzero(rng.random(len(owner)) < 0.04)
    later = at[again] + rng.lognormal(np.log(10 * DAY), 1, len(again)).astype(np.int64)
    return Rows(owner, event, at), Rows(owner[again], event[again], later)


def _runs(lengths: Ints) -> tuple[Ints, Ints, Ints]:
    """Of runs of these lengths, one after the other: the run of each place, the place within its run, where runs begin."""
    heads = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    owner = np.repeat(np.arange(len(lengths)), lengths)
    return owner, np.arange(len(owner)) - heads[owner], heads


def _since_head(gaps: NDArray[np.float64], heads: Ints, lengths: Ints) -> Ints:
    gaps[heads] = 0
    total = np.cumsum(gaps)
    return (total - np.repeat(total[heads], lengths)).astype(np.int64)


def _apart(rows: Rows) -> Rows:
    """The same rows with equal times of a customer moved on by a millisecond, until there are none."""
    at = rows.at.copy()
    while True:
        tied = np.flatnonzero((rows.customer[1:] == rows.customer[:-1]) & (at[1:] <= at[:-1])) + 1
        if len(tied) == 0:
            return Rows(rows.customer, rows.event, at)
        at[tied] = at[tied - 1] + 1


def checksum(rows: Rows, channel: Ints) -> str:
    """A checksum of the coded columns."""
    digest = hashlib.sha256()
    for column in (rows.customer, rows.event, rows.at, channel):
        digest.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    return digest.hexdigest()[:16]


def customer_ids(customers: int) -> list[str]:
    """Ids of 18 characters that look random and are unique."""
    scattered = np.arange(customers, dtype=np.uint64) * np.uint64(11400714819323198485)
    return [f"cus_{number:014x}"[:18] for number in (scattered >> np.uint64(8)).tolist()]


def tables(rows: Rows, channel: Ints) -> Iterator[pa.Table]:
    """The log as text columns, a million rows at a time."""
    ids = pa.array(customer_ids(int(rows.customer.max()) + 1))
    names, channels = pa.array(EVENTS), pa.array(CHANNELS)
    for first in range(0, len(rows.at), ROW_GROUP):
        part = slice(first, first + ROW_GROUP)
        yield pa.table(
            {
                "customer_id": ids.take(pa.array(rows.customer[part])),
                "ts": pa.array(rows.at[part]).cast(pa.timestamp("ms")),
                "event": names.take(pa.array(rows.event[part])),
                "channel": channels.take(pa.array(channel[part])),
            }
        )


def customer_table(customers: int, segment: Ints) -> pa.Table:
    """A row a customer: one of four segments, one of twenty regions."""
    place = np.arange(customers)
    return pa.table(
        {
            "customer_id": pa.array(customer_ids(customers)),
            "segment": pa.array(SEGMENTS).take(pa.array(segment[place % len(segment)])),
            "region": pa.array(REGIONS).take(pa.array(place % len(REGIONS))),
        }
    )


def write(events: int, folder: Path, *, as_csv: bool = False, shape: str = "log") -> dict[str, object]:
    """Write the log into `folder`; what it holds, and whether that is the log that the checksum names."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, channel, segment = draw(events)
    found = (len(rows.at), checksum(rows, channel))
    rows = shaped(rows, shape)
    customers = customer_table(int(rows.customer.max()) + 1, segment)
    pa.parquet.write_table(customers, folder / "customers.parquet", compression="zstd")
    parquet = csv = None
    for table in tables(rows, channel):
        parquet = parquet or pa.parquet.ParquetWriter(folder / "events.parquet", table.schema, compression="zstd")
        parquet.write_table(table, row_group_size=ROW_GROUP)
        if as_csv:
            csv = csv or pa.csv.CSVWriter(folder / "events.csv", table.schema)
            csv.write(table)
    for writer in (parquet, csv):
        if writer is not None:
            writer.close()
    known = CHECKSUMS.get(events)
    return {"events": found[0], "checksum": found[1], "as_expected": None if known is None else known == found}


def main() -> None:
    parser = argparse.ArgumentParser(description="write the generated event log")
    parser.add_argument("events", type=lambda text: int(float(text)))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--csv", action="store_true", help="also as CSV")
    parser.add_argument("--shape", choices=("log", "giant", "singles"), default="log")
    given = parser.parse_args()
    print(json.dumps(write(given.events, given.folder, as_csv=given.csv, shape=given.shape)))


if __name__ == "__main__":
    main()
