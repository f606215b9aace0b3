"""`slipway model rollback`, with real registries."""

import httpx
import pytest
from ruamel.yaml import YAML

from slipway.serving.release.registry import tags
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from tests.serving.release.support.tracking import BETTER, GOOD, WORSE
from tests.stacks.cli.model.conftest import Desk, outcome

# MLflow and what it stands on warn of their own code.
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def twice(desk: Desk) -> Desk:
    """A stack in which version 3 followed version 1."""
    for version in (GOOD, BETTER):
        assert desk.run("release", "car-loan", "--version", str(version), "--yes").exit_code == 0
    return desk


def test_the_previous_release_serves_again_with_the_image_that_it_had(twice: Desk) -> None:
    digest = twice.tags(GOOD)[tags.DIGEST]
    result = twice.run("rollback", "car-loan", "--reason", "too slow", "--yes", "--json")
    assert result.exit_code == 0, result.output
    assert outcome(result).version == GOOD
    assert outcome(result).previous_version == BETTER
    assert str(twice.engine.model("car-loan")["image"]).endswith(digest)
    assert twice.champion() == GOOD


def test_what_was_rolled_back_is_rejected_and_refused_from_then_on(twice: Desk) -> None:
    twice.run("rollback", "car-loan", "--reason", "too slow", "--yes")
    version = twice.registry.version("car-loan", BETTER)
    assert version.tags[tags.REJECTED] == "too slow"
    assert version.aliases == ("rejected",)
    again = twice.run("release", "car-loan", "--version", str(BETTER), "--yes")
    assert again.exit_code == 1
    assert "got a rejected version (too slow)" in again.stderr
    forced = twice.run(
        "release", "car-loan", "--version", str(BETTER), "--yes", "--force-reason", "node was slow"
    )
    assert forced.exit_code == 0, forced.output
    assert twice.champion() == BETTER


def test_the_stack_file_rejects_the_image_so_that_up_refuses_it(twice: Desk) -> None:
    bad = str(twice.engine.model("car-loan")["image"])
    twice.run("rollback", "car-loan", "--yes")
    config = YAML(typ="safe").load(twice.stack_file.read_text())["config"]
    assert config["slipway:rejected"] == {"car-loan": [bad]}
    good = str(twice.engine.model("car-loan")["image"])
    twice.stack_file.write_text(twice.stack_file.read_text().replace(good, bad))
    with pytest.raises(ConfigError, match=r"releases\.car-loan\.image: got .*as rolled back"):
        load(from_file(twice.stack_file))


def test_a_release_against_the_rejection_lifts_the_mark(twice: Desk) -> None:
    twice.run("rollback", "car-loan", "--yes")
    forced = ("--yes", "--force-reason", "node was slow")
    again = twice.run("release", "car-loan", "--version", str(BETTER), *forced)
    assert again.exit_code == 0, again.output
    assert "slipway:rejected" not in twice.stack_file.read_text()


def test_a_new_version_is_released_beside_a_rejected_one(twice: Desk) -> None:
    twice.run("rollback", "car-loan", "--yes")
    result = twice.run(
        "release", "car-loan", "--version", str(WORSE), "--yes", "--force-reason", "a test"
    )
    assert result.exit_code == 0, result.output
    assert "slipway:rejected" in twice.stack_file.read_text()
    assert (twice.released() or {})["version"] == WORSE


def test_a_second_rollback_does_not_go_to_what_was_rejected(twice: Desk) -> None:
    twice.run("rollback", "car-loan", "--yes")
    result = twice.run("rollback", "car-loan", "--yes")
    assert result.exit_code == 2
    assert "got no earlier release that wasn't rejected" in result.stderr
    assert twice.engine.model("car-loan")["version"] == GOOD


def test_without_any_release_there_is_nothing_to_roll_back(desk: Desk) -> None:
    result = desk.run("rollback", "car-loan", "--yes")
    assert result.exit_code == 2
    assert "rollback of car-loan: got no release" in result.stderr


def test_a_version_that_never_served_here_must_pass_the_gate_first(twice: Desk) -> None:
    result = twice.run("rollback", "car-loan", "--to", "2", "--yes")
    assert result.exit_code == 2
    assert "version 2, which never served in stack local" in result.stderr
    assert "slipway model release car-loan --version 2" in result.stderr


def test_what_others_deployed_counts_as_served(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    desk.run("release", "car-loan", "--version", str(BETTER), "--no-up")
    desk.engine.deploy(
        {
            "urls": {
                "tracking": desk.tracking.uri,
                "registry": desk.registry_address,
                "objectStore": desk.objects.url,
            },
            "models": {"car-loan": {**(desk.released() or {}), "min": 2, "max": 4}},
            "objectStoreKeys": {"accessKeyId": "k", "secretAccessKey": "s"},
        }
    )
    result = desk.run("rollback", "car-loan", "--yes", "--json")
    assert outcome(result).version == GOOD
    assert "slipway.releases.local" in desk.tags(BETTER)


def test_a_failed_up_rejects_nothing(twice: Desk) -> None:
    before = twice.stack_file.read_bytes()
    twice.engine.fail_next_up()
    result = twice.run("rollback", "car-loan", "--yes")
    assert result.exit_code == 1
    assert twice.stack_file.read_bytes() == before
    assert tags.REJECTED not in twice.tags(BETTER)
    assert twice.champion() == BETTER


def test_an_image_that_is_gone_stops_the_rollback_before_anything_changes(twice: Desk) -> None:
    before = twice.stack_file.read_bytes()
    digest = twice.tags(GOOD)[tags.DIGEST]
    url = f"http://{twice.registry_address}/v2/slipway/car-loan/manifests/{digest}"
    assert httpx.delete(url, trust_env=False).status_code == 202
    result = twice.run("rollback", "car-loan", "--yes")
    assert result.exit_code == 1
    assert "got nothing in the registry" in result.stderr
    assert twice.stack_file.read_bytes() == before
