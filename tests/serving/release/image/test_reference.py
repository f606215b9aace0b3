import pytest

from slipway.serving.release.image.reference import ImageReference, ImageReferenceError

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    "text", [f"localhost:30000/car-loan@{DIGEST}", "ghcr.io/team/slipway/runtime:v1"]
)
def test_a_reference_reads_back_as_it_was_written(text: str) -> None:
    assert str(ImageReference.parse(text)) == text


def test_the_digest_wins_over_a_tag() -> None:
    image = ImageReference.parse(f"localhost:30000/car-loan:v3@{DIGEST}")
    assert image.selector == DIGEST


@pytest.mark.parametrize(
    "text",
    ["car-loan", "localhost:30000/car-loan", "localhost:30000/Car@sha256:1", "", "a/b@sha256:xyz"],
)
def test_a_text_that_pins_no_image_is_refused(text: str) -> None:
    with pytest.raises(ImageReferenceError, match="image: got "):
        ImageReference.parse(text)
