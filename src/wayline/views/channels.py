"""Which drawing stands for a channel, whatever a team calls it."""

from __future__ import annotations

import re

from wayline.views.shape import Icon

_WORDS: dict[Icon, str] = {
    "mail": "mail email e-mail newsletter mailing",
    "app": "app smartphone tablet mobile",
    "phone": "phone telephone call hotline",
    "chat": "chat chatbot messenger whatsapp sms forum community slack discord bot",
    "social": "social facebook instagram linkedin tiktok twitter youtube post influencer",
    "review": "review reviews rating recommendation referral friend friends",
    "store": "store shop branch retail counter market",
    "site": "site visit field delivery technician home hospital hotel airport gate centre center office venue room",
    "meeting": "meeting workshop video webinar event conference classroom training demo kickoff",
    "letter": "letter parcel invoice contract paper print brochure form",
    "partner": "partner reseller agency broker marketplace dealer",
    "search": "search google seo",
    "advert": "ad ads advert advertising campaign banner tv radio poster billboard",
    "website": "web website site portal online browser page dashboard product platform webshop ecommerce",
}
_OF: dict[str, Icon] = {word: icon for icon, words in reversed(_WORDS.items()) for word in words.split()}
_PART = re.compile(r"[^\W_]+(?:-mail)?")


def icon(channel: str) -> Icon:
    """The drawing of a channel by the first word of it that is known; `other` where none is."""
    known = (_OF.get(word) for word in _PART.findall(channel.lower()))
    return next((name for name in known if name), "other")
