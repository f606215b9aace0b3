"""The check of the platform's images: what it records, keeps and compares."""

import base64
import pickletools
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.dynamic.dynamic import serialize_provider
from pulumi_kubernetes.core.v1 import ConfigMap

from slipway.components import images_present_check as check
from slipway.components.images_present import ImagesPresent, ImagesPresentArgs
from slipway.components.images_present_provider import ImagesPresentProvider
from slipway.stacks.plan.record import record

DIGEST = "sha256:" + "a" * 64
REFERENCE = f"registry.test/team/slipway/tracking@{DIGEST}"
PROPS: dict[str, Any] = {
    "registry": "registry.test/team",
    "images": {"tracking": DIGEST},
    "references": {"tracking": REFERENCE},
    "command": "slipway images push",
}
Answer = dict[str, str] | Exception


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """Answers for the registry; the real question is asked in the tests with the engine."""

    def answer(with_what: Answer) -> None:
        def missing(_props: dict[str, Any]) -> dict[str, str]:
            if isinstance(with_what, Exception):
                raise with_what
            return with_what

        monkeypatch.setattr(check, "_missing", missing)

    monkeypatch.setattr("sys.tracebacklimit", 1000, raising=False)
    return answer


def test_the_plan_records_it_with_the_command_and_the_references() -> None:
    def program() -> None:
        args = ImagesPresentArgs(registry="registry.test/team", images={"tracking": DIGEST})
        present = ImagesPresent("images", args)
        ConfigMap("workload", data={"image": present.reference("tracking")})

    made, workload = record(program, project="p", stack="team")
    assert made.type == "pulumi-python:dynamic/slipway:ImagesPresent"
    inputs = {name: value for name, value in made.inputs.items() if name != "__provider"}
    command = "slipway images push --stack team --to registry.test/team"
    assert inputs == {**PROPS, "command": command}
    assert workload.inputs["data"] == {"image": REFERENCE}
    assert made.urn in workload.dependencies


def test_another_command_may_be_named() -> None:
    args = ImagesPresentArgs(registry="r.test", images={}, command="ask")
    [made] = record(lambda: _make(args), project="p", stack="s")
    assert made.inputs["command"] == "ask"


def _make(args: ImagesPresentArgs) -> None:
    ImagesPresent("images", args)


def test_the_state_keeps_a_reference_to_the_code_and_not_the_code() -> None:
    pickled = base64.b64decode(serialize_provider(ImagesPresentProvider()))
    texts = [
        argument for _, argument, _ in pickletools.genops(pickled) if isinstance(argument, str)
    ]
    assert texts == ["slipway.components.images_present_provider", "ImagesPresentProvider"]


def test_images_that_are_there_let_the_stack_go_on(
    registry: Callable[[Answer], None],
) -> None:
    registry({})
    made = ImagesPresentProvider().create({**PROPS, "__provider": "code"})
    assert made.outs == PROPS
    assert ImagesPresentProvider().update("id", PROPS, PROPS).outs == PROPS


@pytest.mark.parametrize("act", ["create", "update"])
def test_missing_images_are_named_with_the_command(
    registry: Callable[[Answer], None], act: str
) -> None:
    registry({"tracking": DIGEST})
    provider = ImagesPresentProvider()
    with pytest.raises(check.ImagesMissingError) as caught:
        provider.create(PROPS) if act == "create" else provider.update("id", PROPS, PROPS)
    assert f"registry registry.test/team: got no\n  tracking ({DIGEST})" in str(caught.value)
    assert "Run `slipway images push`, then `up` again." in str(caught.value)


def test_a_registry_that_cannot_be_asked_ends_the_update_in_its_words(
    registry: Callable[[Answer], None],
) -> None:
    registry(check.RegistryNotAskedError("registry.test", "login to registry registry.test: got"))
    with pytest.raises(check.RegistryNotAskedError, match="login to registry"):
        ImagesPresentProvider().create(PROPS)


@pytest.mark.parametrize(
    ("change", "answer", "changes"),
    [
        ({}, {}, False),
        ({"command": "other"}, {}, False),
        ({}, {"tracking": DIGEST}, True),
        ({"images": {"tracking": DIGEST.replace("a", "b")}}, {}, True),
        ({"registry": "other.test"}, {}, True),
        ({}, check.RegistryNotAskedError("registry.test", ""), False),
    ],
    ids=["same", "command", "gone since", "other image", "other registry", "out of reach"],
)
def test_it_runs_again_for_other_images_or_images_that_are_gone(
    registry: Callable[[Answer], None], change: dict[str, object], answer: Answer, *, changes: bool
) -> None:
    registry(answer)
    found = ImagesPresentProvider().diff("id", PROPS, {**PROPS, **change})
    assert (found.changes, found.replaces) == (changes, None)
