import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, JsonObject
from bootstrap.kubernetes_provider.names import (
    Naming,
    Reference,
    UnnamedError,
    name_object,
    place_object,
)
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties

NAMING = Naming(resource="web", seed=b"seed")


def name_of(properties: Properties) -> str:
    return Document(properties.tree).name


def test_a_name_of_the_program_stays() -> None:
    news = Properties({"metadata": {"name": "mine"}})
    assert name_object(news, None, NAMING) == news


def test_an_unnamed_object_gets_its_resource_name_and_eight_digits_of_the_seed() -> None:
    named = name_object(Properties({}), None, NAMING)
    stem, _, suffix = name_of(named).rpartition("-")
    assert (stem, len(suffix)) == ("web", 8)
    assert Document(named.tree).annotations == {"pulumi.com/autonamed": "true"}
    assert name_of(name_object(Properties({}), None, NAMING)) == name_of(named)
    other = Naming(resource="web", seed=b"other")
    assert name_of(name_object(Properties({}), None, other)) != name_of(named)


def test_an_update_keeps_the_name_given_before() -> None:
    first = name_object(Properties({}), None, NAMING)
    other = Naming(resource="web", seed=b"other")
    assert name_of(name_object(Properties({}), first, other)) == name_of(first)


def test_a_name_taken_out_of_the_program_is_not_kept() -> None:
    chosen = Properties({"metadata": {"name": "mine"}})
    assert name_of(name_object(Properties({}), chosen, NAMING)).startswith("web-")


def test_the_name_that_the_stack_proposes_is_taken() -> None:
    naming = Naming(resource="web", seed=b"", proposed="web-dev")
    assert name_of(name_object(Properties({}), None, naming)) == "web-dev"


@pytest.mark.parametrize(
    ("metadata", "naming"),
    [({"generateName": "a-"}, NAMING), ({}, Naming(resource="a", seed=b"", forbidden=True))],
    ids=["generateName", "forbidden by the stack"],
)
def test_a_name_that_cannot_be_given_is_refused(metadata: JsonObject, naming: Naming) -> None:
    with pytest.raises(UnnamedError, match=r"^metadata\.name: got nothing; expected"):
        name_object(Properties({"metadata": metadata}), None, naming)


def test_a_name_known_only_later_is_left_alone() -> None:
    news = Properties({"metadata": {"name": UNKNOWN}})
    assert name_object(news, None, NAMING) == news


def test_only_objects_of_a_namespace_get_one() -> None:
    news = Properties({"metadata": {"name": "a"}})
    placed = place_object(news, kinds.SERVICE, "here")
    assert Document(placed.tree).namespace == "here"
    assert place_object(news, kinds.NAMESPACE, "here") == news
    assert place_object(placed, kinds.SERVICE, "there") == placed


@pytest.mark.parametrize(
    ("kind", "identifier", "expected"),
    [
        (kinds.SERVICE, "here/a", "here/a"),
        (kinds.SERVICE, "a", "default/a"),
        (kinds.NAMESPACE, "a", "a"),
    ],
    ids=["with namespace", "bare", "cluster-wide"],
)
def test_an_id_leads_to_its_object(kind: kinds.Kind, identifier: str, expected: str) -> None:
    assert Reference.from_id(kind, identifier, "default").id == expected
