from pathlib import Path

import pytest

from slipway.components.local.bare import cgroups
from slipway.components.local.bare.cgroups import Hierarchy
from slipway.components.local.bare.layout import Layout
from tests.components.local.support.specs import bare_spec

LAYOUT = Layout.of(bare_spec(nodes=2, index=6))


def test_both_generations_are_found_among_the_mounts() -> None:
    mounts = """\
proc /proc proc rw 0 0
cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
"""
    assert cgroups.hierarchies(mounts) == (
        Hierarchy(Path("/sys/fs/cgroup/cpu"), unified=False),
        Hierarchy(Path("/sys/fs/cgroup/unified"), unified=True),
    )


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cpuset.cpus").write_text("0-1\n")
    mounted = (Hierarchy(tmp_path, unified=False),)
    monkeypatch.setattr(cgroups, "_mounted", lambda: mounted)
    return tmp_path


def test_every_node_and_the_programs_get_a_group_below_ours(tree: Path) -> None:
    cgroups.create(LAYOUT)
    assert sorted(p.name for p in (tree / "slipway-6").iterdir()) == ["node1", "node2", "programs"]


def test_a_new_group_of_version_one_gets_its_parents_processors(tree: Path) -> None:
    for name in ("slipway-6", "slipway-6/node1"):
        (tree / name).mkdir()
        (tree / name / "cpuset.cpus").write_text("\n")
    cgroups.create(LAYOUT)
    assert (tree / "slipway-6" / "node1" / "cpuset.cpus").read_text() == "0-1\n"


def test_a_dead_nodes_groups_go_and_the_others_stay(tree: Path) -> None:
    cgroups.create(LAYOUT)
    (tree / "slipway-6" / "node2" / "kubepods" / "pod1").mkdir(parents=True)
    cgroups.clear(LAYOUT, "node2")
    assert sorted(p.name for p in (tree / "slipway-6").iterdir()) == ["node1", "programs"]


def test_removal_leaves_no_group_of_ours_and_all_others(tree: Path) -> None:
    (tree / "other").mkdir()
    cgroups.create(LAYOUT)
    cgroups.remove(LAYOUT)
    assert cgroups.left(LAYOUT) == ()
    assert (tree / "other").exists()
