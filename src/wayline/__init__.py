"""Wayline: journey maps measured on what customers really did. The public Python API: re-exports, nothing else.

>>> import wayline
>>> workspace = wayline.open_workspace("my-workspace")            # doctest: +SKIP
>>> wayline.measure(workspace, "trial").plain()["subjects"]       # doctest: +SKIP
5
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from wayline.reexports import reexporting

if TYPE_CHECKING:
    from wayline.errors import InputError, MapError, NotFoundError, ProductError, RolesError, WorkspaceError
    from wayline.files.journey import load_map, read_map
    from wayline.files.persona import load_persona
    from wayline.findings import Finding
    from wayline.maps.change import Change
    from wayline.maps.diff import diff
    from wayline.maps.merge import Conflict, Merged, merge
    from wayline.maps.model import JourneyMap, Persona
    from wayline.measures.assumptions import CardTest
    from wayline.measures.differences import ComparedNumber
    from wayline.measures.measurement import Measurement
    from wayline.measures.promises import Judged
    from wayline.measures.robust import Robust
    from wayline.measures.stale.settings import StaleSettings
    from wayline.measures.watch.rule import Rule
    from wayline.paths.spark.engine import SparkEngine
    from wayline.render.paired_document import PairedPicture
    from wayline.render.picture import Picture
    from wayline.templates.content import Template
    from wayline.workspace.assuming import assumed
    from wayline.workspace.changing import Changes, changes
    from wayline.workspace.checking import Diagnosis, doctor, lint
    from wayline.workspace.claiming import keep_friction, keep_moments
    from wayline.workspace.comparing import Compared, compare_periods, compare_segments
    from wayline.workspace.contacting import Contact, contact_window
    from wayline.workspace.converting import Conversion, convert
    from wayline.workspace.deciding import Ruled, RulesAsked, rules
    from wayline.workspace.demonstrating import demo
    from wayline.workspace.differing import Difference, diff_maps
    from wayline.workspace.drafting import Drafted, draft
    from wayline.workspace.drawing import Drawn, picture, render, view
    from wayline.workspace.driving import DriversFound, drivers
    from wayline.workspace.explaining import Explanation, explain
    from wayline.workspace.folder import Workspace, init, open_workspace
    from wayline.workspace.foreseeing import Foreseen, next_step
    from wayline.workspace.frictions import Frictions, friction
    from wayline.workspace.importing import Imported, import_files
    from wayline.workspace.keeping import keep
    from wayline.workspace.leaving import LeavingFound, leaving
    from wayline.workspace.measuring import Asked, measure
    from wayline.workspace.measuring_on_spark import measure_table
    from wayline.workspace.merging import merge_files
    from wayline.workspace.origins import Wanted
    from wayline.workspace.pairing import ComparedMaps, compare_maps
    from wayline.workspace.planning import PlanCheck, Planned, check_plan, plan
    from wayline.workspace.prioritizing import Ranking, priorities
    from wayline.workspace.promising import Checked, check
    from wayline.workspace.robustness import robustness
    from wayline.workspace.scoring import ScoreFound, score
    from wayline.workspace.silent import SilenceFound, silence
    from wayline.workspace.staleness import Staleness, stale
    from wayline.workspace.starting import list_templates, new
    from wayline.workspace.subjects import Behind, Stop, path, subjects
    from wayline.workspace.truths import Truths, moments
    from wayline.workspace.typing_paths import PathTypes, journey_types
    from wayline.workspace.valuing import RenewalsFound, ValueFound, renewals, value
    from wayline.workspace.waiting import Waiting, waiting
    from wayline.workspace.watching import Watched, replay_watch, switch_on, watches
    from wayline.workspace.watching_maps import WatchedMap, watch_map

# name → module. Loaded when first asked for: `wayline --help` must not wait for the parts that measure.
_HOMES = {
    "Asked": "workspace.measuring",
    "Behind": "workspace.subjects",
    "CardTest": "measures.assumptions",
    "Change": "maps.change",
    "Changes": "workspace.changing",
    "Checked": "workspace.promising",
    "Compared": "workspace.comparing",
    "ComparedMaps": "workspace.pairing",
    "ComparedNumber": "measures.differences",
    "Conflict": "maps.merge",
    "Contact": "workspace.contacting",
    "Conversion": "workspace.converting",
    "Diagnosis": "workspace.checking",
    "Difference": "workspace.differing",
    "Drafted": "workspace.drafting",
    "Drawn": "workspace.drawing",
    "DriversFound": "workspace.driving",
    "Explanation": "workspace.explaining",
    "Finding": "findings",
    "Foreseen": "workspace.foreseeing",
    "Frictions": "workspace.frictions",
    "Imported": "workspace.importing",
    "InputError": "errors",
    "JourneyMap": "maps.model",
    "Judged": "measures.promises",
    "LeavingFound": "workspace.leaving",
    "MapError": "errors",
    "Measurement": "measures.measurement",
    "Merged": "maps.merge",
    "NotFoundError": "errors",
    "PairedPicture": "render.paired_document",
    "PathTypes": "workspace.typing_paths",
    "Persona": "maps.model",
    "Picture": "render.picture",
    "PlanCheck": "workspace.planning",
    "Planned": "workspace.planning",
    "ProductError": "errors",
    "Ranking": "workspace.prioritizing",
    "RenewalsFound": "workspace.valuing",
    "Robust": "measures.robust",
    "RolesError": "errors",
    "Rule": "measures.watch.rule",
    "Ruled": "workspace.deciding",
    "RulesAsked": "workspace.deciding",
    "ScoreFound": "workspace.scoring",
    "SilenceFound": "workspace.silent",
    "SparkEngine": "paths.spark.engine",
    "StaleSettings": "measures.stale.settings",
    "Staleness": "workspace.staleness",
    "Stop": "workspace.subjects",
    "Template": "templates.content",
    "Truths": "workspace.truths",
    "ValueFound": "workspace.valuing",
    "Waiting": "workspace.waiting",
    "Wanted": "workspace.origins",
    "Watched": "workspace.watching",
    "WatchedMap": "workspace.watching_maps",
    "Workspace": "workspace.folder",
    "WorkspaceError": "errors",
    "assumed": "workspace.assuming",
    "changes": "workspace.changing",
    "check": "workspace.promising",
    "check_plan": "workspace.planning",
    "compare_maps": "workspace.pairing",
    "compare_periods": "workspace.comparing",
    "compare_segments": "workspace.comparing",
    "contact_window": "workspace.contacting",
    "convert": "workspace.converting",
    "demo": "workspace.demonstrating",
    "diff": "maps.diff",
    "diff_maps": "workspace.differing",
    "doctor": "workspace.checking",
    "draft": "workspace.drafting",
    "drivers": "workspace.driving",
    "explain": "workspace.explaining",
    "friction": "workspace.frictions",
    "import_files": "workspace.importing",
    "init": "workspace.folder",
    "journey_types": "workspace.typing_paths",
    "keep": "workspace.keeping",
    "keep_friction": "workspace.claiming",
    "keep_moments": "workspace.claiming",
    "leaving": "workspace.leaving",
    "lint": "workspace.checking",
    "list_templates": "workspace.starting",
    "load_map": "files.journey",
    "load_persona": "files.persona",
    "measure": "workspace.measuring",
    "measure_table": "workspace.measuring_on_spark",
    "merge": "maps.merge",
    "merge_files": "workspace.merging",
    "moments": "workspace.truths",
    "new": "workspace.starting",
    "next_step": "workspace.foreseeing",
    "open_workspace": "workspace.folder",
    "path": "workspace.subjects",
    "picture": "workspace.drawing",
    "plan": "workspace.planning",
    "priorities": "workspace.prioritizing",
    "read_map": "files.journey",
    "render": "workspace.drawing",
    "renewals": "workspace.valuing",
    "replay_watch": "workspace.watching",
    "robustness": "workspace.robustness",
    "rules": "workspace.deciding",
    "score": "workspace.scoring",
    "silence": "workspace.silent",
    "stale": "workspace.staleness",
    "subjects": "workspace.subjects",
    "switch_on": "workspace.watching",
    "value": "workspace.valuing",
    "view": "workspace.drawing",
    "waiting": "workspace.waiting",
    "watch_map": "workspace.watching_maps",
    "watches": "workspace.watching",
}

__all__ = [
    "Asked",
    "Behind",
    "CardTest",
    "Change",
    "Changes",
    "Checked",
    "Compared",
    "ComparedMaps",
    "ComparedNumber",
    "Conflict",
    "Contact",
    "Conversion",
    "Diagnosis",
    "Difference",
    "Drafted",
    "Drawn",
    "DriversFound",
    "Explanation",
    "Finding",
    "Foreseen",
    "Frictions",
    "Imported",
    "InputError",
    "JourneyMap",
    "Judged",
    "LeavingFound",
    "MapError",
    "Measurement",
    "Merged",
    "NotFoundError",
    "PairedPicture",
    "PathTypes",
    "Persona",
    "Picture",
    "PlanCheck",
    "Planned",
    "ProductError",
    "Ranking",
    "RenewalsFound",
    "Robust",
    "RolesError",
    "Rule",
    "Ruled",
    "RulesAsked",
    "ScoreFound",
    "SilenceFound",
    "SparkEngine",
    "StaleSettings",
    "Staleness",
    "Stop",
    "Template",
    "Truths",
    "ValueFound",
    "Waiting",
    "Wanted",
    "Watched",
    "WatchedMap",
    "Workspace",
    "WorkspaceError",
    "assumed",
    "changes",
    "check",
    "check_plan",
    "compare_maps",
    "compare_periods",
    "compare_segments",
    "contact_window",
    "convert",
    "demo",
    "diff",
    "diff_maps",
    "doctor",
    "draft",
    "drivers",
    "explain",
    "friction",
    "import_files",
    "init",
    "journey_types",
    "keep",
    "keep_friction",
    "keep_moments",
    "leaving",
    "lint",
    "list_templates",
    "load_map",
    "load_persona",
    "measure",
    "measure_table",
    "merge",
    "merge_files",
    "moments",
    "new",
    "next_step",
    "open_workspace",
    "path",
    "picture",
    "plan",
    "priorities",
    "read_map",
    "render",
    "renewals",
    "replay_watch",
    "robustness",
    "rules",
    "score",
    "silence",
    "stale",
    "subjects",
    "switch_on",
    "value",
    "view",
    "waiting",
    "watch_map",
    "watches",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'wayline' has no attribute '{name}'")
    value = getattr(import_module(f"wayline.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = reexporting(_HOMES)
