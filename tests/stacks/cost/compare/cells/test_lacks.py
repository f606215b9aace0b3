"""What a cell lacks is what its page says."""

from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.cells.lacks import lacks, rows
from tests.support.example_stacks import ROOT


def test_every_cell_lacks_something_and_says_so() -> None:
    for cell in BILLED_CELLS.values():
        assert lacks(cell.variant, cell.target)
    assert not lacks("open-source", "local")


def test_each_line_stands_on_the_cells_page() -> None:
    for row in rows():
        name = f"{row['variant'].removesuffix('-platform')}-{row['target']}"
        page = (ROOT / f"docs/variants/{name}.md").read_text(encoding="utf-8")
        assert row["page_says"] in page, f"{name}: {row['lacks']}"
