"""All lint rules, and `lint`."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wayline.findings import Finding
from wayline.maps.lint.rule import Rule
from wayline.maps.lint.rules import (
    assumed_never_evidenced,
    claim_without_evidence,
    done_elsewhere,
    empty_stage,
    future_without_base,
    handoff_unbound,
    handoff_without_data,
    handoff_without_limit,
    image_without_text,
    inside_out_title,
    leave_bound_as_step,
    measured_emotion_authored,
    measured_without_source,
    no_backstage,
    no_customer_goal,
    no_leaves,
    no_milestone,
    no_owner,
    no_persona,
    no_review,
    no_scenario,
    no_steps,
    no_title,
    nothing_bound,
    process_flow,
    promise_never_measured,
    review_overdue,
    same_binding,
    several_personas,
    severity_out_of_range,
    success_not_in_customers_words,
    success_unmeasured,
    title_not_in_first_person,
    too_large,
    truth_without_controller,
    truth_without_why,
    unbound_step,
    unreachable_step,
    valence_out_of_range,
    window_never_open,
    window_unbound,
    window_without_team,
)
from wayline.maps.model import JourneyMap

RULES: tuple[Rule, ...] = (
    no_owner.RULE,
    no_persona.RULE,
    several_personas.RULE,
    no_scenario.RULE,
    no_leaves.RULE,
    no_steps.RULE,
    empty_stage.RULE,
    nothing_bound.RULE,
    unbound_step.RULE,
    same_binding.RULE,
    leave_bound_as_step.RULE,
    no_title.RULE,
    inside_out_title.RULE,
    title_not_in_first_person.RULE,
    no_customer_goal.RULE,
    success_not_in_customers_words.RULE,
    success_unmeasured.RULE,
    no_milestone.RULE,
    truth_without_why.RULE,
    truth_without_controller.RULE,
    no_backstage.RULE,
    process_flow.RULE,
    claim_without_evidence.RULE,
    assumed_never_evidenced.RULE,
    measured_emotion_authored.RULE,
    measured_without_source.RULE,
    valence_out_of_range.RULE,
    severity_out_of_range.RULE,
    image_without_text.RULE,
    window_without_team.RULE,
    window_unbound.RULE,
    window_never_open.RULE,
    handoff_without_data.RULE,
    handoff_unbound.RULE,
    handoff_without_limit.RULE,
    unreachable_step.RULE,
    done_elsewhere.RULE,
    promise_never_measured.RULE,
    no_review.RULE,
    review_overdue.RULE,
    future_without_base.RULE,
    too_large.RULE,
)


def lint(journey: JourneyMap, *, today: date | None = None) -> list[Finding]:
    """What the rules find, in the order of the rules; `where` is an address such as `sign-up/bind` or `map/owner`.

    `today` decides what is overdue; the date in UTC where it is not given.
    """
    day = today or datetime.now(UTC).date()
    return [
        Finding(rule.name, rule.severity, message, where)
        for rule in RULES
        for where, message in rule.find(journey, day)
    ]
