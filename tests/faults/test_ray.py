"""A run on a cluster of two nodes: the same bytes as here, also when a node or a worker is killed."""

import logging
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.runs import ray_engine
from pipeline.runs.batch import Progress, run
from pipeline.runs.pool import Pool
from pipeline.runs.ray_engine import RayEngine
from pipeline.settings import Settings
from tests.fakes import RELEASE
from tests.faults.models import KillingModel, LocatingModel, SlowModel

ray = pytest.importorskip("ray", reason="the extra press-records[ray] is not installed")
DOCUMENTS = 40
FAST_DETECTION = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 1000,
    "health_check_failure_threshold": 10,
}
FILES = ("records.jsonl", "quarantine.jsonl", "issues.jsonl", "runs/000001/delta.jsonl", "runs/000001/before.jsonl.gz")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that does not work, and two nodes with a processor each."""
    from ray.cluster_utils import Cluster

    node = {"object_store_memory": 80_000_000}
    head = {**node, "num_cpus": 0, "_system_config": FAST_DETECTION}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    cluster.workers = [cluster.add_node(**node, num_cpus=1) for _ in range(2)]
    ray.init(address=cluster.address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(DOCUMENTS):
        text = RELEASE.replace("853-1060", f"853-{1000 + number}")
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


def files_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_a_document_that_ends_or_stalls_its_worker_costs_only_itself(cluster: Any, pages: Path, tmp_path: Path) -> None:
    (pages / "a.txt").write_text(f"{RELEASE}\nDer Absturz des Ballons blieb ohne Folgen.\n", encoding="utf-8")
    (pages / "b.txt").write_text(f"{RELEASE}\nIm Werk herrscht seit gestern Stillstand.\n", encoding="utf-8")
    local, remote = tmp_path / "local", tmp_path / "remote"
    run([pages], local, KillingModel(), Settings(), engine=Pool(2, 3.0))
    manifest = run([pages], remote, KillingModel(), Settings(), engine=RayEngine(None, 3.0))
    assert manifest.counts.quarantined == {"worker-died": 1, "timeout": 1}
    assert manifest.counts.emitted == DOCUMENTS
    assert files_of(remote) == files_of(local)


def test_a_killed_node_costs_nothing(
    cluster: Any, pages: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    local, remote = tmp_path / "local", tmp_path / "remote"
    nodes = tmp_path / "nodes"
    nodes.mkdir()
    settled = 0

    def kill_node(_: Progress) -> None:
        nonlocal settled
        settled += 1
        if settled == DOCUMENTS // 4:
            at_work = {entry.name for entry in nodes.iterdir()}
            killed = next(node for node in cluster.workers if node.node_id in at_work)
            (nodes / killed.node_id).write_text("killed", encoding="utf-8")
            cluster.remove_node(killed, allow_graceful=False)

    run([pages], local, SlowModel(seconds=0.0), Settings())
    model = LocatingModel(seconds=0.3, folder=str(nodes))
    manifest = run([pages], remote, model, Settings(), listener=kill_node, engine=RayEngine(2, 60.0))
    rmtree(nodes)
    assert "is lost; its documents are given out again" in caplog.text
    assert manifest.counts.emitted == settled == DOCUMENTS
    assert files_of(remote) == files_of(local)


def test_without_ray_the_message_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(ray_engine, "import_module", missing)
    with pytest.raises(UsageError, match=r"install press-records\[ray\]"):
        RayEngine(None, 60.0)
