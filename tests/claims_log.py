"""A log in which who imports stays more often, and calling says nothing."""

ROWS = "person,at,event\n" + "".join(
    f"p{n},2026-01-{day:02},{event}\n"
    for n in range(400)
    for day, event in (
        (1, "signup"),
        *(((2, "import"),) if n % 2 == 0 else ()),
        *(((3, "call"),) if n % 5 < 2 else ()),
        (25, "stays" if (n * 7) % 10 < (7 if n % 2 == 0 else 3) else "goes"),
    )
)
ROLES = "wayline: 1\ntable: events\ncolumns: {person_id: person, occurred_at: at, event: event}\n"
