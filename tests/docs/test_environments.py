"""The page about environments says what the table in the code says."""

from pathlib import Path

from slipway.stacks.environments import ENVIRONMENTS

PAGE = (Path(__file__).parents[2] / "docs/environments.md").read_text(encoding="utf-8")


def row(start: str) -> list[str]:
    [line] = [one for one in PAGE.splitlines() if one.startswith(f"| {start}")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_page_shows_every_environment_with_its_values() -> None:
    profiles = list(ENVIRONMENTS.values())
    assert row("| dev |") == list(ENVIRONMENTS)
    assert row("deletion protection") == ["yes" if one.production else "no" for one in profiles]
    assert row("backups kept") == [str(one.backup_days) for one in profiles]
    assert row("logs kept") == [str(one.log_days) for one in profiles]
    assert row("node type") == [f"{one.node_size.aws} / {one.node_size.azure}" for one in profiles]
    assert row("database") == [
        f"{one.database_size.aws} / {one.database_size.azure}" for one in profiles
    ]
