import os
import subprocess
import sys
from pathlib import Path

import pytest

from slipway.components.local.bare import cgroups, leftovers
from slipway.components.local.bare.init.spec import MARKER
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.removal import Removal
from slipway.components.local.commands import ToolRunner
from slipway.components.local.errors import ForeignStateError, LeftoversError
from slipway.components.local.spec import ClusterSpec
from tests.components.local.support.specs import bare_spec

INDEX = 77


@pytest.fixture
def removal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Removal:
    monkeypatch.setattr(cgroups, "_mounted", tuple)
    return Removal(Layout.of(bare_spec(tmp_path, index=INDEX)), ToolRunner(Path("/none")))


def quiet(_line: str) -> None: ...


def test_a_folder_with_strange_files_is_refused_by_their_names(
    removal: Removal, tmp_path: Path
) -> None:
    removal.refuse_foreign()
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ForeignStateError, match=r"which holds thesis\.txt"):
        removal.refuse_foreign()


def test_a_folder_with_a_cluster_of_another_index_is_refused(
    removal: Removal, tmp_path: Path
) -> None:
    ClusterSpec.file(tmp_path).write_text(bare_spec(tmp_path, index=2).to_json())
    with pytest.raises(ForeignStateError, match="a cluster with index 2"):
        removal.refuse_foreign()


def test_only_our_files_are_deleted(removal: Removal, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    (tmp_path / "pki").mkdir()
    (tmp_path / "cluster.json").touch()
    removal.everything(quiet)
    removal.check()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_process_that_no_record_names_is_found_by_its_mark_and_ended(
    removal: Removal, tmp_path: Path
) -> None:
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={**os.environ, MARKER: str(tmp_path)},
    )
    assert leftovers.marked(tmp_path) == {sleeper.pid}
    removal.everything(quiet)
    assert sleeper.wait(10) == -9
    removal.check()


def test_what_is_left_is_named_line_by_line(removal: Removal, tmp_path: Path) -> None:
    (tmp_path / "pki").mkdir()
    (tmp_path / "kubeconfig").touch()
    with pytest.raises(LeftoversError) as raised:
        removal.check()
    assert raised.value.left == (f"file {tmp_path / 'kubeconfig'}", f"file {tmp_path / 'pki'}")


def test_a_retired_nodes_data_goes_and_the_others_stays(removal: Removal, tmp_path: Path) -> None:
    for name in ("control", "node1", "node2"):
        (tmp_path / name / "data").mkdir(parents=True)
    assert removal.retire(quiet) == ("node2",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["control", "node1"]


def test_the_marks_of_two_clusters_are_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "longer"
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={**os.environ, MARKER: str(other)},
    )
    try:
        assert leftovers.marked(tmp_path) == frozenset()
        assert leftovers.marked(other) == {sleeper.pid}
    finally:
        sleeper.kill()
        sleeper.wait()


def test_mounts_below_the_folder_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["1 2 0:1 / /state/node1 rw", "1 2 0:1 / /statement rw", "1 2 0:1 / / rw"]
    monkeypatch.setattr(Path, "read_text", lambda _: "\n".join(lines))
    assert leftovers.mounts(Path("/state")) == ("/state/node1",)
