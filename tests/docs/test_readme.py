"""What the README copies from the code is the same as in the code."""

from pathlib import Path

from slipway.stacks.variants import CAPABILITIES

README = Path(__file__).parents[2] / "README.md"


def variant_rows() -> list[str]:
    return [
        f"| {row.name} | {row.open_source} | {row.cloud_native} | {row.managed_platform} |"
        for row in CAPABILITIES
    ]


def test_the_variants_table_is_the_one_that_the_command_prints() -> None:
    text = README.read_text(encoding="utf-8")
    assert [row for row in variant_rows() if row not in text] == []


def test_every_page_that_the_readme_names_is_there() -> None:
    for name in ("docs/platform.svg", "docs/adr", "examples/car_loan/data/README.md"):
        assert name in README.read_text(encoding="utf-8")
        assert (README.parent / name).exists()
