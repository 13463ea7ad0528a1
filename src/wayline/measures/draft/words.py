"""What names of events say: their words, which of them end a relationship or tell success, and a step's title in the first person."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    "accept", "activate", "add", "answer", "apply", "approve", "ask", "begin", "book", "browse", "buy", "call", "cancel", "change", "chat", "check", "choose",
    "click", "close", "comment", "compare", "complete", "confirm", "connect", "contact", "create", "deliver", "download", "edit", "enter", "export",
    "filter", "find", "finish", "follow", "get", "import", "install", "invite", "join", "leave", "like", "listen", "log", "login", "logout", "open",
    "order", "pay", "pick", "play", "post", "publish", "purchase", "rate", "read", "receive", "register", "renew", "reply", "report", "request",
    "return", "review", "save", "scan", "search", "see", "select", "send", "share", "ship", "sign", "signin", "signup", "start", "submit", "subscribe",
    "try", "unregister", "update", "upgrade", "upload", "use", "verify", "view", "visit", "vote", "wait", "watch", "write",
)  # fmt: skip
_SPOKEN = {
    "signup": "sign up",
    "signin": "sign in",
    "login": "log in",
    "logout": "log out",
    "pageview": "view page",
    "pageviews": "view page",
}
_IRREGULAR = {
    "bought": "buy", "chosen": "choose", "found": "find", "paid": "pay", "picked": "pick", "read": "read", "seen": "see", "sent": "send",
    "written": "write", "watched": "watch", "submitted": "submit", "begun": "begin",
}  # fmt: skip
# what is done for somebody: a name of this word alone tells what they have done for them
_DONE_FOR = {
    "approve": "approved",
    "bill": "billed",
    "deliver": "delivered",
    "dispatch": "dispatched",
    "refund": "refunded",
    "ship": "shipped",
}
_WHO = ("user", "customer", "visitor", "client", "person", "member")
_ADDRESS = re.compile(r"^(?:(?P<method>[A-Z]{3,7}) )?(?:[a-z]+://[^/?#]*)?(?P<path>/[^?#]*)(?:\?(?P<asked>[^#]*))?")
_PAGE_TYPE = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
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
    ['GET /blog/', 'GET /']
    """
    found: list[str] = []
    for match in re.finditer(r"[^\w]+|_+", name):
        first = match.start() + 1
        if match.start():
            found += [name[:first]] * (match.group()[0] == "/" and first < match.end()) + [name[: match.end()]]
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

    >>> phrase("submit_TMA"), phrase("Product Viewed"), phrase("order_placed"), phrase("home"), phrase("GET /blog/")
    ('submit TMA', 'view product', 'have order placed', 'come to home', 'open blog')
    """
    said = _opening(name) or _doing(_words(name))
    if not said:
        shown = "".join(sign for sign in name if sign.isprintable()).strip()[:LONGEST_TITLE]
        said = f"come to {shown}" if shown else "do something without a name"
    return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 1].rstrip() + "…"


def either(phrases: Sequence[str]) -> str:
    """Several phrases as one; what they share at their beginning is said once.

    >>> either(["come to catalog", "come to cart", "search"])
    'come to catalog, cart or search'
    """
    said = [phrases[0]]
    for one in phrases[1:3]:
        verb, _, rest = one.rpartition("come to ")
        said.append(rest if verb == "" and phrases[0].startswith("come to ") else one)
    if len(phrases) > len(said):
        said[-1] = f"{len(phrases) - len(said) + 1} more"
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def spoken(name: str) -> str:
    """What an id is made of: the words of a name, and of an address without its host and type."""
    address = _ADDRESS.match(name)
    return _page(address).removeprefix("the ") if address else " ".join(tokens(name))


def _words(name: str) -> list[str]:
    """The words of a name, in lower case but for abbreviations; without the word that says who does it."""
    printable = [word for word in ("".join(filter(str.isprintable, word)) for word in tokens(name)) if word]
    shouted = name.isupper() and len(printable) > 1
    words = [word if word.isupper() and len(word) > 1 and not shouted else word.lower() for word in printable]
    return words[1:] if len(words) > 1 and words[0] in _WHO else words


def _opening(name: str) -> str:
    """What somebody does at an address; "" where the name is none."""
    address = _ADDRESS.match(name)
    if not address:
        return ""
    verb = "send" if address["method"] in ("POST", "PUT", "PATCH") else "open"
    return f"{verb} {_page(address)}"


def _page(address: re.Match[str]) -> str:
    page = " ".join(_words(_PAGE_TYPE.sub("", address["path"]))) or "the home page"
    asked = " ".join(_words(address["asked"] or ""))
    return f"{page} with {asked}" if asked else page


def _doing(words: list[str]) -> str:
    """What the words of a name say that somebody does; "" where there are none."""
    if not words:
        return ""
    said = " ".join(words)
    if _TROUBLE.search(said.lower()):
        return f"meet {said}" if words[0] not in _ACTS else said
    if said in _DONE_FOR:
        return f"have it {_DONE_FOR[said]}"
    if len(words) == 2 and words[0] == "first" and _verb(words[1]):
        return f"{_verb(words[1])} for the first time"
    last = words[-1]
    if last in _DONE_FOR.values() or (last.endswith("ed") and len(last) > LONGEST_ACT and not _verb(last)):
        return f"have {said}"
    verb = _verb(words[0])
    if not verb or (len(words) > 1 and _verb(last) not in ("", last)):
        return " ".join([_verb(last), *words[:-1]]) if _verb(last) else f"come to {said}"
    return " ".join([verb, *words[1:]])


def _verb(word: str) -> str:
    """The act that a word tells, in its plain form; "" for none."""
    stems = (
        word,
        _IRREGULAR.get(word, ""),
        word.removesuffix("ed"),
        word.removesuffix("d"),
        word.removesuffix("ied") + "y",
    )
    found = next((stem for stem in stems if stem in _ACTS or stem in _SPOKEN), "")
    return _SPOKEN.get(found, found)


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
