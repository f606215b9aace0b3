"""`slipway variants`, and `--advise`."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.advice.advice import advise
from slipway.stacks.advice.options import CHOICES, choose
from slipway.stacks.cli import variants as command
from slipway.stacks.cli.published.advice import AdviceDocument
from slipway.stacks.cli.published.variants import VariantsDocument
from slipway.stacks.cli.variants import variants
from slipway.stacks.cli.variants_bills import Bills
from slipway.stacks.variants import CAPABILITIES

WIDTH = 100


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": str(WIDTH)}).invoke(variants, arguments)


def test_the_tables_are_printed_with_the_factors() -> None:
    printed = run().stdout
    for row in CAPABILITIES:
        assert row.name.split()[0] in printed
    for title in ("time to build", "expertise needed", "flexibility", "covered functions"):
        assert title in printed


def test_the_tables_in_json_have_the_factors() -> None:
    document = VariantsDocument.model_validate(json.loads(run("--json", "--runs", "aws").stdout))
    integration = next(one for one in document.factors if one.factor == "integration")
    scores = {one.cell: one.score for one in integration.scores}
    assert set(scores) == {one.name for one in CHOICES}
    assert scores["managed-platform-aws"] == 5


def test_an_advice_is_readable_in_100_columns() -> None:
    result = run("--advise", "--runs", "kubernetes,azure")
    assert result.exit_code == 0
    tables = [line for line in result.stdout.splitlines() if line.startswith((" ", "─"))]
    assert max(map(len, tables)) <= WIDTH
    assert "…" not in result.stdout
    assert "every factor counts the same" in result.stdout
    assert "How far from flipping" in result.stdout
    assert "open-source-local isn't ranked" in result.stdout


def test_the_advice_in_json_fits_its_schema_and_agrees_with_itself() -> None:
    result = run("--advise", "--json", "--on", "azure", "--weight", "flexibility=3")
    document = AdviceDocument.model_validate(json.loads(result.stdout))
    assert document.weights["flexibility"] == 3
    assert document.weighed == ["flexibility"]
    assert [one.place for one in document.ranking] == [1, 2, 3]
    scores = [one.score for one in document.ranking]
    assert scores == sorted(scores, reverse=True)
    assert document.decided[0].over == document.ranking[1].option
    assert document.decided[0].lead == pytest.approx(scores[0] - scores[1])
    assert [one.factor for one in document.flips] == list(document.weights)
    assert document.stack is None


def test_the_flips_in_json_are_the_figures_of_the_advice() -> None:
    cells, _ = choose(runs=(), targets=["azure"])
    advice = advise(cells)
    document = AdviceDocument.model_validate(
        json.loads(run("--advise", "--json", "--on", "azure").stdout)
    )
    assert any(one.change is not None for one in advice.flips)
    for told, flip in zip(document.flips, advice.flips, strict=True):
        figures = (flip.change, flip.relative, flip.at)
        expected = tuple(None if one is None else float(one) for one in figures)
        assert (told.change, told.relative, told.flips_at) == expected
        assert told.challenger == flip.challenger
    assert advice.combined is not None
    assert document.combined is not None
    assert document.combined.change == float(advice.combined.change)
    assert document.combined.weights == {
        factor: float(weight) for factor, weight in advice.combined.weights.items()
    }


def test_weights_of_a_file_change_the_first(tmp_path: Path) -> None:
    file = tmp_path / "weights.yaml"
    firsts = []
    for text in ("expertise: 9\n", "flexibility: 9\n"):
        file.write_text(text, encoding="utf-8")
        printed = run("--advise", "--json", "--weights", str(file)).stdout
        firsts.append(json.loads(printed)["ranking"][0]["option"])
    assert firsts == ["managed-platform on aws", "open-source"]


def test_bills_count_and_cells_without_one_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def billed(stack: str, cells: object) -> Bills:
        del cells
        assert stack == "dev"
        return Bills(
            expected={"open-source-aws": Decimal(900), "managed-platform-aws": Decimal(300)},
            without={"cloud-native-aws": "no price"},
            notes=["cost: USD a month"],
        )

    monkeypatch.setattr(command, "bills", billed)
    arguments = ("--advise", "--on", "aws", "--stack", "dev", "--weight", "cost=2")
    document = AdviceDocument.model_validate(json.loads(run(*arguments, "--json").stdout))
    [cost] = [one for one in document.factors if one.factor == "cost"]
    assert {one.cell: one.score for one in cost.scores} == {
        "open-source-aws": pytest.approx(1 + 4 / 3),
        "managed-platform-aws": 5,
    }
    assert ("cloud-native-aws", "no price") in [(one.cell, one.reason) for one in document.left_out]
    assert document.notes == ["cost: USD a month"]
    assert "cost: USD a month" in run(*arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--advise", "--weight", "flexibilty=3"), "Did you mean flexibility?"),
        (("--advise", "--weight", "flexibility=-1"), "expected 0 or more"),
        (("--advise", "--weight", "flexibility=x"), "expected a number"),
        (("--advise", "--weight", "cost=1"), "expected --stack beside it"),
        (("--advise", "--weights", "no-such.yaml"), "no-such.yaml:1: got"),
        (("--advise", "--runs", "gcp"), "--runs: got 'gcp'"),
        (("--advise", "--on", "kubernetes"), "got only open-source on kubernetes"),
        (("--weight", "flexibility=1"), "--weight: got it alone; expected --advise"),
        (("--stack", "dev"), "--stack: got it alone"),
    ],
)
def test_wrong_use_is_one_message_and_exit_code_2(arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_key_in_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("expertise: 2\nflexibilty: 3\n", encoding="utf-8")
    result = run("--advise", "--weights", str(file))
    assert result.exit_code == 2
    assert f"{file}:2: got 'flexibilty'" in result.stderr
