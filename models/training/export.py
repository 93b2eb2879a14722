"""A trained tagger -> an ONNX network with int8 weights.

Weights are seven-bit integers, one scale a column: two products of them with unsigned activations fit the 16-bit
intermediate that processors without VNNI use, so nothing can saturate there. Activations are quantised at run time,
one scale a window.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.training.encoder import WEIGHT_LIMIT, Tagger

Array = npt.NDArray[np.float32]
MICROSOFT = "com.microsoft"
LONGEST = 256
"""Positions kept: no window is longer."""


@dataclass
class Graph:
    """Collects nodes and weights."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def weight(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Adds a constant and returns its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        """Adds a node with one output and returns its name."""
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def half(self, name: str, values: Array) -> str:
        """A constant stored in half precision and read as float32."""
        return self.add("Cast", [self.weight(f"{name}.half", values.astype(np.float16))], name, to=TensorProto.FLOAT)


def quantised_columns(matrix: Array) -> tuple[npt.NDArray[np.int8], Array]:
    """(in, out) weights as integers within `WEIGHT_LIMIT`, and each column's scale of the least squared error."""
    largest = np.maximum(np.abs(matrix).max(axis=0), 1e-8)
    best, best_error = largest / WEIGHT_LIMIT, np.full(matrix.shape[1], np.inf, dtype=np.float32)
    for share in np.linspace(0.75, 1.0, 11, dtype=np.float32):
        scale = largest * share / WEIGHT_LIMIT
        rounded = np.clip(np.round(matrix / scale), -WEIGHT_LIMIT, WEIGHT_LIMIT)
        error = np.square(rounded * scale - matrix).sum(axis=0)
        best, best_error = np.where(error < best_error, scale, best), np.minimum(error, best_error)
    return np.clip(np.round(matrix / best), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8), best.astype(np.float32)


class Exporter:
    """Builds the network of one tagger."""

    def __init__(self, model: Tagger) -> None:
        self.model = model
        self.state = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
        self.graph = Graph()
        self.heads = model.layers[0].heads

    def build(self) -> onnx.ModelProto:
        """The whole network: ``ids`` (1, pieces) and ``first`` (words) in, ``logits`` (1, words, labels) out."""
        states = self._embed()
        for number in range(len(self.model.layers)):
            if number == self.model.pool_after:
                states = self._pool(states)
            states = self._layer(states, number)
        if self.model.pool_after == len(self.model.layers):
            states = self._pool(states)
        graph = self.graph
        product = graph.add(
            "MatMul", [states, graph.weight("classify.weight", self.state["classify.weight"].T)], "classified"
        )
        graph.add("Add", [product, graph.weight("classify.bias", self.state["classify.bias"])], "logits")
        return self._model()

    def _model(self) -> onnx.ModelProto:
        labels = self.state["classify.bias"].shape[0]
        inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"]),
                  helper.make_tensor_value_info("first", TensorProto.INT64, ["words"])]  # fmt: skip
        outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "words", labels])]
        graph = helper.make_graph(self.graph.nodes, "press_ner", inputs, outputs, self.graph.weights)
        versions = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=10, producer_name="press-records")
        onnx.checker.check_model(model)
        return model

    def _embed(self) -> str:
        graph, table = self.graph, self.state["words.weight"]
        scale = (np.abs(table).max(axis=1, keepdims=True) / 127).astype(np.float32)
        rows = np.round(table / np.maximum(scale, 1e-12)).astype(np.int8)
        picked = graph.add(
            "Cast", [graph.add("Gather", [graph.weight("words", rows), "ids"], "word_rows")], "word_reals", to=1
        )
        scales = graph.add("Gather", [graph.weight("word_scales", scale), "ids"], "word_scale")
        words = graph.add("Mul", [picked, scales], "word_states")
        length = graph.add("Shape", ["ids"], "length", start=1, end=2)
        zero = graph.weight("zero", np.array([0], dtype=np.int64))
        positions = graph.half("positions", self.state["positions.weight"][:LONGEST])
        places = graph.add("Slice", [positions, zero, length], "places")
        return self._norm(graph.add("Add", [words, places], "embedded"), "norm")

    def _pool(self, states: str) -> str:
        return self.graph.add("Gather", [states, "first"], "pooled", axis=1)

    def _norm(self, states: str, name: str) -> str:
        weights = [self.graph.weight(f"{name}.{part}", self.state[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.graph.add("LayerNormalization", [states, *weights], f"{name}.out", axis=-1, epsilon=1e-12)

    def _linear(self, states: str, name: str) -> str:
        inputs = [states, *self._quantised(name), self.graph.weight(f"{name}.bias", self.state[f"{name}.bias"])]
        return self.graph.add("DynamicQuantizeMatMul", inputs, f"{name}.out", MICROSOFT)

    def _quantised(self, name: str) -> list[str]:
        """Integers, scales and zero points of a linear layer."""
        integers, scales = quantised_columns(self.state[f"{name}.weight"].T)
        zeros = np.zeros(len(scales), dtype=np.int8)
        parts = {"weight": integers, "scale": scales, "zero": zeros}
        return [self.graph.weight(f"{name}.{part}", values) for part, values in parts.items()]

    def _attention(self, states: str, name: str) -> str:
        """Query, key and value by one integer product, then attention in floating point."""
        graph, parts = self.graph, [f"{name}.{part}" for part in ("bytes", "bytes_scale", "bytes_zero")]
        graph.nodes.append(helper.make_node("DynamicQuantizeLinear", [states], parts, name=f"{name}.quantise"))
        weight, scale, zero = self._quantised(name)
        bias = graph.weight(f"{name}.bias", self.state[f"{name}.bias"])
        inputs = [parts[0], weight, bias, parts[1], scale, "", parts[2], zero]
        return graph.add("QAttention", inputs, f"{name}.attended", MICROSOFT, num_heads=self.heads)

    def _layer(self, states: str, number: int) -> str:
        graph, name = self.graph, f"layers.{number}"
        projected = self._linear(self._attention(states, f"{name}.qkv"), f"{name}.project")
        states = self._norm(graph.add("Add", [projected, states], f"{name}.sum"), f"{name}.attention_norm")
        widened = graph.add("Gelu", [self._linear(states, f"{name}.widen")], f"{name}.gelu", MICROSOFT)
        narrowed = self._linear(widened, f"{name}.narrow")
        return self._norm(graph.add("Add", [narrowed, states], f"{name}.sum2"), f"{name}.output_norm")


def export(model: Tagger, path: Path) -> None:
    """Writes the tagger as an ONNX file."""
    onnx.save(Exporter(model).build(), str(path))
