from pathlib import Path

from bootstrap.tools.links import are_linked, link


def test_links_lead_to_the_programs_and_are_replaced(tmp_path: Path) -> None:
    old, new, folder = tmp_path / "old", tmp_path / "new", tmp_path / "bin"
    old.touch()
    new.touch()
    assert not are_linked(folder, {"tool": old})
    link(folder, {"tool": old})
    assert are_linked(folder, {"tool": old})
    link(folder, {"tool": new})
    assert are_linked(folder, {"tool": new})
    assert not are_linked(folder, {"tool": old})
    assert [path.name for path in folder.iterdir()] == ["tool"]


def test_a_link_to_nothing_doesnt_count(tmp_path: Path) -> None:
    link(tmp_path / "bin", {"tool": tmp_path / "gone"})
    assert not are_linked(tmp_path / "bin", {"tool": tmp_path / "gone"})


def test_a_file_in_place_of_a_link_doesnt_count(tmp_path: Path) -> None:
    (tmp_path / "tool").touch()
    assert not are_linked(tmp_path, {"tool": tmp_path / "tool"})
