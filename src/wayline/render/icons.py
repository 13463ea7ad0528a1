"""Small signs for channels, drawn from lines so that every format can hold them. A name without a sign gets a dot."""

from __future__ import annotations

from wayline.render.layout_items import Box, Dot, Item, Stroke, moved

_THICK = 1.2


def _path(*points: tuple[float, float], closed: bool = False) -> Stroke:
    pieces = (*points[1:], points[0]) if closed else points[1:]
    return Stroke(points[0], pieces, "muted", _THICK, round=True)


def _box(x: float, y: float, width: float, height: float, radius: float = 1.0) -> Box:
    return Box(x, y, width, height, "none", "muted", _THICK, radius=radius)


def _ring(x: float, y: float, radius: float) -> Dot:
    return Dot(x, y, radius, "none", "muted", _THICK)


# each stands in a square of 12 by 12
_SIGNS: dict[str, tuple[Item, ...]] = {
    "web": (_ring(6, 6, 5), _path((1, 6), (11, 6)), Stroke((6, 1), ((2.5, 4, 2.5, 8, 6, 11), (9.5, 8, 9.5, 4, 6, 1)), "muted", _THICK)),
    "mail": (_box(1, 2.5, 10, 7.5), _path((1.5, 3), (6, 7), (10.5, 3))),
    "phone": (Stroke((2, 2), ((1.5, 6, 6, 10.5, 10, 10), (10.2, 7.6), (7.6, 6.8), (6.6, 8), (5, 7.2, 4.6, 6.6, 4, 5.4), (5.2, 4.4), (4.4, 1.8), (2, 2)), "muted", _THICK, round=True),),
    "app": (_box(3, 1, 6, 10, 1.5), _path((5.4, 9.2), (6.6, 9.2))),
    "chat": (_path((1, 2), (11, 2), (11, 8.5), (5.5, 8.5), (3, 11), (3, 8.5), (1, 8.5), closed=True),),
    "shop": (_path((1, 5), (6, 1.2), (11, 5)), _path((2.2, 4.6), (2.2, 10.8), (9.8, 10.8), (9.8, 4.6)), _path((4.8, 10.8), (4.8, 7), (7.2, 7), (7.2, 10.8))),
    "person": (_ring(6, 3.5, 2.3), Stroke((1.5, 11), ((1.5, 6.6, 10.5, 6.6, 10.5, 11),), "muted", _THICK, round=True)),
    "letter": (_path((2.5, 1), (7.5, 1), (9.5, 3), (9.5, 11), (2.5, 11), closed=True), _path((4.4, 5), (7.6, 5)), _path((4.4, 7.6), (7.6, 7.6))),
    "screen": (_box(1, 1.5, 10, 7), _path((4, 11), (8, 11)), _path((6, 8.5), (6, 11))),
    "bell": (Stroke((2, 9), ((3.4, 7.6, 2.6, 2, 6, 2), (9.4, 2, 8.6, 7.6, 10, 9), (2, 9)), "muted", _THICK, round=True), _path((5, 11), (7, 11))),
    "box": (_box(1.5, 3.5, 9, 7.5), _path((1.5, 3.5), (3, 1), (9, 1), (10.5, 3.5)), _path((6, 1), (6, 5.5))),
    "dot": (Dot(6, 6, 2, "muted", "none", 0),),
}  # fmt: skip
_WORDS = {
    "web": ("web", "site", "online", "portal", "internet", "browser", "search"),
    "mail": ("mail", "newsletter"),
    "phone": ("phone", "call", "hotline", "telefon"),
    "app": ("app", "mobile", "sms", "text message"),
    "chat": ("chat", "messenger", "whatsapp", "forum", "community", "social", "slack", "review"),
    "shop": ("shop", "store", "branch", "counter", "filiale", "on site", "onsite"),
    "person": ("person", "visit", "meeting", "workshop", "event", "face", "consult", "tutor", "sales"),
    "letter": ("letter", "post", "paper", "document", "contract", "invoice", "print", "form"),
    "screen": ("video", "product", "software", "tv", "desktop", "screen", "webinar", "demo"),
    "bell": ("alert", "push", "notification", "reminder"),
    "box": ("delivery", "parcel", "courier", "package", "carrier"),
}


def sign_of(channel: str) -> str:
    """The sign that fits a channel's name; `web` before `app`, so a web app is the web."""
    name = channel.lower()
    if name in ("post", "on site", "onsite"):
        return "letter" if name == "post" else "shop"
    return next((sign for sign, words in _WORDS.items() if any(word in name for word in words)), "dot")


def icon(channel: str, x: float, y: float) -> list[Item]:
    """The items of a channel's sign with its top left corner there."""
    return [moved(item, x, y) for item in _SIGNS[sign_of(channel)]]
