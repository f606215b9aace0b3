import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.command import CommandFailed
from bootstrap.console import Progress
from bootstrap.places import Places
from bootstrap.steps.platform import INTERRUPT_SECONDS, platform_step, pulumi_command

Write = Callable[[Path, str], Path]


def test_pulumi_works_on_the_copy_and_its_words_are_shown(
    places: Places, progress: Progress, out: io.StringIO, write_program: Write
) -> None:
    write_program(places.bin / "pulumi", 'echo "asked: $*"')
    assert platform_step(places).run(progress) == "up"
    assert (
        "      asked: --non-interactive up --yes --skip-preview --stack local "
        f"--config-file {places.stack_file} --color never\n"
    ) in out.getvalue()


def test_a_failed_update_says_that_it_can_go_on(
    places: Places, progress: Progress, write_program: Write
) -> None:
    write_program(places.bin / "pulumi", "echo 'error: ImagePullBackOff'; exit 255")
    with pytest.raises(CommandFailed, match=r"(?s)ImagePullBackOff.*run `make up` again to go on"):
        platform_step(places).run(progress)


def test_after_an_interrupt_pulumi_may_save_what_it_has_done(places: Places) -> None:
    command = pulumi_command(places, "up", remedy="")
    assert command.interrupt_leader_only
    assert command.patience == INTERRUPT_SECONDS > 60
