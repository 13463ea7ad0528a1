"""Words that only the firm uses: names of its departments, systems, processes, projects and targets."""

from __future__ import annotations

import re

_DEPARTMENTS = (
    "sales", "pre-?sales", "marketing", "customer success", "customer service", "customer care", "csm", "account management", "back ?office",
    "front ?office", "it department", "department", "business unit", "compliance", "legal team", "field service", "call cent(?:er|re)",
    "contact cent(?:er|re)", "service desk", "first[- ]level", "second[- ]level", r"tier[- ]?\d", r"l[123] support",
)  # fmt: skip
_SYSTEMS = (
    "crm",
    "erp",
    "cms",
    "kyc",
    "cdp",
    "dwh",
    "etl",
    "sso rollout",
    "ticketing",
    "ivr",
    "data ?warehouse",
    "backend",
    "front-?end",
    "api layer",
)
_PROCESSES = (
    "leads?", "lead gen(?:eration)?", "prospects?", "prospecting", "mql", "sql", "sqls", "mqls", "funnel", "pipeline", "up-?sell(?:ing)?",
    "cross-?sell(?:ing)?", "convert(?:ed|s)?", "nurtur(?:e|ing)", "qualif(?:y|ied|ication)", "lifecycle", "provisioning", "escalations?",
    "campaigns?", "drip", "work ?flow", "fulfil?lment", "ticket (?:creation|closure|routing|triage)", "triage", "case management", "deflection",
    "win-?back", "re-?engage(?:ment)?", "re-?activation", "activation", "outreach", "touch ?base", "targeting", "remarketing",
    "retargeting", "credit check", "order processing", "dunning", "churn(?:ed)?", "hand ?holding", "data capture", "segment(?:ation)?",
)  # fmt: skip
_PROJECTS = (
    "roll-?out", "go-?live", "deployment", "implementation", "uat", "proof of concept", "poc", "mvp", "sprint", r"phase \d", "work ?stream",
    "migration project", "digital transformation",
)  # fmt: skip
_TARGETS = (
    "conversion", r"moneti[sz]\w+", "acquisition", "retention", "kpis?", "okrs?", "slas?", "arr", "mrr", "nps", "roi", "market share",
    "lifetime value", "clv", "arpu", "gross margin", "revenue", "cost to serve", "average handling time", "aht", "adoption rate", "stickiness",
)  # fmt: skip
_PEOPLE = (
    "customers?",
    "users?",
    "end-?users?",
    "stakeholders?",
    "accounts? owner",
    "decision makers?",
    "personas?",
    "logos?",
    "qbr",
    "ebr",
)
_ALL = (*_DEPARTMENTS, *_SYSTEMS, *_PROCESSES, *_PROJECTS, *_TARGETS, *_PEOPLE)

# the last alternative is the number of a ticket or project, such as CRM-214
FIRM_WORD = re.compile(rf"\b(?:(?i:{'|'.join(_ALL)})|[A-Z]{{2,6}}-\d+)\b")
