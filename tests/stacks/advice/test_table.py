"""Every variant has a score and a reason in every factor, and what is counted is counted right."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from slipway.stacks.advice import coverage
from slipway.stacks.advice.coverage import coverage_score
from slipway.stacks.advice.errors import AdviceInputError
from slipway.stacks.advice.given import (
    MissingScoreError,
    fits,
    partly_covered,
    score_of,
    scored_factors,
)
from slipway.stacks.advice.integration import NOTHING, answers, integration_score, parse_runs
from slipway.stacks.advice.options import CHOICES
from slipway.stacks.advice.render_markdown import factors_markdown
from slipway.stacks.advice.table import factor_names, factor_table
from slipway.stacks.cost.compare.people.cost import people_costs
from slipway.stacks.variants import CAPABILITIES, VARIANTS, cell
from tests.support.example_stacks import example_plans

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs/variants"
COSTS = {one.name: Decimal(100 + 10 * place) for place, one in enumerate(CHOICES)}
AZURE = cell("managed-platform", "azure")
AWS = cell("managed-platform", "aws")
KNOWN = {one.name for one in CHOICES} | set(VARIANTS)


@pytest.mark.parametrize("runs", [(), *((one,) for one in answers()), ("kubernetes", "aws")])
def test_every_cell_has_a_score_and_a_reason_in_every_factor(runs: tuple[str, ...]) -> None:
    table = factor_table(CHOICES, runs=runs, costs=COSTS)
    assert tuple(row.factor for row in table) == factor_names()
    for row in table:
        assert list(row.scores) == [one.name for one in CHOICES]
        for score in row.scores.values():
            assert 1 <= score.value <= 5
            assert score.reason.endswith((".", "--runs."))
            assert len(score.reason) > 15


def test_every_place_of_the_file_is_a_variant_or_a_cell() -> None:
    groups = [one.scores for one in scored_factors()] + list(fits().values())
    assert {place for scores in groups for place in scores} <= KNOWN
    assert {one.cell for one in partly_covered()} <= KNOWN


def test_a_cell_without_a_score_is_named() -> None:
    with pytest.raises(MissingScoreError, match="flexibility: no score on open-source-kubernetes"):
        score_of(CHOICES[0], {}, "flexibility")


def test_covered_functions_are_what_the_capabilities_say() -> None:
    halves = {(one.cell, one.capability) for one in partly_covered()}
    for one in CHOICES:
        field = one.variant.replace("-", "_")
        covered = sum(
            (Fraction(1, 2) if (one.name, row.name) in halves else Fraction(1))
            for row in CAPABILITIES
            if getattr(row, field)
        )
        score = coverage_score(one)
        assert score.value == 1 + 4 * covered / len(CAPABILITIES)
        assert score.reason.startswith(f"{float(covered):g} of {len(CAPABILITIES)} ")


def test_a_capability_that_a_variant_lacks_lowers_its_coverage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shorter = (replace(CAPABILITIES[0], cloud_native=""), *CAPABILITIES[1:])
    monkeypatch.setattr(coverage, "CAPABILITIES", shorter)
    found = cell("cloud-native", "aws")
    assert found is not None
    score = coverage_score(found)
    assert score.value == 1 + 4 * Fraction(7, 8)
    assert "no experiment tracking" in score.reason


def test_what_is_covered_in_part_stands_on_the_cells_page() -> None:
    names = {row.name for row in CAPABILITIES}
    for one in partly_covered():
        page = PAGES / f"{one.cell.replace('-platform', '')}.md"
        assert one.page in page.read_text(encoding="utf-8"), one
        assert one.capability in names


def test_less_time_to_build_is_no_more_hours_of_setting_up() -> None:
    """The judged order and the hours of the people's cost are of one mind."""
    hours = {name: one.setup_hours.expected for name, one in people_costs(Decimal(1)).items()}
    [factor] = [one for one in scored_factors() if one.name == "time-to-build"]
    scores = {one.name: score_of(one, factor.scores, "").value for one in CHOICES}
    pairs = [(a, b) for a in hours for b in hours if scores[a] > scores[b]]
    assert pairs
    for quick, slow in pairs:
        assert hours[quick] < hours[slow], (quick, slow)


def test_resources_that_a_reason_counts_are_planned() -> None:
    counted = 0
    for factor in scored_factors():
        for place, score in factor.scores.items():
            for figure in re.findall(r"about (\d+) planned resources", score.reason):
                resources = [
                    one
                    for one in example_plans()[place]["resources"]
                    if not one["type"].startswith(("slipway:", "pulumi:"))
                ]
                assert abs(len(resources) - int(figure)) <= int(figure) // 5
                counted += 1
    assert counted


def test_integration_is_the_mean_over_what_runs() -> None:
    assert AZURE is not None
    alone = [integration_score(AZURE, (one,)).value for one in ("kubernetes", "azure")]
    both = integration_score(AZURE, ("kubernetes", "azure"))
    assert both.value == sum(alone) / 2
    assert "kubernetes 1: " in both.reason
    assert "azure 5: " in both.reason
    three = integration_score(AZURE, ("kubernetes", "azure", "azure-ml"))
    assert three.value == Fraction(1 + 5 + 5, 3)


def test_the_platform_that_data_scientists_use_fits_best() -> None:
    for runs, best in (("azure-ml", AZURE), ("sagemaker", AWS)):
        scores = {one.name: integration_score(one, (runs,)).value for one in CHOICES}
        assert best is not None
        assert [name for name, one in scores.items() if one == max(scores.values())] == [best.name]


def test_who_runs_nothing_or_is_mute_sees_no_difference() -> None:
    for runs in ((), (NOTHING,)):
        assert {integration_score(one, runs).value for one in CHOICES} == {3}


def test_answers_are_read_with_commas_and_once() -> None:
    assert parse_runs(["kubernetes, azure", "azure"]) == ("kubernetes", "azure")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("azur", "--runs: got 'azur'; expected one of kubernetes, .* Did you mean azure?"),
        ("", "--runs: got ''; expected one of"),
        ("nothing,aws", "--runs: got nothing, aws; expected nothing alone"),
    ],
)
def test_a_wrong_answer_is_told(given: str, told: str) -> None:
    with pytest.raises(AdviceInputError, match=told):
        parse_runs([given])


def test_twice_the_cheapest_bill_is_a_3() -> None:
    cells = CHOICES[1:4]
    costs = dict(zip((one.name for one in cells), map(Decimal, (50, 100, 200)), strict=True))
    row = factor_table(cells, costs=costs)[-1]
    assert [score.value for score in row.scores.values()] == [5, 3, 2]
    assert [score.reason for score in row.scores.values()] == [
        "50.00 a month: the cheapest.",
        "100.00 a month: 2.00 times the cheapest.",
        "200.00 a month: 4.00 times the cheapest.",
    ]


def test_a_free_one_is_the_best_and_the_others_the_worst() -> None:
    cells = CHOICES[1:3]
    row = factor_table(cells, costs={cells[0].name: Decimal(0), cells[1].name: Decimal(9)})[-1]
    assert [score.value for score in row.scores.values()] == [5, 1]


def test_cells_that_are_alike_stand_in_one_line() -> None:
    table = {row.factor: row.grouped for row in factor_table(CHOICES)}
    assert list(table["flexibility"]) == [
        "open-source on kubernetes",
        "open-source on azure, aws",
        "cloud-native",
        "managed-platform",
    ]
    assert list(table["integration"]) == ["all"]


def test_the_page_about_choosing_names_every_factor_and_answer() -> None:
    text = (PAGES / "choosing.md").read_text(encoding="utf-8")
    assert [one for one in (*factor_names(), *answers()) if f"`{one}`" not in text] == []


def test_the_markdown_has_a_line_per_group() -> None:
    table = factor_table(CHOICES)
    lines = factors_markdown(table).splitlines()
    assert len(lines) == 2 + sum(len(row.grouped) for row in table)
    assert {line.count(" | ") for line in lines if not line.startswith("|---")} == {3}
