"""Decides what of a plain text is junk: the line model, bounded by rules about what must never go."""

from collections.abc import Sequence

from pipeline.clean.cues import SOURCE, contact_cues
from pipeline.clean.linear import probability, two_pass_model
from pipeline.clean.plain import Unit
from pipeline.clean.text_features import Context, context_of, features_of, neighbourhood
from pipeline.clean.verdicts import KEEP, Verdict, kind_of

WEIGHTS = "clean/text.yml"
REMOVE = 0.55  # probability from which a unit goes
REMOVE_CONTACT = 0.7  # the same for a unit with contact data
UNCERTAIN = 0.3
REPEATED = 25  # characters from which a repetition is no coincidence


def judge(units: Sequence[Unit]) -> list[Verdict]:
    """A verdict for every unit, in order."""
    context = context_of(units)
    features = [features_of(context, index) for index in range(len(units))]
    model = two_pass_model(WEIGHTS)
    scores = [model.scores(listed) for listed in features]
    junk = [probability(first) for first, _ in scores]
    refined = [
        probability(second + model.around(neighbourhood(context, index, junk)))
        for index, (_, second) in enumerate(scores)
    ]
    return [_verdict(context, index, features[index], refined[index]) for index in range(len(units))]


def _verdict(context: Context, index: int, features: Sequence[str], junk: float) -> Verdict:
    unit = context.units[index]
    if context.earlier[index] == "next" and len(unit.text) > REPEATED:
        return Verdict(junk=True, kind="caption-dup", rule="text:repeats-line-above")
    if SOURCE.match(unit.text):
        return KEEP
    threshold = REMOVE_CONTACT if contact_cues(unit.text) else REMOVE
    if junk < threshold:
        return Verdict(junk=False, uncertain=junk >= UNCERTAIN)
    fallback = "nav" if index < context.first_prose else "footer" if index > context.last_prose else "related"
    return Verdict(junk=True, kind=kind_of(features, fallback), rule="text:line-model")
