"""The tables of path facts that every engine leaves, and their rows."""

TABLES = {
    "touch_rows": "subject, occurred_at, arrival, event, element",
    "subjects": "subject, level, start_at, start_arrival, place, place_of_all, places, places_of_all",
    "last_touch": "subject, k, step, occurred_at, at_end, has_left, surely_left, left_at_once",
    "step_firsts": "subject, step, k, occurred_at, last_k, last_at, touches",
    "step_facts": "subject, level, step, k, occurred_at, touches, returned, tied_return, {outcome}",
    "stage_facts": "subject, level, stage, {outcome}",
    "aim_facts": "subject, level, step, aim, {followed}",
    "skip_facts": "subject, level, step, skipped, skipped_for_good, tied",
    "transition_facts": "subject, level, origin, target, seconds, planned",
    "event_facts": "event, level, events, covered, ambiguous, unmatched, unmatched_subjects",
    "ghost_places": "event, after, before, subjects, of",
    "value_facts": "subject, level, step, converted, is_open, tied_wait, seconds",
    "window_facts": "subject, level, element, hit, early, late, missed, pending, tied",
    "handoff_facts": "subject, level, element, on_time, late, missing, pending, tied",
    "subject_facts": "subject, level, start_at, place, last_step, at_end, has_left, planned, planned_so_far, repeats, "
    "order_or_missing, ad_hoc, tied_finish",
}
FOLLOWED = (
    "converted, has_left, is_open, tied_onward, tied_wait, tied_leave, tied_open, seconds, first_end, first_end_seconds"
)


def rows(facts, table):
    """The rows of a table of facts, sorted."""
    columns = TABLES[table].format(outcome=f"stands_here, tied_here, {FOLLOWED}", followed=FOLLOWED)
    return sorted(facts.rows(f"SELECT {columns} FROM {table}"), key=repr)
