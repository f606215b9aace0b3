import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.diff import compare
from bootstrap.kubernetes_provider.document import Json, JsonObject
from bootstrap.kubernetes_provider.kinds import Kind
from bootstrap.kubernetes_provider.replacement import Mutability

AS_OFFICIAL = Mutability()


def named(**fields: Json) -> JsonObject:
    return {"metadata": {"name": "a", "namespace": "n"}, **fields}


def changes(kind: Kind, old: JsonObject, new: JsonObject) -> dict[str, str]:
    found = compare(kind, old, new, AS_OFFICIAL).changes
    return {c.key: c.operation.value + ("+" if c.replaces else "") for c in found}


def test_equal_inputs_are_no_change() -> None:
    inputs = named(spec={"replicas": 2, "template": {"spec": {"containers": [{"name": "a"}]}}})
    assert changes(kinds.DEPLOYMENT, inputs, inputs) == {}


def test_the_path_of_a_change_reads_as_pulumi_prints_it() -> None:
    old = named(spec={"ports": [{"port": 1}], "labels": {"app.kubernetes.io/name": "x"}})
    new = named(spec={"ports": [{"port": 2}], "labels": {"app.kubernetes.io/name": "y"}})
    assert changes(kinds.SERVICE, old, new) == {
        "spec.ports[0].port": "UPDATE",
        'spec.labels["app.kubernetes.io/name"]': "UPDATE",
    }


def test_two_spellings_of_one_quantity_are_no_change() -> None:
    def limits(cpu: Json, memory: Json) -> JsonObject:
        return named(spec={"resources": {"limits": {"cpu": cpu, "memory": memory}}})

    assert changes(kinds.DEPLOYMENT, limits("1000m", "1Gi"), limits("1", "1024Mi")) == {}
    assert changes(kinds.DEPLOYMENT, limits("1000m", "1Gi"), limits("1", "1G")) == {
        "spec.resources.limits.memory": "UPDATE"
    }


def test_added_and_removed_items_have_their_own_operation() -> None:
    old = named(spec={"a": [1, 2], "b": {}})
    new = named(spec={"a": [1], "c": 1})
    assert changes(kinds.DEPLOYMENT, old, new) == {
        "spec.a[1]": "DELETE",
        "spec.b": "DELETE",
        "spec.c": "ADD",
    }


def test_an_empty_list_is_as_good_as_none() -> None:
    empty, absent = named(spec={"args": []}), named(spec={})
    assert changes(kinds.DEPLOYMENT, absent, empty) == {}
    assert changes(kinds.DEPLOYMENT, empty, absent) == {}
    assert changes(kinds.DEPLOYMENT, absent, named(spec={"emptyDir": {}})) != {}


REPLACED = [
    (kinds.DEPLOYMENT, {"spec": {"selector": {"matchLabels": {"app": "a"}}}}),
    (kinds.STATEFUL_SET, {"spec": {"serviceName": "a"}}),
    (kinds.JOB, {"spec": {"template": {"spec": {"restartPolicy": "Never"}}}}),
    (kinds.ROLE_BINDING, {"roleRef": {"name": "a"}}),
    (kinds.CLUSTER_ROLE_BINDING, {"roleRef": {"name": "a"}}),
    (kinds.STORAGE_CLASS, {"parameters": {"a": "b"}}),
    (kinds.VOLUME_CLAIM, {"spec": {"accessModes": ["ReadWriteOnce"]}}),
    (kinds.SERVICE, {"spec": {"clusterIP": "None"}}),
    (kinds.CONFIG_MAP, {"data": {"a": "b"}}),
    (kinds.SECRET, {"stringData": {"a": "b"}}),
    (kinds.SECRET, {"type": "Opaque"}),
    (kinds.POD, {"spec": {"nodeName": "a"}}),
    (kinds.POD, {"spec": {"containers": [{"args": ["a"]}]}}),
]

UPDATED = [
    (kinds.DEPLOYMENT, {"spec": {"template": {"spec": {"containers": [{"image": "a"}]}}}}),
    (kinds.STATEFUL_SET, {"spec": {"replicas": 1}}),
    (kinds.JOB, {"spec": {"backoffLimit": 1}}),
    (kinds.VOLUME_CLAIM, {"spec": {"resources": {"requests": {"storage": "1Gi"}}}}),
    (kinds.SERVICE, {"spec": {"type": "NodePort"}}),
    (kinds.CONFIG_MAP, {"metadata": {"labels": {"a": "b"}}}),
    (kinds.POD, {"spec": {"containers": [{"image": "a"}]}}),
]


def _id(case: object) -> str:
    return case.name if isinstance(case, Kind) else str(case)[:40]


@pytest.mark.parametrize(("kind", "fields"), REPLACED, ids=_id)
def test_a_field_that_cannot_change_in_place_replaces(kind: Kind, fields: JsonObject) -> None:
    assert compare(kind, {}, fields, AS_OFFICIAL).replaces


@pytest.mark.parametrize(("kind", "fields"), UPDATED, ids=_id)
def test_a_field_that_can_change_in_place_does(kind: Kind, fields: JsonObject) -> None:
    found = compare(kind, {}, fields, AS_OFFICIAL)
    assert found.changes
    assert not found.replaces


def test_data_changes_in_place_where_the_settings_say_so() -> None:
    old: JsonObject = {"data": {"a": "1"}}
    new: JsonObject = {"data": {"a": "2"}}
    mutable = Mutability(config_maps=True)
    assert not compare(kinds.CONFIG_MAP, old, new, mutable).replaces
    assert compare(kinds.SECRET, old, new, mutable).replaces
    frozen: JsonObject = {**old, "immutable": True}
    assert compare(kinds.CONFIG_MAP, frozen, new, mutable).replaces


def test_a_new_name_or_namespace_replaces_without_deleting_first() -> None:
    moved = compare(
        kinds.SERVICE,
        named(),
        {"metadata": {"name": "a", "namespace": "other"}},
        AS_OFFICIAL,
    )
    assert moved.replaces
    assert not moved.delete_first


def test_an_object_with_a_chosen_name_is_deleted_before_its_replacement() -> None:
    assert compare(kinds.CONFIG_MAP, named(data={"a": "1"}), named(), AS_OFFICIAL).delete_first


def test_an_object_with_a_name_of_ours_is_replaced_before_it_is_deleted() -> None:
    metadata: JsonObject = {"name": "a", "annotations": {"pulumi.com/autonamed": "true"}}
    old: JsonObject = {"metadata": metadata, "data": {"a": "1"}}
    new: JsonObject = {"metadata": metadata, "data": {"a": "2"}}
    assert not compare(kinds.CONFIG_MAP, old, new, AS_OFFICIAL).delete_first
