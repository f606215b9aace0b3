"""The committed pins, and what becomes of a file that isn't in form."""

from pathlib import Path

import pytest

from slipway.components.local.spec import SYSTEM_IMAGES
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.images.errors import NoLockError
from slipway.stacks.images.lock import FILE, lock_path, read_lock, write_lock
from slipway.stacks.images.names import required_names
from tests.stacks.images.support.builds import NAMES

COMMITTED = Path(__file__).parents[3] / FILE


def test_the_committed_lock_pins_every_image_that_a_platform_needs() -> None:
    lock = read_lock(COMMITTED)
    assert set(required_names()) <= set(lock.images)
    assert not set(SYSTEM_IMAGES) & set(lock.images)
    assert lock.platform == "linux/amd64"
    assert len(set(lock.digests().values())) == len(lock.images)


def test_the_committed_lock_is_as_the_command_writes_it(tmp_path: Path) -> None:
    again = tmp_path / FILE
    write_lock(again, read_lock(COMMITTED))
    assert again.read_bytes() == COMMITTED.read_bytes()


def test_the_names_follow_the_platforms_parts() -> None:
    assert required_names() == sorted(NAMES)


def test_the_lock_lies_beside_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    (tmp_path / "stacks").mkdir()
    monkeypatch.chdir(tmp_path / "stacks")  # where the engine runs the stack program
    assert lock_path() == tmp_path / FILE


def test_a_missing_lock_names_the_commands_that_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoLockError, match=r"Run `make up`.* then `slipway images pin`"):
        read_lock(tmp_path / FILE)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"digest": "sha256:', '"digest": "', "images.database.digest: got"),
        ('"size": ', '"size": -', "images.database.size: got -"),
        ('"content": "', '"content": "v', "images.database.content: got"),
        ('"platform": "linux/amd64"', '"platform": "amd64"', 'platform: got "amd64"'),
        ('"platform"', '"platfrom"', "platfrom"),
        ("{", "[", "Restore the file from git"),
    ],
)
def test_a_fault_is_told_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    path = tmp_path / FILE
    path.write_text(COMMITTED.read_text().replace(old, new, 1))
    with pytest.raises(ConfigError) as caught:
        read_lock(path)
    assert fault in str(caught.value)
    assert "Restore the file from git, or run `slipway images pin`." in str(caught.value)
