"""Generated passwords: random, kept, and replaced only when asked for."""

import base64

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from slipway.components.password import Password, PasswordArgs
from slipway.components.password_provider import ALPHABET, PasswordProvider
from slipway.stacks.plan.graph import UNKNOWN
from tests.support.recording import record

INPUTS = {"length": 32, "rotation": ""}
STATE = {**INPUTS, "value": "x", "previous": "w"}


def test_two_passwords_differ_and_hold_letters_and_digits_only() -> None:
    made = [PasswordProvider().create(dict(INPUTS)) for _ in range(2)]
    values = [(one.outs or {})["value"] for one in made]
    assert values[0] != values[1]
    assert all(len(value) == 32 and set(value) <= set(ALPHABET) for value in values)
    assert made[0].id != made[1].id


def test_the_id_tells_nothing_about_the_password() -> None:
    made = PasswordProvider().create(dict(INPUTS))
    value = (made.outs or {})["value"]
    assert value not in made.id
    assert made.id not in value


@pytest.mark.parametrize("change", [{"length": 40}, {"rotation": "2026-03"}])
def test_a_new_length_or_rotation_makes_a_new_password(change: dict[str, object]) -> None:
    found = PasswordProvider().diff("id", STATE, {**INPUTS, **change})
    # Replaced, it would forget the one before, which some still need.
    assert (found.changes, found.replaces) == (True, [])
    after = PasswordProvider().update("id", STATE, {**INPUTS, **change, "value": None}).outs or {}
    assert after["value"] != "x"
    assert len(after["value"]) == after["length"]
    assert after["previous"] == "x"


def test_nothing_else_changes_a_password() -> None:
    old = {**STATE, "__provider": "old code"}
    found = PasswordProvider().diff("id", old, {**INPUTS, "value": None, "__provider": "new"})
    assert (found.changes, found.replaces) == (False, [])


def test_before_its_first_rotation_a_password_is_its_own_predecessor() -> None:
    made = PasswordProvider().create(dict(INPUTS)).outs or {}
    assert made["previous"] == made["value"]


def test_a_state_from_before_there_were_rotations_is_completed_without_a_new_password() -> None:
    old = {**INPUTS, "value": "x"}
    assert PasswordProvider().diff("id", old, INPUTS).changes
    after = PasswordProvider().update("id", old, {**INPUTS, "value": None}).outs or {}
    assert (after["value"], after["previous"]) == ("x", "x")
    assert not PasswordProvider().diff("id", after, INPUTS).changes


def test_the_state_keeps_a_reference_to_the_provider_and_not_its_code() -> None:
    kept = base64.b64decode(serialize_provider(PasswordProvider()))
    assert b"slipway.components.password_provider" in kept
    assert len(kept) < 200


def test_length_and_rotation_reach_the_provider() -> None:
    recording = record(lambda: Password("x", PasswordArgs(length=20, rotation="a")))
    [inputs] = [one.inputs for one in recording.resources]
    assert (inputs["length"], inputs["rotation"]) == (20, "a")
    assert inputs.get("value") in {None, UNKNOWN}
