"""The real engine, with providers that echo, sees the same resources as the offline plan."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from slipway.stacks.plan.diff.changes import differences
from slipway.stacks.plan.graph import Json
from tests.support import echo_provider, example_stacks

ROOT = Path(__file__).parents[3]
# The local stack has previews of its own, with its real provider, in every `make up`.
STACKS = [name for name in example_stacks.STACKS if name != "local"]
UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SPELLINGS = {
    "<secret>": "(secret)",
    "[secret]": "(secret)",
    "<unknown>": "(unknown)",
    UNKNOWN_ON_THE_WIRE: "(unknown)",
}
PLAN = ("plan", "--json", "--stack")
ADDED_BY_THE_ENGINE = {"pulumi:pulumi:Stack"}

Resource = dict[str, Any]

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("pulumi") is None:
        pytest.fail("pulumi: not on PATH; run by `make test`, or put the tools there")
    folder = tmp_path_factory.mktemp("plugins")
    echo_provider.install(folder)
    return folder


def environment(home: Path, plugins: Path) -> dict[str, str]:
    # No variable of a person's own stack reaches the test's.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PULUMI_")}
    return {**kept, **echo_provider.environment(home, plugins)}


def previewed(stack: str, home: Path, plugins: Path) -> dict[str, Resource]:
    """What the engine would create, by URN; in a copy, because it writes into the stack's file."""
    (home / "stacks").symlink_to(ROOT / "stacks")
    for name in ("Pulumi.yaml", f"Pulumi.{stack}.yaml"):
        shutil.copy(ROOT / name, home / name)
    variables = environment(home, plugins)

    def pulumi(*arguments: str) -> str:
        result = subprocess.run(
            ["pulumi", *arguments, "--stack", stack, "--non-interactive"],
            cwd=home,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
        return result.stdout

    pulumi("stack", "init")
    steps = json.loads(pulumi("preview", "--json"))["steps"]
    states = [step["newState"] for step in steps]
    return {one["urn"]: one for one in states if one["type"] not in ADDED_BY_THE_ENGINE}


def planned(stack: str) -> dict[str, Resource]:
    result = subprocess.run(
        [sys.executable, "-c", "from slipway.stacks.cli.main import main; main()", *PLAN, stack],
        cwd=ROOT,
        env={**os.environ, "SLIPWAY_STATE": str(ROOT / ".no-state")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return {one["urn"]: one for one in json.loads(result.stdout)["resources"]}


def plain(value: Json) -> Json:
    """Both ways to write a secret, an unknown and a whole number become one."""
    if isinstance(value, str):
        return SPELLINGS.get(value, value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def inputs_of(resource: Resource) -> Json:
    """A provider's inputs are JSON in text, and the engine adds the plugin's version to them."""
    inputs = dict(resource.get("inputs") or {})
    if resource["type"].startswith("pulumi:providers:"):
        inputs.pop("version", None)
        inputs = {
            key: json.loads(value) if isinstance(value, str) and value.startswith("{") else value
            for key, value in inputs.items()
        }
    return plain(inputs)


def disagreements(ours: Resource, theirs: Resource, plan: dict[str, Resource]) -> list[str]:
    """Properties with different values.

    The engine doesn't ask a provider whose own settings are unknown, such as the Kubernetes
    provider of a cluster that is yet to be made: whatever its resources give is unknown to it. The
    plan knows what the program itself wrote. Only that difference is let through.
    """
    return [
        f"{path}: plan {here!r}, engine {there!r}"
        for path, here, there in differences(inputs_of(ours), inputs_of(theirs), "")
        if not (there == "(unknown)" and comes_from_unasked(ours, path, plan))
    ]


def comes_from_unasked(resource: Resource, path: str, plan: dict[str, Resource]) -> bool:
    sources = resource["propertyDependencies"].get(re.split(r"[.\[]", path)[0], [])
    return any(is_unasked(plan[source], plan) for source in sources if source in plan)


def is_unasked(resource: Resource, plan: dict[str, Resource]) -> bool:
    provider = plan.get(provider_of(resource))
    return provider is not None and "(unknown)" in json.dumps(plain(provider["inputs"]))


def parent_of(resource: Resource) -> str:
    """The engine names the stack where the plan names nobody."""
    parent = str(resource.get("parent") or "")
    return "" if "pulumi:pulumi:Stack::" in parent else parent


def provider_of(resource: Resource) -> str:
    """The provider's URN; its id is the engine's own business."""
    return str(resource.get("provider") or "").rpartition("::")[0]


def dependencies_of(resource: Resource) -> dict[str, list[str]]:
    found = resource.get("propertyDependencies") or {}
    return {key: sorted(urns) for key, urns in found.items() if urns}


@pytest.mark.parametrize("stack", STACKS)
def test_resources_parents_dependencies_and_properties_agree(
    stack: str, tmp_path: Path, plugins: Path
) -> None:
    engine, offline = previewed(stack, tmp_path, plugins), planned(stack)
    assert sorted(engine.keys() - offline.keys()) == [], "only the engine has these"
    assert sorted(offline.keys() - engine.keys()) == [], "only the plan has these"
    assert offline
    for urn, ours in offline.items():
        theirs = engine[urn]
        assert ours["type"] == theirs["type"]
        assert parent_of(ours) == parent_of(theirs), urn
        assert disagreements(ours, theirs, offline) == [], urn
        assert dependencies_of(ours) == dependencies_of(theirs), urn
        assert sorted(ours["dependencies"]) == sorted(theirs.get("dependencies", [])), urn
        assert bool(ours["protect"]) == bool(theirs.get("protect")), urn
        if not ours["read"] and "::" in str(ours["provider"]):
            assert provider_of(ours) == provider_of(theirs), urn
