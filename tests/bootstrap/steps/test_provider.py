import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps import provider
from bootstrap.steps.provider import OFFICIAL, STAND_IN, plugin_folder, provider_step
from bootstrap.tools.internet import Internet

Write = Callable[[Path, str], Path]


@pytest.fixture(autouse=True)
def pins(places: Places) -> None:
    (places.clone / "requirements").mkdir()
    text = "pulumi==3.272.0 \\\n    --hash=x\npulumi-kubernetes==4.34.2 \\\n"
    (places.clone / "requirements/dev.txt").write_text(text)


class Open(Internet):
    def check(self, url: str) -> None:  # type: ignore[explicit-override]  # 3.11 has no override
        assert url.startswith("https://")


def closed() -> Internet:
    return Internet(closed="no connection")


def test_in_a_closed_network_the_stand_in_lies_where_pulumi_looks(
    places: Places, progress: Progress, write_program: Write
) -> None:
    step = provider_step(places, closed())
    assert step.done() is None
    assert step.run(progress) == STAND_IN
    program = places.pulumi_home / "plugins/resource-kubernetes-v4.34.2/pulumi-resource-kubernetes"
    write_program(places.python, 'echo "$PYTHONPATH: $@"')
    done = subprocess.run([program, "127.0.0.1:1"], capture_output=True, check=True, text=True)
    wanted = f"{places.clone}: -u -m bootstrap.kubernetes_provider 127.0.0.1:1\n"
    assert done.stdout == wanted
    assert step.done() == STAND_IN
    assert not program.parent.with_suffix(".lock").exists()


def test_the_official_plugin_is_taken_where_it_can_be_had(
    places: Places, progress: Progress, write_program: Write
) -> None:
    write_program(
        places.bin / "pulumi",
        'test "$*" = "plugin install resource kubernetes 4.34.2" || exit 1\n'
        'folder="$PULUMI_HOME/plugins/resource-kubernetes-v4.34.2"\n'
        'mkdir -p "$folder" && printf "\\177ELF" > "$folder/pulumi-resource-kubernetes"',
    )
    step = provider_step(places, Open())
    assert step.run(progress) == OFFICIAL
    assert step.done() == OFFICIAL


def test_a_failed_download_leaves_nothing_of_the_official_plugin(
    places: Places, progress: Progress, write_program: Write
) -> None:
    write_program(
        places.bin / "pulumi",
        'folder="$PULUMI_HOME/plugins/resource-kubernetes-v4.34.2"\n'
        'mkdir -p "$folder" && touch "$folder/half"; exit 1',
    )
    assert provider_step(places, Open()).run(progress) == STAND_IN
    assert [p.name for p in plugin_folder(places).iterdir()] == ["pulumi-resource-kubernetes"]


def test_a_hanging_download_is_given_up(
    places: Places, progress: Progress, write_program: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "GIVE_UP_SECONDS", 0.2)
    write_program(places.bin / "pulumi", "exec sleep 60")
    assert provider_step(places, Open()).run(progress) == STAND_IN


def test_a_stand_in_once_chosen_is_kept_and_follows_the_clone(
    places: Places, progress: Progress, write_program: Write
) -> None:
    step = provider_step(places, closed())
    step.run(progress)
    write_program(plugin_folder(places) / "pulumi-resource-kubernetes", "exec /old/clone/python")
    assert step.done() is None
    assert provider_step(places, Open()).run(progress) == STAND_IN
    assert step.done() == STAND_IN


def test_a_missing_pin_is_named(places: Places) -> None:
    (places.clone / "requirements/dev.txt").write_text("pulumi==3.272.0\n")
    with pytest.raises(Fault, match="pins no pulumi-kubernetes"):
        plugin_folder(places)
