"""Maps that strain a document: large, tall, empty, in many scripts."""

from wayline.maps.model import Card, JourneyMap, Lane, Milestone, Stage, Step, Touchpoint
from wayline.views.map_view import map_view

SIDES = ("customer", "onstage", "backstage", "support")
WORDS = (
    "我在网上查看订单，但是不知道什么时候能够送到家里", "أنا لا أعرف متى سيصل الطلب، وقد اتصلت (3) مرات!", "אני לא יודע מתי זה יגיע, 42 ימים",
    "👨‍👩‍👧‍👦 family 👩🏽‍⚕️ 🇩🇪 5️⃣ done", "Donaudampfschifffahrtsgesellschaftskapitänspatentprüfungsordnung", "x" * 200,
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '=HYPERLINK("http://x","y")', "]]>&amp;<!--", "a\x00b\x1b[2J\ud800\ufffe",
    "\u202egnp.exe", "😀😀😀", "",
)  # fmt: skip


def large(stages, steps, lanes, cards):
    """A drawn map of that size with an emotion curve over all steps."""
    per = steps // max(stages, 1)
    drawn = tuple(
        Stage(
            f"g{i}",
            f"Stage {i}",
            steps=tuple(Step(f"s{i * per + j}", f"I take step {i * per + j}") for j in range(per)),
        )
        for i in range(stages)
    )
    rows = tuple(
        Lane(f"l{i}", "text" if i else "emotion", f"Lane {i}", side=SIDES[i * 4 // lanes]) for i in range(lanes)
    )
    told = [
        Card(f"l{1 + n % max(lanes - 1, 1)}", f"s{n * 13 % steps}", text=f"{n} nobody tells me when it comes")
        for n in range(cards)
    ]
    told += [Card("l0", f"s{n}", valence=(-2, 1, 0, 2, -1)[n % 5], word="fine") for n in range(steps)]
    return map_view(JourneyMap("m", "Large", stages=drawn, lanes=rows, cards=tuple(told)), None)


def worldly(words=WORDS):
    """A map whose every text is one of these words."""
    steps = tuple(
        Step(
            f"s{i}", word, touchpoints=(Touchpoint(word, "indirect", word),), milestone=Milestone(truth=True, why=word)
        )
        for i, word in enumerate(words)
    )
    cards = [Card("l", f"s{i}", text=word, word=word, link=word, image=word, alt=word) for i, word in enumerate(words)]
    cards += [Card("e", f"s{i}", valence=i % 5 - 2, word=word) for i, word in enumerate(words)]
    lanes = (Lane("l", "text", words[0]), Lane("e", "emotion", words[-1]))
    return map_view(
        JourneyMap(
            "m",
            "/".join(words),
            stages=(Stage("g", words[0], goal=words[1 % len(words)], steps=steps),),
            lanes=lanes,
            cards=tuple(cards),
        ),
        None,
    )


def empty():
    """A map without a stage."""
    return map_view(JourneyMap("m", "Empty"), None)
