import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.console import Console
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.status import show_status
from bootstrap.steps.stack import stack_record

Write = Callable[[Path, str], Path]


@pytest.fixture
def stack(places: Places) -> None:
    record = stack_record(places)
    record.parent.mkdir(parents=True)
    record.touch()


def test_without_a_stack_nothing_is_up(places: Places, console: Console, out: io.StringIO) -> None:
    assert show_status(places, [], console) == 0
    assert out.getvalue().startswith("nothing is up")


@pytest.mark.usefixtures("stack")
def test_with_a_stack_the_command_is_asked(
    places: Places, console: Console, write_program: Write, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    script = f'echo "$@" "$PULUMI_BACKEND_URL" > {told}; exit 7'
    write_program(places.python.with_name("slipway"), script)
    assert show_status(places, ["--json"], console) == 7
    assert told.read_text() == f"status --json file://{places.backend}\n"


@pytest.mark.usefixtures("stack")
def test_a_missing_command_is_told(places: Places, console: Console, out: io.StringIO) -> None:
    assert show_status(places, [], console) == 1
    assert "`make up` makes it" in out.getvalue()


@pytest.mark.usefixtures("stack")
def test_another_clones_stack_is_refused(places: Places, console: Console) -> None:
    places.owner.write_text("/another/clone\n")
    with pytest.raises(Fault, match="belongs to the clone /another/clone"):
        show_status(places, [], console)
