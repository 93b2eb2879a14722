"""The model's runtime reports to nobody: it neither identifies the machine nor keeps anything to send."""

import os
import subprocess
import sys
from pathlib import Path

READ = """
from pathlib import Path
from pipeline.annotate.onnx_ner import onnxruntime
onnxruntime.InferenceSession({network!r}, providers=["CPUExecutionProvider"])
"""
SUPPRESSING = {"CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"}
"""What makes ONNX Runtime silent by itself; a user's shell has none of them."""

NETWORK = Path(__file__).resolve().parents[2] / "models" / "fast" / "press_ner" / "model.onnx"


def test_nothing_is_left_to_send(tmp_path: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if name not in SUPPRESSING and not name.startswith("XDG_")
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", READ.format(network=str(NETWORK))],
        env=kept | {"HOME": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.rglob("*")) == []
