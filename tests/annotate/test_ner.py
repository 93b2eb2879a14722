"""Loading entity models, and what every embedded one must keep to on whatever text."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.annotate import ner, ner_models
from pipeline.annotate.ner import LoadedModel, load_model
from pipeline.annotate.ner_models import embedded_names, folder_sha256, models_folder
from pipeline.documents import Block, BlockKind, Label
from pipeline.errors import ModelError

RELEASE = (
    "Die Leiterin Petra Lang eröffnete in Worms das Büro der Stadtwerke Worms GmbH.\n\n"
    "Fragen beantwortet Uwe Klein, Pressestelle der Stadt Worms, Telefon 06241 853-0."
)


@pytest.fixture(scope="module", params=embedded_names())
def model(request) -> LoadedModel:
    return load_model(request.param)


def test_finds_people_organisations_and_places(model: LoadedModel) -> None:
    found = {(entity.label, RELEASE[entity.start : entity.end]) for entity in model.entities(RELEASE)}
    assert {(Label.PER, "Petra Lang"), (Label.PER, "Uwe Klein"), (Label.LOC, "Worms")} <= found


def test_mentions_carry_exact_text_score_and_rule(model: LoadedModel, page) -> None:
    document = page(RELEASE)
    mentions = model.recognise(document)
    assert mentions
    for mention in mentions:
        assert document.text[mention.start : mention.end] == mention.text
        assert 0 < mention.score <= 1
        assert mention.rule == f"ner:{model.name}"
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)


def test_no_mention_crosses_a_block_or_a_cell(model: LoadedModel, page) -> None:
    text = "Petra Lang\nUwe Klein | Worms"
    row = Block(11, len(text), BlockKind.TABLE_ROW, cells=((11, 20), (23, 28)))
    for entity in model.entities(text, (Block(0, 10, BlockKind.LINE), row)):
        assert any(start <= entity.start and entity.end <= end for start, end in ((0, 10), (11, 20), (23, 28)))


def test_a_document_does_not_depend_on_its_neighbours(model: LoadedModel) -> None:
    texts = [RELEASE, "Kurz.", RELEASE.replace("Worms", "Höxter") * 8, ""]

    def spans(doc: spacy.tokens.Doc) -> list[tuple[int, int, str, float]]:
        return [(ent.start_char, ent.end_char, ent.label_, ent._.score) for ent in doc.ents]

    alone = [spans(model.nlp(text)) for text in texts]
    assert [spans(doc) for doc in model.nlp.pipe(texts, batch_size=4)] == alone
    assert [spans(doc) for doc in model.nlp.pipe(reversed(texts), batch_size=1)] == alone[::-1]


HOSTILE = {
    "one letter": "a",
    "control characters": "Petra\x00Lang\x07 in \x1b[31mWorms\x85\u2028",
    "right to left": "שלום עולם مرحبا Petra Lang \u202eWorms\u202c",
    "emoji": "👩‍👩‍👧‍👦 Petra Lang 🎉 Worms 🏳️‍🌈",
    "combining": "Pe\u0301tra La\u0308ng in Mu\u0308nchen",
    "long token": "x" * 5_000,
    "long token of marks": "e" + "\u0301" * 5_000,
    "only breaks": "\n" * 500,
    "only spaces": " " * 500,
    "lone surrogate": "Petra \ud800 Lang",
    "every control character": "".join(f"Lang{chr(code)}" for code in (*range(32), *range(127, 160))),
    "no sentence ends": "Petra Lang und Uwe Klein aus Worms und " * 20,
    "alternating digits and dots": "1." * 300,
    "opening brackets": "(" * 600,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gives_exact_spans(model: LoadedModel, text: str) -> None:
    for entity in model.entities(text):
        assert text[entity.start : entity.end].strip()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_gives_spans_in_order(model: LoadedModel, text: str) -> None:
    entities = model.entities(text)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)
    assert all(left.end <= right.start for left, right in pairwise(entities))


def test_time_grows_linearly(model: LoadedModel, seconds) -> None:
    short, long = RELEASE * 10, RELEASE * 80
    model.entities(short)
    assert seconds(lambda: model.entities(long)) < 8 * 2.5 * seconds(lambda: model.entities(short)) + 0.2


@pytest.fixture(scope="module")
def fast() -> LoadedModel:
    return load_model("fast")


def test_ten_thousand_entities(fast: LoadedModel) -> None:
    text = "\n".join(["Petra Lang wohnt in Worms."] * 5_000)
    found = [(entity.label, text[entity.start : entity.end]) for entity in fast.entities(text)]
    assert found.count((Label.PER, "Petra Lang")) > 4_900
    assert found.count((Label.LOC, "Worms")) > 4_900


def test_a_million_characters_of_endless_tokens(fast: LoadedModel) -> None:
    """Only the beginning of a token is read, so a base64 dump costs little and what follows it is still found."""
    text = f"{'aZ3' * 1_667} " * 200 + RELEASE
    assert len(text) > 1_000_000
    offset = len(text) - len(RELEASE)
    people = [entity for entity in fast.entities(text) if entity.start >= offset and entity.label is Label.PER]
    assert [text[entity.start : entity.end] for entity in people] == ["Petra Lang", "Uwe Klein"]


def test_long_documents_are_read_in_chunks_that_end_between_blocks() -> None:
    line = "Petra Lang wohnt in Worms."
    text = "\n".join([line] * 10_000)
    blocks = tuple(Block(start, start + len(line), BlockKind.LINE) for start in range(0, len(text), len(line) + 1))
    chunks = list(ner._chunks(text, blocks))
    assert chunks[0][0] == 0
    assert chunks[-1][1] == len(text)
    assert all(left[1] == right[0] for left, right in pairwise(chunks))
    assert all(end - start <= ner.CHUNK and text[end : end + 1] in ("\n", "") for start, end in chunks)


def test_a_million_characters_without_a_space_still_make_chunks() -> None:
    assert [end - start for start, end in ner._chunks("x" * 1_000_000, ())] == [ner.CHUNK] * 10


@pytest.fixture
def copied_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    shutil.copytree(models_folder() / "cnn", folder / "cnn")
    manifest = json.loads((models_folder() / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({"cnn": manifest["cnn"]}), encoding="utf-8")
    monkeypatch.setattr(ner_models, "models_folder", lambda: folder)
    return folder


def test_a_damaged_file_is_named_with_its_hash_and_the_remedy(copied_models: Path) -> None:
    (copied_models / "cnn" / "ner" / "model").write_bytes(b"half a model")
    with pytest.raises(ModelError, match=r"ner/model is damaged.*expected [0-9a-f]{64}.*git checkout"):
        load_model("cnn")


def test_a_missing_file_is_named_with_its_hash_and_the_remedy(copied_models: Path) -> None:
    (copied_models / "cnn" / "config.cfg").unlink()
    with pytest.raises(ModelError, match=r"config\.cfg cannot be read.*expected sha256 [0-9a-f]{64}.*reinstall"):
        load_model("cnn")


def test_a_missing_manifest_is_an_error_of_ours(copied_models: Path) -> None:
    (copied_models / "manifest.json").unlink()
    with pytest.raises(ModelError, match="manifest"):
        load_model("cnn")


def test_the_fingerprint_covers_every_file(copied_models: Path) -> None:
    before = folder_sha256(copied_models / "cnn")
    assert load_model("cnn").sha256 == before
    (copied_models / "cnn" / "extra.txt").write_text("x", encoding="utf-8")
    assert folder_sha256(copied_models / "cnn") != before


@pytest.mark.parametrize("spec", ["no-such-model", "json", "", "/nowhere", "os.path"])
def test_an_unknown_model_names_the_choices(spec: str) -> None:
    with pytest.raises(ModelError, match=r"accurate|pipeline package"):
        load_model(spec)


def test_a_directory_with_other_label_names(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Petra Lang"}, {"label": "GPE", "pattern": "Worms"}])
    nlp.meta["name"] = "rules"
    nlp.to_disk(tmp_path / "rules")
    model = load_model(str(tmp_path / "rules"))
    assert model.name == "rules"
    found = [(entity.label, RELEASE[entity.start : entity.end]) for entity in model.entities(RELEASE)]
    assert found[:2] == [(Label.PER, "Petra Lang"), (Label.LOC, "Worms")]


def test_a_pipeline_without_our_labels_is_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="none of the labels"):
        load_model(str(tmp_path / "blank"))


def test_a_damaged_directory_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp\nbroken", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model(str(tmp_path))
