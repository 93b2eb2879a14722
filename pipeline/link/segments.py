"""What brackets and semicolons give to one name alone: "Ute Erz (-10), Jan Ott (-11)", "Ute Erz, -10; Jan Ott, -11"."""

from pipeline.link.scene import POINTS, Item, Kind, Scene

BRACKET_REACH = 100  # characters on either side of an item in which its brackets stand
SEGMENT_REACH = 300  # characters on either side of an item in which its semicolons stand
LONGEST_CHAIN = 6  # joined names that share what stands in brackets behind the last of them
# Words between a name and its brackets: they say more of the name.
SAYING_MORE = frozenset({",", "der", "des", "dem", "im", "in", "am", "an", "beim", "bei", "von", "vom", "für", "die"})


def entitled(scene: Scene, item: Item) -> frozenset[int] | None:
    """The only people whom a role, number or address can belong to; None where neither sign stands beside it."""
    for holders in (_before_bracket(scene, item), _in_bracket_behind(scene, item)):
        if holders is not None:
            return holders
    return _of_segment(scene, item)


def _before_bracket(scene: Scene, item: Item) -> frozenset[int] | None:
    """The name, with those joined to it, right before the brackets that an item stands in."""
    text, line = scene.text, item.line
    start = max(line.start, item.start - BRACKET_REACH)
    opening = text.rfind("(", start, item.start)
    closing = text.find(")", item.end, min(line.end, item.end + BRACKET_REACH))
    if opening < 0 or closing < 0 or text.find(")", opening, item.start) >= 0:
        return None
    names = scene.before(Kind.PERSON, opening, LONGEST_CHAIN)
    if not names or names[0].start < line.start or scene.count(Kind.PERSON, opening, closing):
        return None
    if scene.holds_point(names[0].end, opening) or not SAYING_MORE.issuperset(
        scene.words_between(names[0].end, opening)
    ):
        return None
    chain = names[:1]
    for name in names[1:]:
        if "(" in text[name.end : chain[-1].start] or not scene.joined(name, chain[-1]):
            break
        chain.append(name)
    return frozenset(name.entity for name in chain)


def _in_bracket_behind(scene: Scene, item: Item) -> frozenset[int] | None:
    """The names in brackets right behind a number that no name stands before: "Tel. -10 (Ute Erz), -11 (Jan Ott)"."""
    text, line = scene.text, item.line
    opening = item.end + text.startswith(" ", item.end)
    closing = text.find(")", opening, min(line.end, opening + BRACKET_REACH))
    if item.kind not in POINTS or not text.startswith("(", opening) or closing < 0:
        return None
    names = scene.between(Kind.PERSON, opening, closing)
    start = max(line.start, item.start - BRACKET_REACH)
    start = max(start, text.rfind(")", start, item.start))
    if not names or scene.count(Kind.PERSON, start, item.start) or scene.words_between(opening + 1, names[0].start):
        return None
    return frozenset(name.entity for name in names)


def _of_segment(scene: Scene, item: Item) -> frozenset[int] | None:
    """The names between the semicolons of an item's sentence; None where there are none of either."""
    text, layout = scene.text, scene.layout
    if ";" not in text[max(0, item.start - SEGMENT_REACH) : item.end + SEGMENT_REACH]:
        return None
    start = max(layout.sentence_start(item.start), item.start - SEGMENT_REACH)
    end = min(layout.sentence_end(item.end), item.end + SEGMENT_REACH)
    before, behind = text.rfind(";", start, item.start), text.find(";", item.end, end)
    if before < 0 and behind < 0:
        return None
    names = scene.between(Kind.PERSON, max(before, start), behind if behind >= 0 else end)
    return frozenset(name.entity for name in names) or None
