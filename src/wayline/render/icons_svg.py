"""Small drawings for channels, lanes and feelings: our own, sixteen units square, drawn in the ink of the text beside them."""

from __future__ import annotations

from collections.abc import Iterable

from wayline.render.markup import Markup, el, join

_CHANNELS = {
    "website": "M2 3.5h12v9H2zM2 6.2h12M4 4.9h.01M5.8 4.9h.01",
    "app": "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM7 12.4h2",
    "mail": "M2 3.8h12v8.6H2zM2 4.2l6 4.6 6-4.6",
    "phone": "M4.2 2h2.2l1 3.2-1.6 1.3a8.5 8.5 0 0 0 3.7 3.7l1.3-1.6 3.2 1v2.2c0 .9-.8 1.7-1.7 1.6C7 12.9 3.1 9 2.6 3.7 2.5 2.8 3.3 2 4.2 2z",
    "chat": "M2 3h12v8H7.5L4.5 13.8V11H2zM5 6h6M5 8.2h4",
    "social": "M4.2 8a1.7 1.7 0 1 1-.01 0zM11.8 3.8a1.7 1.7 0 1 1-.01 0zM11.8 12.2a1.7 1.7 0 1 1-.01 0zM5.7 9l4.6-2.7M5.7 10.4l4.6 2.3",
    "store": "M2.5 6.5V14h11V6.5M1.5 6.5L3 2.5h10l1.5 4zM6.5 14V9.5h3V14",
    "site": "M8 14.5c3-3.5 4.5-6 4.5-8.2a4.5 4.5 0 0 0-9 0C3.5 8.5 5 11 8 14.5zM8 4.8a1.6 1.6 0 1 1-.01 0",
    "meeting": "M5 5.5a1.8 1.8 0 1 1-.01 0zM11 5.5a1.8 1.8 0 1 1-.01 0zM1.8 13c0-2 1.4-3.2 3.2-3.2S8.2 11 8.2 13M8.2 13c.2-2 1.3-3.2 2.9-3.2s3.1 1.2 3.1 3.2",
    "partner": "M6.5 9.5l3-3M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7",
    "review": "M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z",
    "letter": "M4 1.8h5.5L12.5 5v9.2H4zM9.3 1.8V5.2h3.2M6 8h4.5M6 10.5h4.5",
    "search": "M7 2.5a4.5 4.5 0 1 1-.01 0zM10.3 10.3L14 14",
    "advert": "M2 6.5v3h2.5L11 13V3L4.5 6.5zM13 6.5c.8.8.8 2.2 0 3M5 9.5l.8 4h1.7l-.7-3.3",
    "other": "M8 2.5a5.5 5.5 0 1 1-.01 0zM5.5 8h.01M8 8h.01M10.5 8h.01",
}  # fmt: skip
_LANES = {
    "goal": "M8 2a6 6 0 1 1-.01 0zM8 5a3 3 0 1 1-.01 0zM8 7.5a.5.5 0 1 1-.01 0",
    "action": "M3 8h9M8.5 4.5L12 8l-3.5 3.5",
    "thought": "M4.5 3h7a2.5 2.5 0 0 1 0 7.5h-7a2.5 2.5 0 0 1 0-7.5zM5 12.2h.01M3.5 14h.01",
    "emotion": "M8 2a6 6 0 1 1-.01 0zM5.8 6.5h.01M10.2 6.5h.01M5.5 9.5c1.3 1.6 3.7 1.6 5 0",
    "quote": "M3 9.5V6.5C3 4.8 4 3.6 6 3.3M3 9.5h3V6.5H3M9.5 9.5V6.5c0-1.7 1-2.9 3-3.2M9.5 9.5h3V6.5h-3",
    "need": "M8 13.5C4 10.5 2.2 8.5 2.2 6.2A3 3 0 0 1 8 5a3 3 0 0 1 5.8 1.2c0 2.3-1.8 4.3-5.8 7.3z",
    "pain": "M9 1.8L3.5 9H8l-1 5.2L12.5 7H8z",
    "delight": "M8 2l1.6 4.4L14 8l-4.4 1.6L8 14l-1.6-4.4L2 8l4.4-1.6z",
    "onstage": "M8 2.3a2.6 2.6 0 1 1-.01 0zM3 14c0-3 2.2-4.8 5-4.8S13 11 13 14",
    "backstage": "M2 3h12M3 3c0 5-.5 8-1 11M13 3c0 5 .5 8 1 11M6 3c0 3-.5 5-2 7M10 3c0 3 .5 5 2 7",
    "system": "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
    "support": "M8 5.5a2.5 2.5 0 1 1-.01 0zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4",
    "opportunity": "M8 1.8a4.3 4.3 0 0 1 2.3 8v1.7H5.7V9.8A4.3 4.3 0 0 1 8 1.8zM6 13.8h4",
    "question": "M5.5 5.5a2.5 2.5 0 1 1 3.6 2.2C8.3 8.2 8 8.7 8 9.8M8 12.8h.01",
    "metric": "M3 13.5V9M8 13.5V3M13 13.5V6.5",
    "hour": "M8 5a3 3 0 1 1-.01 0zM8 1v2M8 13v2M1 8h2M13 8h2",
    "window": "M8 2a6 6 0 1 1-.01 0zM8 4.5V8l2.5 2",
    "handoff": "M2 6h10M9 3l3 3-3 3M14 11H5M7.5 8.5L5 11l2.5 2.5",
    "milestone": "M4 14V2M4 2.5h8.5L10 5.5l2.5 3H4",
    "storyboard": "M2 3h12v10H2zM2 11l3.5-4 3 3 2-2 3.5 3",
    "policy": "M8 1.8l5 2v4c0 3.2-2 5.3-5 6.4-3-1.1-5-3.2-5-6.4v-4z",
    "evidence": "M7 2.5a4.5 4.5 0 1 1-.01 0zM10.3 10.3L14 14M5 7l1.5 1.5L9.5 5.5",
    "link": "M6.5 9.5l3-3M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7",
    "path": "M2.5 8h.01M5 8h6M13.5 8h.01",
    "text": "M3 4h10M3 8h10M3 12h6",
}  # fmt: skip
_SAME = {
    "expectation": "goal", "experience": "emotion", "gain": "delight", "touchpoint": "website", "channel": "phone",
}  # fmt: skip
DRAWN = _LANES | _CHANNELS
_LANE_NAMES = frozenset(_LANES) | frozenset(_SAME)


def icon(name: str) -> Markup:
    """The drawing of this name, hidden from readers: the word stands beside it."""
    return el("svg", el("use", href=f"#i-{name}"), class_="icon", aria_hidden="true", focusable="false")


def lane(kind: str) -> Markup:
    """The drawing of a lane's kind; lines of text for a kind without one."""
    return icon(lane_name(kind))


def lane_name(kind: str) -> str:
    """The name of the drawing for a lane's kind."""
    return _SAME.get(kind, kind) if kind in _LANE_NAMES else "text"


def symbols(body: Iterable[str]) -> Markup:
    """The drawings that these pieces of the page use, defined once."""
    used = {name for name in DRAWN for piece in body if f'"#i-{name}"' in piece}
    drawn = [
        el("symbol", el("path", d=DRAWN[name]), id=f"i-{name}", view_box="0 0 16 16") for name in DRAWN if name in used
    ]
    return el("svg", join(drawn), class_="quiet", aria_hidden="true", focusable="false") if drawn else Markup("")


def face(x: str, y: float, valence: float, kind: str) -> Markup:
    """A face at a point of the curve: its mouth follows the valence, a second code beside the height."""
    bend = max(-2.0, min(2.0, valence)) * 2.1
    mouth = f"M-4 {3 - bend / 4:.2f}Q0 {3 + bend:.2f} 4 {3 - bend / 4:.2f}"
    drawn = [
        el("circle", cx=0, cy=0, r=9.5, class_=f"point {kind}"),
        el("path", d="M-3 -2.5h.01M3 -2.5h.01", class_=f"eyes {kind}"),
        el("path", d=mouth, class_=f"mouth {kind}"),
    ]
    return el("svg", *drawn, x=x, y=f"{y:g}", class_="face", overflow="visible", width=1, height=1)
