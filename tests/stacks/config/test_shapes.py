"""No error message shows a person a regular expression."""

from collections.abc import Iterator

from slipway.stacks.config.schema import schema
from slipway.stacks.config.shapes import WORDS, words_of


def patterns(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        found = value.get("pattern")
        if isinstance(found, str):
            yield found
        yield from value.get("patternProperties", ())
        for item in value.values():
            yield from patterns(item)
    elif isinstance(value, list):
        for item in value:
            yield from patterns(item)


def test_every_pattern_of_the_config_has_words_and_no_words_are_left_over() -> None:
    used = set(patterns(schema()))
    assert [one for one in used if words_of(one) is None] == []
    assert [one for one in WORDS if one not in used] == []


def test_a_resource_id_is_shown_with_its_kind() -> None:
    [vault] = [one for one in patterns(schema()) if "KeyVault" in one][:1]
    told = words_of(vault)
    assert told is not None
    assert told.endswith("/providers/Microsoft.KeyVault/vaults/<name>")
