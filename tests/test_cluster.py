"""``publish archive --cluster``: the same books by the workers of a Dask scheduler, whatever becomes of one of them."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from shelves import CLOCK, FERRY, Tree

from publish.archive import on_cluster
from publish.cli import main

distributed = pytest.importorskip("distributed", reason="Dask (distributed is not installed)")

PICTURE = "# 渡口\n\n## 渡口的灯\n\n作者：周远\n\n石阶没进水里。\n\n![灯](pictures/lamp.png)\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler with two worker processes on this machine; who is gone is not waited for as on a wide network."""
    dask = pytest.importorskip("dask")
    patience = dask.config.set({"distributed.comm.timeouts.connect": "3s"})
    with (
        patience,
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
        ) as running,
    ):
        yield running


@pytest.fixture
def tree(tmp_path: Path, root: Path) -> Tree:
    made = Tree(tmp_path)
    made.write(**{f"{month:02}/a.txt": CLOCK.replace("三年", f"{month}年") for month in range(1, 5)})
    made.write(**{"07/a.md": PICTURE, "07/b.txt": FERRY, "07/08/a.txt": FERRY})
    made.write(**{"archive.toml": '[[edition]]\noutput = "epub"\n[[edition]]\noutput = "json"\n'})
    (made.root / "07/pictures").mkdir()
    (made.root / "07/pictures/lamp.png").write_bytes((root / "docs/pictures/print-marks.png").read_bytes())
    return made


def files(tree: Tree) -> dict[str, bytes]:
    return {name: (tree.shelf / "books" / name).read_bytes() for name in tree.books()}


@pytest.mark.parametrize("sent", [False, True], ids=["shared", "sent"])
def test_a_cluster_makes_the_same_bytes_and_loses_none_when_a_worker_is_killed(
    cluster: Any, tree: Tree, sent: bool
) -> None:
    tree.fill()
    alone = files(tree)
    assert len(alone) == 12
    tree.shelf.rename(tree.folder / "before")

    def killing(tasks):
        for number, task in enumerate(tasks):
            if number == 3:
                os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)
            yield task

    result, _heard = tree.fill(lambda tasks: on_cluster(killing(tasks), cluster.scheduler_address, sent=sent))
    assert (result.made, result.failed) == (6, 0)
    assert files(tree) == alone


def test_a_scheduler_that_is_not_there_is_one_line(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.archive.cluster._PATIENCE", "100ms")
    line = ["archive", str(tree.root), "-o", str(tree.shelf), "--cluster", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(main, line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error A205 the scheduler at tcp://127.0.0.1:9 does not answer" in result.stderr
