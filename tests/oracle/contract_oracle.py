"""The oracle: a map measured from the words of the contract alone, slowly, over plain lists.

It shares nothing with the engine but the values of a map and the intervals of `estimates`; whatever differs between the
two is a mistake in one of them, or a sentence of the contract that can be read in two ways.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import oracle_measures as m
from oracle_subjects import NONE, Log, Matcher, all_selectors, level_at, plainly_matches, subjects_of

MARKS = ("1d", "7d", "30d", "90d")


def measure(
    events,
    journey,
    *,
    sources=None,
    traits=(),
    members=(),
    aliases=None,
    since=None,
    until=None,
    as_of=None,
    known_at=None,
    where=None,
    segment=None,
):
    """The measurement of a map as the JSON of contract section 5, without voice. All times are µs since the epoch."""
    log = Log(
        events=[event for event in events if is_known(event, known_at)],
        sources=sources or {event["source"]: {} for event in events},
        traits=[row for row in traits if is_known(row, known_at)],
        members=[row for row in members if is_known(row, known_at)],
        aliases=aliases or {},
    )
    if as_of is None:
        bound = sources_of(log, journey)
        as_of = max((event["occurred_at"] for event in log.events if event["source"] in bound), default=None)
    log.events = [event for event in log.events if as_of is not None and event["occurred_at"] <= as_of]
    map_sources = sources_of(log, journey)
    on_map, off_map, unassigned = paths_of(log, journey, Question(where, segment, since, until))
    scope = Scope(journey, as_of, map_sources, log)
    document = {
        "wayline": 1,
        "map": journey.id,
        "as_of": spelt(as_of),
        "window": {"since": spelt(since), "until": spelt(until)},
        "unassigned": sum(event["source"] in map_sources for event in unassigned),
        **scope.part(on_map, off_map),
    }
    if segment is not None:
        levels = sorted({path.level for path in on_map})
        document["segments"] = {
            level: scope.part([path for path in on_map if path.level == level], []) for level in levels
        }
    return document


@dataclass(frozen=True)
class Question:
    """Which subjects are asked about, and what splits them."""

    where: object
    segment: str | None
    since: int | None
    until: int | None

    def holds(self, time):
        """Whether a path that begins at `time` belongs to the window."""
        return (self.since is None or time >= self.since) and (self.until is None or time < self.until)


def is_known(row, known_at):
    return known_at is None or row.get("received_at") is None or row["received_at"] <= known_at


def sources_of(log, journey):
    """The map's sources: those with an event that the map binds or lists under leaves."""
    selectors = all_selectors(journey)
    return {event["source"] for event in log.events if any(plainly_matches(one, event) for one in selectors)}


def paths_of(log, journey, question):
    """(paths on the map and in the window, paths off the map, events without the unit's key)."""
    grouped, unassigned = subjects_of(log, journey.unit)
    on_map, off_map = [], []
    for subject, events in grouped.items():
        matcher = Matcher(log, journey, subject, events)
        if question.where is not None and not matcher.is_kept(question.where):
            continue
        path = m.Path(subject, matcher.path())
        if not any(item.steps for item in path.items):
            off_map.append(path)
        elif question.holds(path.start.time):
            if question.segment is not None:
                path.level = level_at(log, journey.unit, subject, path.start.event, question.segment) or NONE
            on_map.append(path)
    return on_map, off_map, unassigned


def spelt(time):
    if time is None:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time)).isoformat().replace("+00:00", "Z")


class Scope:
    """What stays the same for the whole and for each segment level."""

    def __init__(self, journey, as_of, map_sources, log):
        self.journey, self.as_of, self.map_sources = journey, as_of, map_sources
        self.has_times = not any(log.sources[name].get("clock") == "position" for name in map_sources)
        self.steps = [step.id for step in journey.steps]
        self.bound = {step.id for step in journey.steps if step.bind}
        self.last_steps = {step for step in self.steps if not journey.next_steps(step)}

    def part(self, paths, off_paths):
        finished = [m.standing(path.items, self.last_steps)[1] == "finished" for path in paths]
        changing = m.tied(paths, lambda items: m.standing(items, self.last_steps)[1] == "finished")
        return {
            "subjects": len(paths),
            "whole": {"finished": m.count(sum(finished), len(paths), changing=changing)},
            "elements": self.elements(paths),
            "flows": m.flows(paths, self.journey, self.last_steps, self.has_times),
            "coverage": m.coverage(paths, off_paths, self.journey, self.last_steps, self.map_sources),
        }

    def elements(self, paths):
        found = {}
        for number, stage in enumerate(self.journey.stages):
            found[stage.id] = self.stage(paths, number, stage)
            for step in stage.steps:
                found[step.id] = self.step(paths, step)
            for window in stage.windows:
                found[window.id] = {"hit": self.window(paths, window)}
            for handoff in stage.handoffs:
                found[handoff.id] = {"on_time": self.handoff(paths, handoff)}
        return found

    # ---- steps and stages

    def step(self, paths, step):
        own, nxt = [step.id], self.journey.next_steps(step.id)
        later = self.steps[self.steps.index(step.id) + 1 :]
        why = ""
        if not step.bind:
            why = "not bound"
        elif not nxt:
            why = "last step"
        elif not set(nxt) & self.bound:
            why = "no next step is bound"
        found = self.ends(paths, own, nxt, why, self.marks(step))
        found["time_to_next"] = self.span(paths, own, nxt, why)
        if step.times:
            found["time_to"] = {
                target: self.span(paths, own, [target], "" if step.bind and target in self.bound else "not bound")
                for target in step.times
            }
        found |= self.habits(paths, step, later)
        if step.milestone is not None:
            found["time_to_value"] = self.time_to_value(paths, step)
        return found

    def stage(self, paths, number, stage):
        own = [step.id for step in stage.steps]
        later = [step.id for other in self.journey.stages[number + 1 :] for step in other.steps]
        why = ""
        if not set(own) & self.bound:
            why = "not bound"
        elif number == len(self.journey.stages) - 1:
            why = "last stage"
        elif not set(later) & self.bound:
            why = "no later step is bound"
        found = self.ends(paths, own, later, why, self.marks(stage))
        found["time_in_stage"] = self.span(paths, own, later, why)
        found["now"] = self.now(paths, own)
        return found

    def marks(self, element):
        own = [element.target] if element.target else []
        promised = [one.within for one in element.expect if one.within and one.measure == "converted"]
        return list(dict.fromkeys([*MARKS, *own, *promised]))

    def ends(self, paths, own, targets, why, marks):
        """reached, converted, left, open and converted_over_time."""
        if not set(own) & self.bound:
            return dict.fromkeys(
                ("reached", "converted", "left", "open", "converted_over_time"), m.refused("not bound")
            )
        found = {"reached": m.measured_share(paths, lambda items: m.find(items, own) is not None)}
        for name in ("converted", "left", "open"):
            found[name] = m.refused(why) if why else self.end_share(paths, own, targets, name)
        if why or not self.has_times:
            found["converted_over_time"] = {"at": {}, "refused": why or m.NO_TIMES}
        else:
            found["converted_over_time"] = m.over_time(paths, own, targets, self.as_of, marks)
        return found

    def end_share(self, paths, own, targets, name):
        def outcome(items):
            end = m.ending(items, own, targets)
            return None if end is None else end[0]

        return m.measured_share(paths, outcome, name)

    def span(self, paths, own, targets, why):
        if why or not self.has_times:
            return m.refused(why or m.NO_TIMES, "seconds")
        return m.span(paths, lambda items: m.ending(items, own, targets), lambda items: m.find(items, own), self.as_of)

    def habits(self, paths, step, later):
        """repeats, returns, skips, skipped_for_good, now and touches."""
        if not step.bind:
            names = ("repeats", "returns", "skips", "skipped_for_good", "now", "touches")
            return dict.fromkeys(names, m.refused("not bound"))
        touches = [sum(step.id in item.steps for item in path.items) for path in paths]

        def never(items):
            return None if m.find(items, later) is None else m.find(items, [step.id]) is None

        def twice(items):
            number = sum(step.id in item.steps for item in items)
            return number >= 2 if number else None

        skips = m.measured_share(paths, lambda items: m.skipped(items, step.id, later))
        silent = "last step" if not later else "" if set(later) & self.bound else "no later step is bound"
        return {
            "repeats": m.measured_share(paths, twice),
            "returns": m.measured_share(paths, lambda items: m.came_back(items, step.id)),
            "skips": m.refused(silent) if silent else skips,
            "skipped_for_good": m.refused(silent) if silent else m.measured_share(paths, never),
            "now": self.now(paths, [step.id]),
            "touches": m.count(sum(touches), sum(number > 0 for number in touches), "touches"),
        }

    def now(self, paths, own):
        if not set(own) & self.bound:
            return m.refused("not bound", "subjects")

        def is_here(items):
            step, how = m.standing(items, self.last_steps)
            return step in own and how == "open"

        return m.count(sum(is_here(path.items) for path in paths), len(paths), changing=m.tied(paths, is_here))

    def time_to_value(self, paths, step):
        if not step.bind or not self.has_times:
            return m.refused(m.NO_TIMES if step.bind else "not bound", "seconds")

        def begin(items):
            return m.find(items, self.steps)

        def outcome(items):
            came, gone = m.find(items, [step.id]), m.find_leave(items, begin(items))
            begun = items[begin(items)].time
            if came is not None:
                return "converted", items[came].time - begun
            return ("open", None) if gone is None else ("left", items[gone].time - begun)

        return m.span(paths, outcome, begin, self.as_of)

    # ---- windows and handoffs

    def window(self, paths, window):
        if not window.bind or window.after not in self.bound:
            return m.refused("not bound")
        return m.hit(paths, window, self.as_of) if self.has_times else m.refused(m.NO_TIMES)

    def handoff(self, paths, handoff):
        if not handoff.bind or handoff.after not in self.bound:
            return m.refused("not bound")
        if not handoff.within:
            return m.refused("no limit")
        return m.on_time(paths, handoff, self.as_of) if self.has_times else m.refused(m.NO_TIMES)
