"""The linear models behind the links."""

import pytest

from evaluation.oracle_scene import gold_scene
from pipeline.errors import LexiconError
from pipeline.lexicons import mapping
from pipeline.link.contacts import link_points
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import LinearModel, load
from tests.link.pages import page

MODELS = ("roles", "phones", "emails", "organisations", "affiliations")


def test_a_score_is_a_probability_that_grows_with_its_evidence() -> None:
    model = LinearModel("test", -1.0, {"for": 3.0, "against": -3.0}, 0.5)
    assert model.score(["against"]) < model.score([]) < model.score(["for"])
    assert 0.0 < model.score(["against"] * 100) < model.score(["for"] * 100) < 1.0
    assert model.score(["unknown"]) == model.score([])


def test_reasons_are_phrases_of_the_heaviest_features() -> None:
    model = LinearModel("test", 0.0, {"role-of": 1.0, "after:touching": 2.0, "other-person-beside": -2.0}, 0.5)
    assert model.reasons(["role-of", "after:touching", "other-person-beside"]) == (
        "right before the name",
        "the role is held in this body",
    )


def test_the_heaviest_reasons_go_first() -> None:
    weights = {"role-of": 1.0, "after:touching": 3.0, "plural": 0.5, "page-order": 2.0, "same-column": 4.0}
    said = [mapping("de/reasons.yml", "phrases")[name] for name in ("same-column", "after:touching", "page-order")]
    assert LinearModel("test", 0.0, weights, 0.5).reasons(sorted(weights)) == tuple(said)


@pytest.mark.parametrize(("threshold", "owners"), [(0.5, [0]), (0.51, [])])
def test_a_number_with_a_score_at_the_threshold_is_linked(threshold: float, owners: list[int]) -> None:
    gold = gold_scene(page("[Ute Erz](PER)\nTel. [09971 781](PHONE +499971781 phone)"))
    model = LinearModel("test", 0.0, {}, threshold)
    links = link_points(gold.scene, gold.columns, Mailboxes(gold.scene.people), model, model)
    assert [link.person for link in links] == owners


@pytest.mark.parametrize("name", MODELS)
def test_weights_are_readable(name: str) -> None:
    model = load(name)
    assert 0.3 < model.threshold < 0.7
    assert all(abs(weight) < 10 for weight in model.weights.values())


def test_every_reason_speaks_of_a_feature_that_some_model_or_rule_knows() -> None:
    known = {feature for name in MODELS for feature in load(name).weights}
    unknown = set(mapping("de/reasons.yml", "phrases")) - known
    assert len(unknown) <= 12, unknown  # features too rare to have a weight in this training


def test_a_missing_model_is_named() -> None:
    with pytest.raises(LexiconError, match=r"link/nothing\.yml"):
        load("nothing")
