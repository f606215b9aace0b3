import pytest
from pydantic import ValidationError

from slipway.stacks.cli.model.documents import DOCUMENTS, OutcomeDocument, rendered, schema_path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_schema_is_fresh(name: str) -> None:
    assert schema_path(name).read_text(encoding="utf-8") == rendered(name), (
        "run: python -m slipway.stacks.cli.model.documents"
    )


def test_a_document_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="surprise"):
        OutcomeDocument.model_validate_json('{"surprise": 1}')
