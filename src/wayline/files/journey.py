"""Journey files (`NAME.journey.yaml`), read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wayline.documents import Document, Place, read_documents, read_text
from wayline.errors import MapError
from wayline.files.addresses import elements
from wayline.files.cursor import Cursor, refusal, settled
from wayline.files.journey_shape import JOURNEY
from wayline.files.references import check_references
from wayline.files.shape import Record
from wayline.findings import Finding
from wayline.maps.model import JourneyMap

SUFFIX = ".journey.yaml"


@dataclass(frozen=True, slots=True)
class MapSource:
    """A map together with the text it was read from, so that anything on it can be found again."""

    map: JourneyMap
    document: Document
    path: str = ""

    def place(self, address: str = "") -> Place:
        """(line, column) of an address such as `sign-up/bind`, `cards/3/valence` (from 1), `map/owner` or a map's own key.

        The nearest thing around it where it is not written; (1, 1) for the map itself.
        """
        first, _, rest = address.partition("/")
        known = {name: path for _, name, path in elements(self.map)}
        start = known.get(first, () if first in ("", "map") else (first,))
        parts = tuple(int(part) - 1 if part.isdecimal() else part for part in rest.split("/") if part)
        path = settled(self.document, (*start, *parts))
        return self.document.place(path, key=bool(parts) and isinstance(path[-1:][0], str)) if path else (1, 1)


def load_map(path: Path | str) -> JourneyMap:
    """The map of a file. Raises MapError with every problem, each with line and column."""
    return load_source(path).map


def load_source(path: Path | str) -> MapSource:
    """The map of a file with its places. Raises MapError."""
    return read_source(read_text(Path(path), error=MapError), str(path))


def read_map(text: str, path: str = "") -> JourneyMap:
    """The map in a text; `path` is what messages call it. Raises MapError with every problem as a finding."""
    return read_source(text, path).map


@lru_cache(maxsize=8)  # one command asks for the same map several times, and the YAML of a map takes long to read
def read_source(text: str, path: str = "") -> MapSource:
    """The map in a text with its places. Raises MapError."""
    document = only_document(text, path, JOURNEY)
    at = Cursor.top(document)
    journey = JOURNEY.read(at)
    check_references(journey, at)
    if at.problems:
        raise refusal(MapError, path, "map", at.problems)
    return MapSource(journey, document, path)


def only_document(text: str, path: str, record: Record) -> Document:
    """The one YAML document of a file that holds a `record`. Raises MapError."""
    documents = read_documents(text, path, error=MapError)
    if len(documents) != 1:
        there = "the file is empty" if not documents else f"the file holds {len(documents)} YAML documents"
        said = f"{there}; expected one {record.name} with the keys {', '.join(record.keys)}"
        line, column = documents[1].place() if documents else (1, 1)
        raise refusal(MapError, path, record.name, [Finding("one-document", "error", said, line=line, column=column)])
    return documents[0]
