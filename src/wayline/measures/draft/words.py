"""What names of events say: their words, which of them end a relationship or tell success, and a step's title in the first person."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LONGEST_TITLE = 60
# a name of more words is an address or a sentence, in which a word may mean anything
LONGEST_ACT = 4
_CUT = re.compile(r"[^\w]+|_+|(?<=[a-z0-9])(?=[A-Z])")
_LEAVES = re.compile(
    r"\b(?:cancel\w*|unregist\w*|unsubscri\w*|churn\w*|withdr\w*|terminat\w*|uninstall\w*|opt(?:ed)? out|drop(?:ped)? out|deactivat\w*|"
    r"(?:account|profile|contract|membership) (?:closed?|deleted?|ended)|(?:close|delete|end) (?:my )?(?:account|profile|contract|membership)|"
    r"leave|left|quit|lapsed?|expired?|kündig\w*|abmeld\w*|résili\w*|désinscri\w*)\b"
)
_SUCCESS = re.compile(
    r"\b(?:purchas\w*|buy|bought|order(?:ed)?|paid|pay|checkout complete\w*|complet\w*|finish\w*|success\w*|activat\w*|subscri\w*|"
    r"upgrad\w*|renew\w*|deliver\w*|pass(?:ed)?|exam|graduat\w*|report|first value|convert\w*|solved?|resolved?|book(?:ed|ing)?|"
    r"goal|won|approved?|accept\w*|hired|published?|invite accepted)\b"
)
_TROUBLE = re.compile(
    r"\b(?:error\w*|fail\w*|bugs?|declin\w*|reject\w*|timeout|crash\w*|exception|refund\w*|complain\w*|abandon\w*)\b"
)
_ASSET = re.compile(
    r"(?:\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|eot)|/robots\.txt)(?:\?.*)?$", re.IGNORECASE
)
_ACTS = (
    "accept", "activate", "add", "answer", "apply", "approve", "ask", "book", "browse", "buy", "call", "cancel", "change", "chat", "check", "choose",
    "click", "close", "comment", "compare", "complete", "confirm", "connect", "contact", "create", "deliver", "download", "edit", "enter", "export",
    "filter", "find", "finish", "follow", "get", "import", "install", "invite", "join", "leave", "like", "listen", "log", "login", "logout", "open",
    "order", "pay", "pick", "play", "post", "publish", "purchase", "rate", "read", "receive", "register", "renew", "reply", "report", "request",
    "return", "review", "save", "scan", "search", "see", "select", "send", "share", "ship", "sign", "signin", "signup", "start", "submit", "subscribe",
    "try", "unregister", "update", "upgrade", "upload", "use", "verify", "view", "visit", "vote", "wait", "watch", "write",
)  # fmt: skip
_SPOKEN = {"signup": "sign up", "signin": "sign in", "login": "log in", "logout": "log out"}
# acts of looking: what is looked at differs, so that a common beginning says little
LOOKS = frozenset(
    {
        "view",
        "click",
        "open",
        "page",
        "get",
        "visit",
        "see",
        "screen",
        "show",
        "load",
        "tap",
        "track",
        "event",
        "user",
        "on",
    }
)


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name: `submit_TMA`, `submitTma` and `submit tma` have the same two."""
    return tuple(word for word in _CUT.split(name) if word)


def plain(name: str) -> str:
    """The words of a name with single blanks, in lower case."""
    return " ".join(tokens(name)).lower()


def prefixes(name: str) -> list[str]:
    """The beginnings of a name up to and with a mark that cuts words, from the longest to the shortest.

    >>> prefixes("GET /blog/geekery")
    ['GET /blog/', 'GET /', 'GET ']
    """
    found = [name[: match.end()] for match in re.finditer(r"[^\w]+|_+", name) if match.start()]
    return [prefix for prefix in reversed(found) if any(sign.isalnum() for sign in prefix)]


def tells_leaving(name: str) -> bool:
    """Whether a name is that of an end: cancel, unregister, churn."""
    return len(tokens(name)) <= LONGEST_ACT and bool(_LEAVES.search(plain(name)))


def tells_success(name: str) -> bool:
    """Whether a name is that of something achieved: purchase, complete, deliver."""
    if len(tokens(name)) > LONGEST_ACT:
        return False
    return bool(_SUCCESS.search(plain(name))) and not _TROUBLE.search(plain(name)) and not tells_leaving(name)


def is_asset(name: str) -> bool:
    """Whether a name is that of a file which pages load, or robots ask for: nothing that a person does."""
    return bool(_ASSET.search(name))


def alike(one: str, other: str) -> bool:
    """Whether two names are near-synonyms in writing: they share a word of some length, or most letters."""
    a, b = plain(one), plain(other)
    shared = {word for word in a.split() if len(word) > 3} & set(b.split())
    return bool(shared) or SequenceMatcher(None, a.replace(" ", ""), b.replace(" ", "")).ratio() >= 0.7


def phrase(name: str) -> str:
    """What somebody does, as it stands behind 'I'.

    >>> phrase("submit_TMA"), phrase("product_view"), phrase("order_placed"), phrase("home")
    ('submit TMA', 'view product', 'have order placed', 'come to home')
    """
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in tokens(name)]
    words = ["".join(sign for sign in word if sign.isprintable()) for word in words]
    words = [word for word in words if word]
    said = " ".join(words)
    if not words:
        shown = "".join(sign for sign in name if sign.isprintable()).strip()[:LONGEST_TITLE]
        return f"come to {shown}" if shown else "do something without a name"
    if words[-1].endswith("ed") and not _TROUBLE.search(said.lower()):
        said = f"have {said}"
    elif words[0] in _ACTS:
        said = " ".join([_SPOKEN.get(words[0], words[0]), *words[1:]])
    elif words[-1] in _ACTS:
        said = " ".join([_SPOKEN.get(words[-1], words[-1]), *words[:-1]])
    elif _TROUBLE.search(said.lower()):
        said = f"meet {said}"
    else:
        said = f"come to {said}"
    return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 1].rstrip() + "…"


def slug(text: str, taken: set[str]) -> str:
    """An id that is not taken yet; it is added to `taken`."""
    first = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "step"
    if not first[0].isalpha() or first in ("map", "cards"):
        first = f"step-{first}"
    found, number = first, 2
    while found in taken:
        found, number = f"{first}-{number}", number + 1
    taken.add(found)
    return found
