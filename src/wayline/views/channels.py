"""Which drawing stands for a channel, whatever a team calls it."""

from __future__ import annotations

import re

from wayline.views.shape import Icon

_WORDS: dict[Icon, str] = {
    "mail": "e-?mail newsletter mailing",
    "app": "app mobile-app smartphone tablet",
    "phone": "phone telephone call hotline",
    "chat": "chat chatbot messenger whatsapp sms text-message forum community slack discord bot",
    "social": "social facebook instagram linkedin tiktok twitter youtube post influencer",
    "review": "review reviews rating word-of-mouth recommendation referral friend",
    "store": "store shop branch retail counter market",
    "site": "on-?site visit field delivery technician home hospital hotel airport gate centre center office venue room",
    "meeting": "meeting workshop call-with video webinar event conference classroom training demo kickoff",
    "letter": "letter post-box parcel invoice contract paper print brochure form",
    "partner": "partner reseller agency broker marketplace dealer",
    "search": "search google seo",
    "advert": "ad ads advert advertising campaign banner tv radio poster billboard",
    "website": "web website site portal online browser page landing shop-online webshop e-?commerce dashboard product platform",
}
_FIRST: tuple[tuple[Icon, re.Pattern[str]], ...] = tuple(
    (icon, re.compile(rf"\b(?:{'|'.join(words.replace('-', '[- ]').replace('[- ]?', '-?').split())})\b", re.IGNORECASE))
    for icon, words in _WORDS.items()
)


def icon(channel: str) -> Icon:
    """The drawing of a channel by the first word it is known by; `other` for one that says nothing known."""
    plain = channel.replace("_", " ")
    return next((name for name, pattern in _FIRST if pattern.search(plain)), "other")
