"""An answer has the shape of an output where that isn't the shape of the input."""

from google.protobuf import json_format, struct_pb2

from slipway.stacks.plan.answer import answer


def struct(value: dict[str, object]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    json_format.ParseDict(value, made)
    return made


def answered(value: dict[str, object]) -> dict[str, object]:
    return json_format.MessageToDict(answer(struct(value)))


def test_identities_come_back_by_id() -> None:
    given = {"identity": {"type": "UserAssigned", "userAssignedIdentities": ["/a", "/b"]}, "x": 1}
    assert answered(given) == {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/a": {}, "/b": {}}},
        "x": 1,
    }


def test_the_question_is_left_as_it_was() -> None:
    given = struct({"identity": {"userAssignedIdentities": ["/a"]}})
    answer(given)
    assert json_format.MessageToDict(given) == {"identity": {"userAssignedIdentities": ["/a"]}}


def test_everything_else_comes_back_as_it_went() -> None:
    for given in (
        {},
        {"identity": {"type": "SystemAssigned"}},
        {"identity": "an unknown value"},
        {"identity": {"userAssignedIdentities": "an unknown value"}},
    ):
        assert answered(given) == given
