import pytest
from google.protobuf import json_format, struct_pb2

from bootstrap.kubernetes_provider.document import Json
from bootstrap.kubernetes_provider.errors import UnsupportedValueError
from bootstrap.kubernetes_provider.wire import (
    SECRET,
    SIGNATURE,
    UNKNOWN,
    Properties,
    decode,
    encode,
)


def message(tree: dict[str, Json]) -> struct_pb2.Struct:
    return json_format.ParseDict(tree, struct_pb2.Struct())


def secret(value: Json) -> dict[str, Json]:
    return {SIGNATURE: SECRET, "value": value}


def test_a_port_that_travelled_as_a_double_is_a_whole_number_again() -> None:
    decoded = decode(message({"port": 8080, "share": 0.5})).tree
    assert repr(decoded["port"]) == "8080"
    assert decoded["share"] == 0.5


def test_the_mark_of_a_secret_is_kept_as_its_path() -> None:
    found = decode(message({"env": [{"name": "A"}, {"value": secret("hidden")}]}))
    assert found.tree == {"env": [{"name": "A"}, {"value": "hidden"}]}
    assert found.secrets == {("env", 1, "value")}


def test_a_secret_object_survives_the_way_there_and_back() -> None:
    sent = message({"data": secret({"a": "b"}), "list": [1, True, "x", {}]})
    assert encode(decode(sent)) == sent


def test_marks_are_left_out_for_an_engine_that_does_not_know_them() -> None:
    properties = Properties({"a": "hidden"}, frozenset({("a",)}))
    assert encode(properties, mark_secrets=False) == message({"a": "hidden"})


def test_nulls_are_as_good_as_absent() -> None:
    assert decode(message({"a": None, "b": {"c": None}})).tree == {"b": {}}


@pytest.mark.parametrize(
    "marker", [UNKNOWN, "3eeb2bf0-c639-47a8-9e75-3b44932eb421"], ids=["text", "number"]
)
def test_an_unknown_of_any_type_is_seen(marker: str) -> None:
    found = decode(message({"spec": {"replicas": marker}}))
    assert found.has_unknowns
    assert not decode(message({"spec": {"replicas": 1}})).has_unknowns


def test_an_asset_is_refused_with_its_place() -> None:
    asset: Json = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}
    with pytest.raises(UnsupportedValueError, match=r"^data\.file: got an asset"):
        decode(message({"data": {"file": asset}}))
