"""Judges of one property: the words that most policies are written in."""

import json
from collections.abc import Callable, Iterator, Mapping

from slipway.stacks.plan.graph import UNKNOWN, Json, PlannedResource
from slipway.stacks.policy.path import ABSENT, Found, Value, find
from slipway.stacks.policy.policy import Judge, Must
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import KEPT, Broken, Unknown, Verdict

Test = Callable[[Value], bool]


def holds(test: Test) -> Must:
    """Every value at the path passes the test; one that isn't known yet says so."""

    def must(path: str) -> Judge:
        def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
            return judged(find(resource.inputs, path), test)

        return judge

    return must


def judged(found: tuple[Found, ...], test: Test) -> Verdict:
    """A known fault comes before an unknown value."""
    for one in found:
        if not one.unknown and not test(one.value):
            return Broken(path=one.path, found=one.shown)
    for one in found:
        if one.unknown:
            return Unknown(path=one.path)
    return KEPT


def is_(*allowed: Json) -> Must:
    """One of some values; nothing at all is none of them."""
    return holds(lambda value: value in allowed)


def is_or_absent(*allowed: Json) -> Must:
    """One of some values, or nothing, where that means one of them."""
    return holds(lambda value: value is ABSENT or value is None or value in allowed)


def off() -> Must:
    """False, or nothing, where that means false."""
    return holds(lambda value: value in (False, None, ABSENT))


def at_least(least: int) -> Must:
    """A number that is large enough."""
    return holds(lambda value: isinstance(value, (int, float)) and value >= least)


def present() -> Must:
    """Anything; an output of another resource that isn't known yet is something, too."""

    def must(path: str) -> Judge:
        def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
            for one in find(resource.inputs, path):
                if not one.unknown and one.value in (ABSENT, None, "", [], {}):
                    return Broken(path=one.path, found=one.shown)
            return KEPT

        return judge

    return must


def absent() -> Must:
    """Nothing, or an empty list."""
    return holds(lambda value: value in (ABSENT, None, "", [], {}))


def includes(*wanted: str) -> Must:
    """A list that has all of these."""
    return holds(lambda value: isinstance(value, list) and all(one in value for one in wanted))


def excludes(*unwanted: str) -> Must:
    """A list, or nothing, that has none of these."""
    return holds(
        lambda value: not isinstance(value, list) or not any(one in value for one in unwanted)
    )


def or_at(other: str, second: Must, first: Must) -> Must:
    """`first` at the policy's own path, or `second` at the other path: one is enough."""

    def must(path: str) -> Judge:
        def judge(resource: PlannedResource, scene: Scene) -> Verdict:
            verdict = first(path)(resource, scene)
            instead = second(other)(resource, scene)
            if KEPT in (verdict, instead):
                return KEPT
            return instead if isinstance(instead, Unknown) else verdict

        return judge

    return must


def beside(kind: str, by: str, test: Test, at: str) -> Must:
    """Another resource of that type, with the same input `by`, whose value passes the test.

    The policy's own path is the input that both share.
    """

    def must(path: str) -> Judge:
        def judge(resource: PlannedResource, scene: Scene) -> Verdict:
            if resource.inputs.get(by) == UNKNOWN:
                return Unknown(path=path)
            companions = list(scene.beside(resource, kind, by))
            if not companions:
                return Broken(path=path, found=f"no {kind.rpartition(':')[2]} for it")
            found = [one for other in companions for one in find(other.inputs, at)]
            return judged(tuple(found), test)

        return judge

    return must


def statements(value: Value) -> Iterator[Mapping[str, Json]]:
    """The statements of an IAM policy, which is JSON as text."""
    if not isinstance(value, str) or value == UNKNOWN:
        return
    said = json.loads(value).get("Statement", [])
    yield from [said] if isinstance(said, dict) else said


def texts(value: Json) -> list[str]:
    """One text or a list of them, as IAM lets one write."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
