"""Named features of a person and an organisation that hold on all of the page: the person, the body, its weight."""

from collections.abc import Sequence

from pipeline.link.affiliations_features import role_class
from pipeline.link.affiliations_frame import Frame
from pipeline.link.organisations_parts import is_unit
from pipeline.link.passing import is_credited
from pipeline.link.scene import Item, Scene

CONTACT_REACH = 200  # characters behind a name's line in which contact points count as the person's surroundings


def person_features(scene: Scene, mentions: Sequence[Item], roles: Sequence[Item]) -> set[str]:
    """What is true of the person wherever an organisation stands: classes of roles, kind of lines, contact points."""
    found = {f"role:{role_class(role)}" for role in roles} or {"role:none"}
    prose = sum(item.line.prose for item in mentions)
    found.add("stands:in-prose" if prose == len(mentions) else "stands:in-both" if prose else "stands:on-card")
    reaches = ((item.line.start, item.line.end + CONTACT_REACH) for item in mentions)
    if any(scene.holds_point(start, end) for start, end in reaches):
        found.add("has-contact")
    if mentions and all(is_credited(scene, item) for item in mentions):
        found.add("photo-credit")
    return found


def page_features(
    scene: Scene,
    frame: Frame,
    organisation: int,
    features: set[str],
    everywhere: set[str],
    strong: set[int],
    beside: set[int],
) -> set[str]:
    """What does not depend on one place: the body's weight in the document, its kind, its rivals."""
    kind = scene.organisations[organisation].kind
    main = frame.prominent(organisation)
    rank = "main" if len(main) > 1 else main[0] if main else "minor"
    roles = [name for name in everywhere if name.startswith("role:")]
    stands = next(name for name in everywhere if name.startswith("stands:"))
    found = {
        *main,
        f"kind:{kind}",
        f"{frame.page}&{stands}&{rank}",
        *(everywhere & {"photo-credit"}),
        f"weight:{frame.weights[organisation]}",
        f"other-strong-{min(len(strong - {organisation}), 2)}",
        *(f"{name}&{kind}" for name in roles),
    }
    if frame.main_of_kind.get(kind) == organisation:
        found |= {"main-of-kind", *(f"{name}&main-of-{kind}" for name in roles)}
    if main:
        found |= {f"{name}&main" for name in everywhere}
    found |= _rival_features(scene, frame, organisation, beside, rank)
    if len(frame.counts) == 1:
        found.add("only-organisation")
    return found | _distance_features(frame, organisation, features, main, rank)


def _rival_features(scene: Scene, frame: Frame, organisation: int, beside: set[int], rank: str) -> set[str]:
    """Whether the text gives the person another body on the spot: a unit of this one, or one of its own."""
    rivals = beside - {organisation}
    if not rivals:
        return set()
    units = {rival for rival in rivals if is_unit(scene.organisations[rival].name)}
    own = {rival for rival in units if scene.organisations[rival].part_of == organisation}
    kind = "own-unit" if own else "unit" if units else "body"
    near = "beside" if organisation in beside else "away"
    return {f"rival-{kind}:{near}", f"rival-{kind}:{near}&{rank}", f"rival-{kind}:{near}&{frame.page}&{rank}"}


def _distance_features(frame: Frame, organisation: int, features: set[str], main: list[str], rank: str) -> set[str]:
    """Features of bodies that are candidates by what they are, and not only by where they stand."""
    found = set()
    if features & {"far-apart", "section-heading"}:
        reason = "section-heading" if "section-heading" in features else "far-apart"
        found |= {f"{frame.page}&{reason}&{rank}", f"far:weight:{frame.weights[organisation]}"}
    if "on-own-card" in features:
        found.add(f"{frame.page}&on-own-card")
    if not any(name.startswith(("card:", "prose:")) for name in features):
        found.add(f"{frame.page}&nowhere-near")
    if "far-apart" in features:
        found |= {f"far-apart&{name}" for name in main}
    return found
