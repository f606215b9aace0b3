"""`slipway model release`, with the real gate, image builder and registry."""

import json
from pathlib import Path

import pytest

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.base import from_archive
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.progress import silent
from slipway.serving.release.registry import tags
from slipway.serving.release.runtime_source import RUNTIMES
from slipway.stacks.images.lock import ImageLock, PinnedImage, write_lock
from tests.serving.release.support.tracking import BETTER, GOOD, WORSE
from tests.stacks.cli.model.conftest import Desk, outcome

# MLflow and what it stands on warn of their own code.
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore")]


def test_a_first_release_serves_and_is_written_down_everywhere(desk: Desk) -> None:
    before = desk.stack_file.read_text()
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    assert result.exit_code == 0, result.output
    digest = desk.tags(GOOD)[tags.DIGEST]
    image = f"{desk.registry_address}/slipway/car-loan@{digest}"
    assert desk.released() == {"version": GOOD, "image": image}
    assert desk.stack_file.read_text().startswith(before)
    assert desk.engine.commands() == ["preview", "up"]
    assert desk.engine.model("car-loan")["image"] == image
    assert desk.champion() == GOOD
    history = json.loads(desk.tags(GOOD)["slipway.releases.local"])
    assert [event["image"] for event in history["events"]] == [image]
    assert "/monitoring/car-loan/v1/reference.parquet" in desk.objects.objects
    assert result.stdout == f"car-loan version 1 ({image}) serves; before it no version did.\n"


def test_the_json_stands_alone_on_standard_output(desk: Desk) -> None:
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes", "--json")
    document = outcome(result)
    assert document.version == GOOD
    assert document.previous_version is None
    assert document.applied is True
    assert "passed  quality: roc_auc" in result.stderr


def test_releasing_what_serves_already_changes_nothing(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    before = desk.stack_file.read_bytes()
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes", "--json")
    assert outcome(result).changed is False
    assert desk.stack_file.read_bytes() == before
    assert desk.engine.commands() == ["preview", "up"]


def test_a_worse_version_is_refused_before_anything_changes(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    before = desk.stack_file.read_bytes()
    result = desk.run("release", "car-loan", "--version", str(WORSE), "--yes")
    assert result.exit_code == 1
    assert "gate, car-loan version 2: got roc_auc" in result.stderr
    assert "Traceback" not in result.output
    assert desk.stack_file.read_bytes() == before
    assert desk.engine.commands() == ["preview", "up"]
    assert desk.champion() == GOOD


def test_a_declined_preview_leaves_the_file_as_it_was(desk: Desk) -> None:
    before = desk.stack_file.read_bytes()
    result = desk.run("release", "car-loan", "--version", str(GOOD), answer="n\n")
    assert result.exit_code == 1
    assert "~ Deployment car-loan" in result.stderr
    assert "declined" in result.stderr
    assert desk.stack_file.read_bytes() == before
    assert desk.engine.commands() == ["preview"]
    assert desk.champion() is None


def test_a_yes_at_the_question_is_enough(desk: Desk) -> None:
    result = desk.run("release", "car-loan", "--version", str(GOOD), answer="y\n")
    assert result.exit_code == 0, result.output
    assert desk.engine.commands() == ["preview", "up"]


def test_a_failed_up_restores_the_file_and_clears_the_half_made_rollout(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    before = desk.stack_file.read_bytes()
    desk.engine.fail_next_up()
    result = desk.run("release", "car-loan", "--version", str(BETTER), "--yes")
    assert result.exit_code == 1
    assert "ImagePullBackOff" in result.stderr
    assert "The stack file pins version 1 again; what served before goes on" in result.stderr
    assert desk.stack_file.read_bytes() == before
    assert desk.engine.commands() == ["preview", "up", "preview", "up", "up"]
    assert desk.engine.model("car-loan")["version"] == GOOD
    assert desk.champion() == GOOD
    assert "slipway.releases.local" not in desk.tags(BETTER)


def test_in_prod_the_release_is_only_written_for_review(desk: Desk) -> None:
    text = desk.stack_file.read_text().replace("environment: dev", "environment: prod")
    desk.stack_file.write_text(text)
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes", "--json")
    assert result.exit_code == 0, result.output
    assert outcome(result).applied is False
    assert desk.released() is not None
    assert desk.engine.commands() == []
    assert desk.champion() is None


def test_no_up_only_writes(desk: Desk) -> None:
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--no-up")
    assert result.exit_code == 0, result.output
    assert "serves after the next `pulumi up`" in result.stdout
    assert desk.engine.commands() == []


def test_a_release_that_was_pinned_but_never_applied_goes_on(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--no-up")
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    assert result.exit_code == 0, result.output
    assert desk.engine.commands() == ["preview", "up"]
    assert desk.champion() == GOOD


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("car-lone",), "model: got 'car-lone'; expected one of stack local: car-loan"),
        (("car-loan", "--version", "9"), "got version 9; expected one of 1, 2, 3, 4"),
    ],
)
def test_a_wrong_name_or_version_is_wrong_use(
    desk: Desk, arguments: tuple[str, ...], message: str
) -> None:
    result = desk.run("release", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_stack_that_is_not_up_is_wrong_use(desk: Desk) -> None:
    desk.engine.deploy({})
    result = desk.run("release", "car-loan")
    assert result.exit_code == 2
    assert "got no urls; expected it of a platform that is up" in result.stderr


def test_a_stack_without_a_runtime_is_told_how_to_get_one(desk: Desk) -> None:
    head, _, _ = desk.stack_file.read_text().partition("  slipway:local:")
    desk.stack_file.write_text(head)
    result = desk.run("release", "car-loan")
    assert result.exit_code == 2
    assert "slipway:images.runtime: got nothing" in result.stderr


def test_without_archives_the_pinned_runtimes_of_the_registry_are_the_base(desk: Desk) -> None:
    folder = desk.stack_file.parent
    pins = {name: _pinned(desk, folder / f"{name}.tar") for name in RUNTIMES.values()}
    head, _, _ = desk.stack_file.read_text().partition("    archives:")
    desk.stack_file.write_text(f"{head}    archives: {{}}\n")  # a machine without any `make up`
    refused = desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    assert refused.exit_code == 2
    assert "slipway:images.runtime: got nothing" in refused.stderr

    lock = ImageLock(platform="linux/amd64", images=pins)
    write_lock(desk.stack_file.parent / "images.lock.json", lock)
    result = desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    assert result.exit_code == 0, result.output
    assert desk.released() is not None


def _pinned(desk: Desk, archive: Path) -> PinnedImage:
    """An image that lies in the registry, and on this machine no more."""
    address = RegistryAddress(host=desk.registry_address)
    with ImageRegistry(desk.registry_address) as images:
        base = from_archive(archive, address.repository(images, archive.stem), silent)
    archive.unlink()
    return PinnedImage(
        content="0" * 12,
        config=base.manifest.config.digest,
        digest=base.manifest.digest,
        size=1,
    )
