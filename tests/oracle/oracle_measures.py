"""The measures of the contract's section 4, each from paths as plain lists of items in order.

What a subject adds to a number is its *outcome*. Tied are subjects whose outcome would differ if events of equal time
stood in another order; every such order is tried.
"""

from itertools import pairwise, permutations, product
from math import factorial, prod

import numpy as np

from wayline.estimates.counts import count_of
from wayline.estimates.estimate import refuse
from wayline.estimates.order_statistics import median
from wayline.estimates.survival import aalen_johansen, kaplan_meier
from wayline.estimates.wilson import share
from wayline.maps.duration import seconds

MOST_ORDERS = 1000
NO_TIMES = "the source has an order but no times"
MICROS = 1_000_000


def micros(text):
    return round(seconds(text) * MICROS)


class Path:
    """One subject: its items in order, and every other order that equal times allow."""

    def __init__(self, subject, items, level=None):
        self.subject, self.items, self.level = subject, items, level
        self.orders = list(orders([item for item in items if item.steps or item.leave or item.contacts]))

    @property
    def start(self):
        return next(item for item in self.items if item.steps)


def orders(items):
    """Every order of the items that their times allow."""
    groups = []
    for item in items:
        if groups and groups[-1][0].time == item.time:
            groups[-1].append(item)
        else:
            groups.append([item])
    if prod(factorial(len(group)) for group in groups) > MOST_ORDERS:
        raise ValueError("too many equal times for the oracle")
    for chosen in product(*(permutations(group) for group in groups)):
        yield [item for group in chosen for item in group]


def tied(paths, outcome):
    return sum(len({outcome(order) for order in path.orders}) > 1 for path in paths)


# ---- looking along a path


def find(items, steps, after=-1):
    """The index of the first touch of one of the steps later than `after`; None if there is none."""
    for index in range(after + 1, len(items)):
        if set(items[index].steps) & set(steps):
            return index
    return None


def find_leave(items, after):
    for index in range(after + 1, len(items)):
        if items[index].leave:
            return index
    return None


def ending(items, own, targets):
    """(class, µs until then) of a path that reached `own`; None if it did not. Open paths have no time."""
    entered = find(items, own)
    if entered is None:
        return None
    came = find(items, targets, entered)
    if came is not None:
        return "converted", items[came].time - items[entered].time
    gone = find_leave(items, entered)
    if gone is not None:
        return "left", items[gone].time - items[entered].time
    return "open", None


def came_back(items, step):
    own = [index for index, item in enumerate(items) if step in item.steps]
    if not own:
        return None
    between = items[own[0] + 1 : own[-1]]
    return any(other != step for item in between for other in item.steps)


def skipped(items, step, later):
    """Whether the path had no touch of the step before its first touch of a later one; None if it reached none."""
    first = find(items, later)
    if first is None:
        return None
    return not any(step in item.steps for item in items[:first])


def standing(items, last_steps):
    """(step of the last touch, "left" | "finished" | "open"); (None, None) for a path off the map."""
    touched = [index for index, item in enumerate(items) if item.steps]
    if not touched:
        return None, None
    step = items[touched[-1]].steps[-1]
    if find_leave(items, touched[-1]) is not None:
        return step, "left"
    return step, "finished" if step in last_steps else "open"


# ---- estimates


def measured_share(paths, outcome, wanted=True, *, extra=None):
    """The share with the wanted outcome, among those whose outcome is not None."""
    outcomes = [outcome(path.items) for path in paths]
    counted = [one for one in outcomes if one is not None]
    changing = tied(paths, lambda items: None if outcome(items) is None else outcome(items) == wanted)
    return share(sum(one == wanted for one in counted), len(counted), tied=changing, extra=extra).plain()


def refused(reason, unit="share", n=0):
    return refuse(reason, unit=unit, n=n).plain()


def span(paths, outcome, start, as_of):
    """A duration as `time_to_next`: `outcome` gives (class, µs); `start` the index from which time runs."""
    ends = [(path.items[start(path.items)].time, *outcome(path.items)) for path in paths if outcome(path.items)]
    done = [waited for _, how, waited in ends if how == "converted"]
    lasted = [as_of - begun if how == "open" else waited for begun, how, waited in ends]
    came = [how == "converted" for _, how, _ in ends]
    half = kaplan_meier(np.array(lasted, dtype=np.int64), np.array(came, dtype=bool)).median

    def contribution(items):
        found = outcome(items)
        return found[1] if found and found[0] == "converted" else None

    extra = {
        "censored": sum(how == "open" for _, how, _ in ends),
        "survival_median": None if half is None else half / MICROS,
    }
    return median(np.array(done) / MICROS, tied=tied(paths, contribution), extra=extra).plain()


def over_time(paths, own, targets, as_of, marks):
    """The share converted after each mark; the first of leave and conversion counts."""
    lasted, kinds = [], []
    for path in paths:
        entered = find(path.items, own)
        if entered is None:
            continue
        came, gone = find(path.items, targets, entered), find_leave(path.items, entered)
        begun = path.items[entered].time
        if came is not None and (gone is None or came <= gone):
            lasted, kinds = [*lasted, path.items[came].time - begun], [*kinds, 1]
        elif gone is not None:
            lasted, kinds = [*lasted, path.items[gone].time - begun], [*kinds, 2]
        else:
            lasted, kinds = [*lasted, as_of - begun], [*kinds, 0]
    if not lasted:
        return {"at": {}, "n": 0, "refused": "no subjects"}
    curve = aalen_johansen(np.array(lasted, dtype=np.int64), np.array(kinds), causes=(1,))
    return {"at": {mark: curve.at(micros(mark), 1).plain() for mark in marks}, "n": len(lasted), "refused": None}


# ---- windows and handoffs


def contacts(items, element):
    """(time of the trigger, items of the contacts after it); None where the path never came to the trigger."""
    trigger = find(items, [element.after])
    if trigger is None:
        return None
    return items[trigger].time, [item for item in items[trigger + 1 :] if element.id in item.contacts]


def window_class(items, window, as_of):
    found = contacts(items, window)
    if found is None:
        return None
    trigger, made = found
    opens, closes = trigger + micros(window.opens), trigger + micros(window.closes)
    times = [item.time for item in made]
    if any(opens <= time <= closes for time in times):
        return "hit"
    if as_of < closes:
        return "pending"
    if any(time < opens for time in times):
        return "early"
    return "late" if times else "missed"


def hit(paths, window, as_of):
    def outcome(items):
        found = window_class(items, window, as_of)
        return None if found == "pending" else found

    classes = [window_class(path.items, window, as_of) for path in paths]
    extra = {name: classes.count(name) for name in ("early", "late", "missed", "pending")}
    return measured_share(paths, outcome, "hit", extra=extra)


def handoff_class(items, handoff, as_of):
    found = contacts(items, handoff)
    if found is None:
        return None
    trigger, made = found
    due = trigger + micros(handoff.within)
    if made:
        return "on time" if made[0].time <= due else "late"
    return "missing" if as_of >= due else "pending"


def on_time(paths, handoff, as_of):
    def outcome(items):
        found = handoff_class(items, handoff, as_of)
        return None if found == "pending" else found

    classes = [handoff_class(path.items, handoff, as_of) for path in paths]
    made = [contacts(path.items, handoff) for path in paths]
    firsts = [one[1][0] for one in made if one and one[1]]
    present = {
        datum.name: share(
            sum(first.event["properties"].get(datum.property) not in (None, "") for first in firsts), len(firsts)
        ).plain()
        for datum in handoff.data
    }
    extra = {name: classes.count(name) for name in ("late", "missing", "pending")}
    return measured_share(paths, outcome, "on time", extra={**extra, "data": present})


# ---- flows and coverage


def transitions(items):
    """(from, to, µs or None) of a path in order, with START and END; skips what is no touch."""
    touched = [item for item in items if item.steps]
    found = [("START", touched[0].steps[0], None)]
    for here, there in pairwise(touched):
        found.append((here.steps[-1], there.steps[0], there.time - here.time))
    return [*found, (touched[-1].steps[-1], "END", None)]


def flows(paths, journey, last_steps, has_times):
    every = [one for path in paths for one in transitions(path.items)]
    places = ["START", *(step.id for step in journey.steps), "END"]
    rows = []
    for origin in places:
        leaving = sum(one[0] == origin for one in every)
        for target in places:
            gaps = [one[2] for one in every if one[:2] == (origin, target)]
            if not gaps:
                continue
            row = {
                "from": origin,
                "to": target,
                "count": len(gaps),
                "share": len(gaps) / leaving,
                "median_seconds": None,
            }
            if has_times and origin != "START" and target != "END":
                row["median_seconds"] = float(np.median(gaps)) / MICROS
            if target == "END":
                ends = [standing(path.items, last_steps) for path in paths]
                row |= {how: ends.count((origin, how)) for how in ("left", "open", "finished")}
            rows.append(row)
    return rows


def allowed(journey, last_steps):
    steps = journey.steps
    planned = {(one.origin, one.target) for one in journey.planned}
    start = {("START", steps[0].id)} if steps else set()
    return planned | start | {(step, "END") for step in last_steps}


def off_map(items, plan):
    return [one[:2] for one in transitions(items) if one[:2] not in plan]


def explained_so_far(items, plan):
    """As all transitions on the map, but a path that has not left may still go on."""
    last = max(index for index, item in enumerate(items) if item.steps)
    strict = find_leave(items, last) is not None
    return not [one for one in off_map(items, plan) if strict or one[1] != "END"]


def coverage(paths, off_paths, journey, last_steps, map_sources):
    """All parts of coverage, of the paths on the map and the item lists of subjects off it."""
    plan = allowed(journey, last_steps)
    by_start = sorted(paths, key=lambda path: (path.start.time, path.start.event["arrival"]))
    later = by_start[2 * len(paths) // 3 :]
    steps_taken = [one[:2] for path in paths for one in transitions(path.items)]
    seen = [(path.subject, path.items) for path in (*paths, *off_paths)]
    events = [item for _, items in seen for item in items if item.event["source"] in map_sources]

    def whole(items):
        return not off_map(items, plan)

    def ad_hoc(items):
        return any(is_ghost(item, map_sources) for item in items)

    def repeats(items):
        return any(origin == target for origin, target in off_map(items, plan))

    def order_or_missing(items):
        return any(origin != target for origin, target in off_map(items, plan))

    return {
        "events": ratio(sum(bool(item.steps) for item in events), len(events)),
        "transitions": ratio(sum(one in plan for one in steps_taken), len(steps_taken)),
        "paths": measured_share(paths, whole),
        "paths_so_far": measured_share(paths, lambda items: explained_so_far(items, plan)),
        "paths_later": measured_share(later, whole),
        "deviations": {
            # ad hoc events are no touches, so no order of equal times changes this
            "ad_hoc": share(sum(ad_hoc(path.items) for path in paths), len(paths)).plain(),
            "repeats": measured_share(paths, repeats),
            "order_or_missing": measured_share(paths, order_or_missing),
        },
        "ghosts": ghosts(seen, map_sources),
        "ambiguous": sum(len(item.steps) > 1 for path in paths for item in path.items),
    }


def ratio(count, n):
    return {"value": count / n if n else None, "count": count, "n": n}


def is_ghost(item, map_sources):
    return not item.steps and not item.leave and not item.contacts and item.event["source"] in map_sources


def ghosts(seen, map_sources):
    subjects, events = {}, {}
    for subject, items in seen:
        for item in items:
            if is_ghost(item, map_sources):
                name = item.event["event"]
                subjects.setdefault(name, set()).add(subject)
                events[name] = events.get(name, 0) + 1
    rows = [{"event": name, "subjects": len(subjects[name]), "events": events[name]} for name in events]
    return sorted(rows, key=lambda row: (-row["subjects"], -row["events"], row["event"]))


def count(number, n, unit="subjects", changing=0):
    return count_of(number, n=n, unit=unit, tied=changing).plain()
