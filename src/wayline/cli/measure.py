"""Measure a map on the events that stand behind it. The result is kept, so that `wayline changes` can say what moved."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from wayline.cli.asking import add_options, asked
from wayline.cli.talk import Talk
from wayline.errors import InputError
from wayline.measures.measurement import Measurement
from wayline.measures.robust import Robust
from wayline.render.text import table
from wayline.views.robust import says
from wayline.views.shape import MapView
from wayline.workspace.drawing import view
from wayline.workspace.folder import Workspace, open_workspace
from wayline.workspace.keeping import keep
from wayline.workspace.measuring import NOT_ON_SPARK, Asked, measure
from wayline.workspace.robustness import beside, robustness

HEADLINES = ("converted", "left", "open", "skips", "returns", "time_to_next")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP", help="a journey file, or a map's name in the workspace")
    add_options(parser)
    parser.add_argument(
        "--robust",
        action="store_true",
        help="also what each number would be under other fair choices: ties reversed, strict order, another session gap, the last third",
    )
    parser.add_argument("--trend", action="store_true", help="also every number by the period in which paths began")
    parser.add_argument("--hours", action="store_true", help="also the hours of the day at which steps are touched")
    parser.add_argument(
        "--fitness",
        action="store_true",
        help="also how closely paths follow the map, and how much of what it allows is done",
    )
    parser.add_argument("--spark", default="", metavar="MASTER", help="count on a Spark cluster, such as local[2]")
    parser.add_argument(
        "--table", default="", metavar="TABLE", help="with --spark: a table or query of the cluster, not the event log"
    )
    parser.add_argument("--roles", default="", metavar="FILE", help="what the columns of --table mean")


def run(args: argparse.Namespace, talk: Talk) -> int:
    workspace = open_workspace(args.workspace)
    question = asked(args)
    talk.progress(f"measuring {args.map}")
    found = _measured(workspace, args, question)
    # `changes` compares what was measured on the event log
    unkept = [] if args.table else _kept(workspace, found, question)
    ranges = robustness(workspace, args.map, question) if args.robust else {}
    beside(found, ranges)
    talk.answer(
        found.plain(), "" if talk.as_json else _shown(view(workspace, args.map, question, found, inside=True), talk)
    )
    if ranges and not talk.as_json:
        print("\n".join(["", "However counted:", *_however(ranges)]))
    for note in (*found.notes, *unkept):
        talk.say(f"note: {note}")
    return 0


def _measured(workspace: Workspace, args: argparse.Namespace, question: Asked) -> Measurement:
    if bool(args.table) != bool(args.roles) or (args.table and not args.spark):
        raise InputError("--table and --roles belong together, and to --spark")
    wanted = {"with_trend": args.trend, "with_hours": args.hours}
    if not args.spark:
        return measure(workspace, args.map, question, with_fitness=args.fitness, **wanted)
    if args.robust:
        raise InputError("--robust counts a map in many ways, and not on Spark")
    if args.fitness:
        raise InputError(NOT_ON_SPARK, hint="Measure without --spark")
    from wayline.paths.spark.engine import SparkEngine, local_session  # noqa: PLC0415 - most questions stay here

    with local_session(args.spark) as session:
        engine = SparkEngine(session)
        if not args.table:
            return measure(workspace, args.map, question, engine=engine, **wanted)
        from wayline.workspace.measuring_on_spark import measure_table  # noqa: PLC0415 - the same

        path = workspace.map_path(args.map)
        return measure_table(engine, args.table, path, args.roles, asked=question, zone=workspace.zone, **wanted)


def _kept(workspace: Workspace, found: Measurement, asked: Asked) -> list[str]:
    """Keep the measurement. Where the folder cannot be written the numbers are still an answer, and a note says what is missing."""
    try:
        keep(workspace, found, asked)
    except OSError as error:
        return [f"the result was not kept for `wayline changes`: {error.strerror}"]
    return []


def _however(ranges: Mapping[tuple[str, str], Robust]) -> list[str]:
    """The numbers that people quote; the JSON has all."""
    return [f"  {says(*key, one)}" for key, one in ranges.items() if key[1] in HEADLINES]


def _shown(view: MapView, talk: Talk) -> str:
    return table(view, columns=talk.columns(), colour=talk.colour()).rstrip("\n")
