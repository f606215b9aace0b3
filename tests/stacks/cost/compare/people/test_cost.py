"""People's hours: complete, explained, and replaced by a team's own."""

from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.people.cost import COLUMNS, people_costs
from slipway.stacks.cost.faults import CostInputError
from slipway.stacks.cost.span import Span

RATE = Decimal(80)
HEAD = ",".join(COLUMNS) + "\n"


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_every_cell_with_a_bill_has_hours_and_reasons() -> None:
    found = people_costs(RATE)
    assert list(found) == list(BILLED_CELLS)
    for one in found.values():
        assert one.setup_hours.low > 0
        assert one.monthly_hours.low > 0
        assert "model services: " in one.reason


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_who_owns_more_works_more(cloud: str) -> None:
    found = people_costs(RATE)
    variants = ("managed-platform", "cloud-native", "open-source")
    hours = [found[f"{variant}-{cloud}"].monthly_hours.expected for variant in variants]
    assert hours == sorted(set(hours))


def test_money_is_hours_times_rate() -> None:
    one = people_costs(RATE)["open-source-aws"]
    assert one.setup == Span(*(hours * 80 for hours in one.setup_hours.each()))
    assert one.monthly == Span(*(hours * 80 for hours in one.monthly_hours.each()))


def test_an_own_file_replaces_the_cells_that_it_names(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "open-source,aws,all,1,2,3,0.5,1,2,We have done it twice",
        "open-source,aws,more,1,1,1,1,1,1,Audit",
    )
    found = people_costs(RATE, file)
    own = found["open-source-aws"]
    assert own.setup_hours == Span(Decimal(2), Decimal(3), Decimal(4))
    assert own.monthly_hours == Span(Decimal("1.5"), Decimal(2), Decimal(3))
    assert own.reason == "all: We have done it twice; more: Audit"
    assert found["open-source-azure"] == people_costs(RATE)["open-source-azure"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("open-source,moon,x,1,2,3,1,2,3,y", "open-source-moon; expected variant and target"),
        ("open-source,aws,x,3,2,1,1,2,3,y", "3, 2, 1, 1, 2, 3; expected hours with 0 <= low"),
        ("open-source,aws,x,-1,2,3,1,2,3,y", "-1, 2, 3, 1, 2, 3; expected hours"),
        ("open-source,aws,x,1,2,many,1,2,3,y", "1, 2, many, 1, 2, 3; expected hours"),
        ("open-source,aws,x,1,2,Infinity,1,2,3,y", "1, 2, Infinity, 1, 2, 3; expected hours"),
        ("open-source,aws,x,1,2,3,1,2,,y", "1, 2, 3, 1, 2, ; expected hours"),
        ("open-source,aws,x,1,2,3,1,2,3", "without work or reason; expected both"),
        ("open-source,aws,x,1,2,3,1,2,3,", "without work or reason; expected both"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    file = written(tmp_path, "open-source,azure,x,1,2,3,1,2,3,y", line)
    with pytest.raises(CostInputError) as caught:
        people_costs(RATE, file)
    assert f"{file}:3: got " in str(caught.value)
    assert told in str(caught.value)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("cell,hours\nx,1\n", encoding="utf-8")
    with pytest.raises(CostInputError, match=r"people\.csv:1: got cell,hours; expected variant,"):
        people_costs(RATE, file)
    file.write_text("", encoding="utf-8")
    with pytest.raises(CostInputError, match="got nothing; expected variant,"):
        people_costs(RATE, file)
    with pytest.raises(CostInputError, match="No such file"):
        people_costs(RATE, tmp_path / "none.csv")
