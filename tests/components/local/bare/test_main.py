from pathlib import Path

import pytest

from slipway.components.local.bare import __main__ as command
from slipway.components.local.spec import ClusterSpec, Image, PortRange
from tests.components.local.support.specs import bare_spec


def spec_of(*arguments: str) -> ClusterSpec | None:
    given = command._parser().parse_intermixed_args(arguments)
    return command._spec(given, given.state.absolute())


def test_a_first_start_takes_everything_from_its_arguments(tmp_path: Path) -> None:
    spec = spec_of(
        *("start", "--state", str(tmp_path), "--tools", "/tools", "--index", "3"),
        *("--nodes", "2", "--api-port", "7443", "--node-ports", "31000-31003"),
        *("--image", "pause=p:1=/pause.tar", "--image", "other=o:2"),
    )
    assert spec == ClusterSpec(
        driver="bare",
        tools=Path("/tools"),
        state=tmp_path,
        nodes=2,
        index=3,
        api_port=7443,
        node_ports=PortRange(31000, 31003),
        images=(
            Image(name="pause", reference="p:1", archive=Path("/pause.tar")),
            Image(name="other", reference="o:2"),
        ),
    )


def test_later_commands_need_only_the_folder(tmp_path: Path) -> None:
    kept = bare_spec(tmp_path, nodes=2)
    ClusterSpec.file(tmp_path).write_text(kept.to_json())
    assert spec_of("start", "--state", str(tmp_path)) == kept
    changed = spec_of("start", "--state", str(tmp_path), "--nodes", "1")
    assert changed is not None
    assert (changed.nodes, changed.images) == (1, kept.images)


def test_nothing_to_remove_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["down", "--state", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"no cluster in {tmp_path}\n"


def test_a_node_that_does_not_exist_cannot_be_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ClusterSpec.file(tmp_path).write_text(bare_spec(tmp_path).to_json())
    assert command.main(["node-kill", "--state", str(tmp_path), "node7"]) == 1
    assert capsys.readouterr().err == "node: got node7; expected one of node1.\n"


def test_wrong_use_ends_with_two(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["explode", "--state", str(tmp_path)])
    assert ended.value.code == 2


def test_a_dead_cluster_is_told_apart_from_a_running_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ClusterSpec.file(tmp_path).write_text(bare_spec(tmp_path).to_json())
    assert command.main(["status", "--state", str(tmp_path), "--json"]) == 1
    assert '"running": false' in capsys.readouterr().out
