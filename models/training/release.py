"""Trained weights -> the embedded models: ``python -m models.training.release --work FOLDER``.

Quantises, puts back into half precision what suffers most, fits the temperature, packages, and writes the manifest.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import spacy
import torch

from models.training import calibrate, corpora
from models.training.distil import PLANS
from models.training.documents import Text
from models.training.encoder import Tagger
from models.training.export import export
from models.training.package import package, write_manifest
from models.training.samples import LABELS
from pipeline.annotate.ner_decode import reduce_labels
from pipeline.annotate.onnx_ner import NETWORK, VOCABULARY, PressNer

MODELS = Path(__file__).resolve().parents[1]
VERSION = "1.0.0"
BUDGET, CONTEXT = 160, 8
"""Pieces a window holds, and sees around what it decides: longer ones were slower and no better on the dev parts."""
PARTS = ("narrow", "widen", "qkv", "project")
DESCRIPTIONS = {
    "accurate": "German people, organisations and places in press releases and contact pages: 12 layers, the default",
    "fast": "The same in 4 layers, distilled from `accurate`: several times as fast, less exact",
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
    return ner.from_disk(network)


def distance(ours: list[calibrate.Read], exact: list[calibrate.Read]) -> float:
    """Mean absolute difference of tag probabilities."""
    gaps = [
        np.abs(np.exp(reduce_labels(a.logits, LABELS, 1.0)) - np.exp(reduce_labels(b.logits, LABELS, 1.0))).mean(axis=1)
        for a, b in zip(ours, exact, strict=True)
    ]
    return float(np.concatenate(gaps).mean())


def sensitive_layers(model: Tagger, folder: Path, texts: list[Text], keep: int) -> frozenset[str]:
    """The linear layers whose quantisation moves the result most, found by quantising one at a time."""
    if keep == 0:
        return frozenset()
    names = [f"layers.{number}.{part}" for number in range(len(model.layers)) for part in PARTS]
    export(model, folder / NETWORK, frozenset(names))
    exact = calibrate.read_texts(component(folder), texts)
    harm = {}
    for name in names:
        export(model, folder / NETWORK, frozenset(names) - {name})
        harm[name] = distance(calibrate.read_texts(component(folder), texts), exact)
    worst = sorted(names, key=lambda name: -harm[name])[:keep]
    print(json.dumps({"harm of int8": {name: round(harm[name], 5) for name in worst}}), flush=True)
    return frozenset(worst)


def release(name: str, model: Tagger, args: argparse.Namespace, keep: int) -> list[tuple[float, float, int]]:
    """Writes one embedded model; returns its reliability curve."""
    development = corpora.development(args.corpora, args.gold, share=1)
    texts = [text for part in development.values() for text in part]
    network = args.work / f"network-{name}"
    network.mkdir(exist_ok=True)
    shutil.copyfile(args.work / VOCABULARY, network / VOCABULARY)
    probe = [*development["gold/dev"][:8], *development["germeval/dev"][:40]]
    export(model, network / NETWORK, sensitive_layers(model, network, probe, keep))
    reads = calibrate.read_texts(component(network), texts)
    temperature = calibrate.fit_temperature(reads)
    curve = calibrate.reliability(calibrate.outcomes(reads, temperature))
    print(json.dumps({"model": name, "temperature": temperature, "ece": round(calibrate.calibration_error(curve), 4)}))
    meta = {"name": name, "version": VERSION, "license": "MIT", "description": DESCRIPTIONS[name]}
    shutil.rmtree(args.models / name, ignore_errors=True)
    package(network, args.models / name, meta, temperature=temperature, budget=BUDGET, context=CONTEXT)
    return curve


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=corpora.CORPORA)
    parser.add_argument("--gold", type=Path, default=corpora.GOLD)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--only", nargs="*", default=["accurate", "fast", "cnn"])
    args = parser.parse_args()
    curves = {}
    if "accurate" in args.only:
        curves["accurate"] = release("accurate", load_tagger(args.work / "teacher.pt", 12, 12), args, keep=6)
    for plan in PLANS:
        if plan.name in args.only:
            model = load_tagger(args.work / f"{plan.name}.pt", len(plan.kept), plan.pool_after)
            curves[plan.name] = release(plan.name, model, args, keep=0)
    if "cnn" in args.only:
        spacy.load(args.work / "cnn").to_disk(args.models / "cnn", exclude=["vocab"])
    if curves:
        (args.models / "reliability.svg").write_text(calibrate.plot(curves), encoding="utf-8")
    write_manifest(args.models)


if __name__ == "__main__":
    main()
