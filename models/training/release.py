"""Trained weights -> the embedded models: ``python -m models.training.release --work FOLDER``.

Quantises, fits the temperature, packages, writes the manifest, and loads each model as a user would.
"""

import argparse
import json
import shutil
from pathlib import Path

import spacy
import torch

from models.training import calibrate, corpora
from models.training.distil import PLANS, Plan
from models.training.encoder import Tagger
from models.training.export import export
from models.training.package import package, write_manifest
from models.training.samples import LABELS
from pipeline.annotate.onnx_ner import NETWORK, SELF_TEST_NAME, VOCABULARY, PressNer

MODELS = Path(__file__).resolve().parents[1]
VERSION = "2.0.0"
BUDGET, CONTEXT = 160, 8
"""Pieces a window holds, and sees around what it decides: longer ones were slower and no better on the dev parts."""
DESCRIPTIONS = {
    "accurate": "German people, organisations and places in press releases and contact pages: 12 layers, the default",
    "fast": "The same in 4 layers: several times as fast, less exact",
}


def load_tagger(path: Path, layers: int, pool_after: int) -> Tagger:
    """A trained tagger, ready to predict."""
    state = torch.load(path)
    model = Tagger(state["words.weight"].shape[0], len(LABELS), layers, pool_after)
    model.load_state_dict(state)
    return model.eval()


def component(network: Path, temperature: float = 1.0) -> PressNer:
    """The runtime component on an exported network."""
    ner = PressNer("press_ner", LABELS, temperature, BUDGET, CONTEXT)
    return ner.from_disk(network, exclude=[SELF_TEST_NAME])


def release(plan: Plan, args: argparse.Namespace) -> list[tuple[float, float, int]]:
    """Writes one embedded model; returns its reliability curve."""
    model = load_tagger(args.work / f"{plan.name}.pt", len(plan.kept), plan.pool_after)
    network, folder = args.work / f"network-{plan.name}", args.models / plan.name
    network.mkdir(exist_ok=True)
    shutil.copyfile(args.work / VOCABULARY, network / VOCABULARY)
    export(model, network / NETWORK)
    development = corpora.development(args.corpora, args.gold, share=1)
    reads = calibrate.read_texts(component(network), [text for part in development.values() for text in part])
    temperature = calibrate.fit_temperature(reads)
    curve = calibrate.reliability(calibrate.outcomes(reads, temperature))
    error = round(calibrate.calibration_error(curve), 4)
    print(json.dumps({"model": plan.name, "temperature": temperature, "ece": error}), flush=True)
    meta = {"name": plan.name, "version": VERSION, "license": "MIT", "description": DESCRIPTIONS[plan.name]}
    shutil.rmtree(folder, ignore_errors=True)
    package(network, folder, meta, temperature=temperature, budget=BUDGET, context=CONTEXT)
    if not args.untested:
        spacy.load(folder)
    return curve


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--untested", action="store_true", help="skip the self-test: a trial run's models fail it")
    args = parser.parse_args()
    args.models.mkdir(parents=True, exist_ok=True)
    curves = {plan.name: release(plan, args) for plan in PLANS.values()}
    spacy.load(args.work / "cnn").to_disk(args.models / "cnn", exclude=["vocab"])
    (args.models / "reliability.svg").write_text(calibrate.plot(curves), encoding="utf-8")
    write_manifest(args.models)


if __name__ == "__main__":
    main()
