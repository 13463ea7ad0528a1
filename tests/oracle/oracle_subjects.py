"""Which events belong to which subject, and what each event matches: plain loops over plain lists.

An event is a dict: arrival, occurred_at (µs), person_id, account_id, object_type, object_id, session_id, event, channel,
direction, source, properties (dict of text), received_at (µs). Absent keys and None mean the same.
A source is a dict: clock ("time" or "position") and traits (column names that its roles declare).
A trait row is a dict: kind (person, account, object, session), id (objects: "TYPE id" is (TYPE, id)), trait, value,
valid_from (µs or None = always), received_at. A member row: person_id, account_id, valid_from, received_at.
`aliases` maps a person's id to the id that stands for it.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from wayline.maps.selector import Column

SESSION_GAP = 60 * 60 * 1_000_000
ALWAYS = -(10**30)
NONE = "(none)"


@dataclass
class Item:
    """An event of a subject and all that it matches. `steps` in map order; `contacts` are ids of windows and handoffs."""

    event: dict
    steps: tuple = ()
    leave: bool = False
    contacts: tuple = ()

    @property
    def time(self):
        return self.event["occurred_at"]


@dataclass
class Log:
    """Everything known, already cut at `known_at` and `as_of`."""

    events: list
    sources: dict
    traits: list = field(default_factory=list)
    members: list = field(default_factory=list)
    aliases: dict = field(default_factory=dict)


def order_of(event):
    return (event["occurred_at"], event["arrival"])


# ---- subjects


def person_of(event, log):
    person = event.get("person_id")
    return None if person is None else log.aliases.get(person, person)


def account_of(event, log):
    """The account on the event, else the one its person belonged to then."""
    if event.get("account_id") is not None:
        return event["account_id"]
    person = person_of(event, log)
    account, since = None, None
    for member in log.members:
        start = ALWAYS if member.get("valid_from") is None else member["valid_from"]
        if log.aliases.get(member["person_id"], member["person_id"]) != person or start > event["occurred_at"]:
            continue
        if since is None or start >= since:
            account, since = member["account_id"], start
    return account


def subjects_of(log, unit):
    """{subject: its events in order} and the list of events without the unit's key."""
    grouped, unassigned = {}, []
    cut = cut_sessions(log) if unit == "session" else {}
    for event in sorted(log.events, key=order_of):
        subject = subject_of(event, log, unit, cut)
        if subject is None:
            unassigned.append(event)
        else:
            grouped.setdefault(subject, []).append(event)
    return grouped, unassigned


def subject_of(event, log, unit, cut):
    if unit == "person":
        return person_of(event, log)
    if unit == "account":
        return account_of(event, log)
    if unit == "session":
        return event["session_id"] if event.get("session_id") is not None else cut.get(event["arrival"])
    object_type = unit.removeprefix("object:")
    return event.get("object_id") if event.get("object_type") == object_type else None


def cut_sessions(log):
    """{arrival: session} for events of a person without a session id; a gap of more than 60 minutes begins a new one."""
    last, number, found = {}, {}, {}
    for event in sorted(log.events, key=order_of):
        person = person_of(event, log)
        if event.get("session_id") is not None or person is None:
            continue
        if person not in last or event["occurred_at"] - last[person] > SESSION_GAP:
            number[person] = number.get(person, 0) + 1
        last[person] = event["occurred_at"]
        found[event["arrival"]] = (person, number[person])
    return found


# ---- traits


def trait_rows(log, trait):
    """(kind, id, value, valid from, arrival) of every known value of the trait, from tables and from events."""
    rows = []
    for row in log.traits:
        if row["trait"] == trait and row["value"] not in (None, ""):
            owner = log.aliases.get(row["id"], row["id"]) if row["kind"] == "person" else row["id"]
            start = ALWAYS if row.get("valid_from") is None else row["valid_from"]
            rows.append((row["kind"], owner, row["value"], start, -1))
    for event in log.events:
        value = event["properties"].get(trait)
        if trait in log.sources[event["source"]].get("traits", ()) and value not in (None, ""):
            kind, owner = trait_key(event, log)
            rows.append((kind, owner, value, event["occurred_at"], event["arrival"]))
    return rows


def trait_key(event, log):
    """To whom the traits of an event's row belong: the object, else the session, the person, the account."""
    for kind, owner in keys_of(event, log):
        if owner is not None:
            return kind, owner
    return "person", None


def keys_of(event, log):
    thing = None if event.get("object_id") is None else (event.get("object_type"), event["object_id"])
    return [
        ("object", thing),
        ("session", event.get("session_id")),
        ("person", person_of(event, log)),
        ("account", event.get("account_id")),
    ]


def level_at(log, unit, subject, event, trait):
    """The value that held for the subject at the event: its own, else that of another key of the event; None if none."""
    rows = trait_rows(log, trait)
    own = ("object", (unit.removeprefix("object:"), subject)) if unit.startswith("object:") else (unit, subject)
    others = [*keys_of(event, log)[:3], ("account", account_of(event, log))]
    for kind, owner in [own, *others]:
        held = [r for r in rows if r[:2] == (kind, owner) and (r[3], r[4]) <= order_of(event)]
        if owner is not None and held:
            return max(held, key=lambda row: (row[3], row[4]))[2]
    return None


# ---- conditions


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def equals(value, wanted):
    if isinstance(wanted, bool):
        return value.lower() == str(wanted).lower()
    if isinstance(wanted, int | float):
        return number(value) == wanted
    return value == wanted


def bound_holds(value, sign, limit, row):
    if isinstance(limit, Column):
        limit = row.get(limit.name)
        if limit in (None, ""):
            return False
    if isinstance(limit, int | float) or (number(limit) is not None and number(value) is not None):
        value, limit = number(value), number(limit)
        if value is None:
            return False
    return {"gt": value > limit, "gte": value >= limit, "lt": value < limit, "lte": value <= limit}[sign]


def condition_holds(condition, value, row):
    """Whether one property satisfies everything its condition asks. `row` holds the other properties."""
    missing = value in (None, "")
    if condition.absent:
        return missing
    if missing:
        return False
    if condition.any_of and not any(equals(value, wanted) for wanted in condition.any_of):
        return False
    if condition.matches and not fnmatchcase(value, condition.matches):
        return False
    return all(bound_holds(value, sign, limit, row) for sign, limit in condition.bounds)


def plainly_matches(selector, event):
    """The conditions that need nothing but the event: event, channel, direction, source, where."""
    for name in ("event", "channel", "direction", "source"):
        globs = getattr(selector, name)
        if globs and (event.get(name) is None or not any(fnmatchcase(event[name], glob) for glob in globs)):
            return False
    row = event["properties"]
    return all(condition_holds(condition, row.get(key), row) for key, condition in selector.where.items())


class Matcher:
    """What the events of one subject match. `events` are in order."""

    def __init__(self, log, journey, subject, events):
        self.log, self.journey, self.subject, self.events = log, journey, subject, events
        self.known = {}

    def touches(self, step_id):
        """Indexes of the events that are touches of the step."""
        if step_id not in self.known:
            step = next(step for step in self.journey.steps if step.id == step_id)
            self.known[step_id] = self.matches(step.bind)
        return self.known[step_id]

    def matches(self, selectors):
        return sorted({index for selector in selectors for index in self.matches_one(selector)})

    def matches_one(self, selector):
        found = [i for i, event in enumerate(self.events) if plainly_matches(selector, event)]
        for trait, condition in selector.segment.items():
            found = [i for i in found if condition_holds(condition, self.level(i, trait), {})]
        if selector.within is not None:
            found = [i for i in found if self.is_within(i, selector.within)]
        if selector.nth is not None:
            found = found[selector.nth - 1 : selector.nth]
        return found

    def level(self, index, trait):
        return level_at(self.log, self.journey.unit, self.subject, self.events[index], trait)

    def is_within(self, index, within):
        touches = self.touches(within.of)
        if not touches or index <= touches[0]:
            return False
        waited = self.events[index]["occurred_at"] - self.events[touches[0]]["occurred_at"]
        return waited <= round(within.at_most * 1_000_000)

    def path(self):
        """The subject's events as items, in order."""
        items = [Item(event) for event in self.events]
        for step in self.journey.steps:
            for index in self.touches(step.id):
                items[index].steps += (step.id,)
        for index in self.matches(self.journey.leaves):
            items[index].leave = True
        for element in (*self.journey.windows, *self.journey.handoffs):
            for index in self.matches(element.bind):
                items[index].contacts += (element.id,)
        return items

    def is_kept(self, selector):
        """Whether `--where` keeps the subject: it has a matching event, or traits that satisfy every condition."""
        if self.matches_one(selector):
            return True
        asks_event = selector.event or selector.channel or selector.direction or selector.source
        if asks_event or selector.nth or selector.within or selector.segment or not selector.where:
            return False
        return all(self.has_trait(trait, condition) for trait, condition in selector.where.items())

    def has_trait(self, trait, condition):
        unit = self.journey.unit
        own = ("object", (unit.removeprefix("object:"), self.subject)) if ":" in unit else (unit, self.subject)
        values = [row[2] for row in trait_rows(self.log, trait) if row[:2] == own]
        return any(condition_holds(condition, value, {}) for value in values)


def all_selectors(journey):
    """Every selector the map binds or lists under leaves."""
    elements = (*journey.steps, *journey.windows, *journey.handoffs)
    return [*journey.leaves, *(selector for element in elements for selector in element.bind)]
