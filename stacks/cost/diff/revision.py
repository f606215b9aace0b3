"""The estimate of a stack as the project was at a git revision.

The plan is made by the revision's own code; config, prices and assumptions of the user are those
of the revision. Rules and default assumptions are today's, on both sides: a better rule is no
change of the bill.
"""

import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in, with_book
from slipway.stacks.cost.catalogue.layers import refreshed
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.diff.revision_files import RevisionFiles
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.overrides import read_overrides
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.revision import RevisionError, RevisionPlan, plan_at

BUILT_IN = Path("stacks/cost/catalogue/prices.csv")
"""Of a project; its revisions hold the prices that they were made with."""
TRAFFIC = "traffic and models"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class RevisionEstimate:
    """An estimate of the past, and what isn't of the past in it."""

    estimate: Estimate | None
    """None where the revision has no such stack."""
    config: StackConfig | None
    """What it was made with; None where there is no estimate."""
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What today's estimate is made from; the base's stands in where the revision lacks it."""

    config: StackConfig
    prices: Path | None
    usage: Path | None
    hours: Decimal


def estimate_at(revision: str, today: Inputs, project: Path) -> RevisionEstimate:
    """The bill of a stack at a revision.

    What the revision has in a form that this version refuses, and files that it doesn't have, are
    taken as they are today, and a note says so: an old file mustn't stop the review of a new one.

    Raises:
        RevisionError: There is no such revision, its program fails, or its config is refused and
            was for another cloud than today's.
        CostInputError: Today's files are wrong.
    """
    return estimate_planned(
        plan_at(revision, today.config.stack, project), revision, today, project
    )


def estimate_planned(
    planned: RevisionPlan, revision: str, today: Inputs, project: Path
) -> RevisionEstimate:
    """The bill of a stack at a revision that was planned already; see `estimate_at`."""
    stack = today.config.stack
    if planned.plan is None:
        note = f"{revision} has no stack {stack}: everything is added."
        return RevisionEstimate(estimate=None, config=None, notes=(note,))
    past = _Past(revision=revision, files=RevisionFiles(revision, project), project=project)
    if planned.pins_differ:
        past.notes.append(
            f"{revision} pins other packages; it was planned with those installed here."
        )
    config = past.config(planned.plan, today.config)
    catalogue = Catalogue(past.layers(today.prices))
    make = partial(estimate, planned.plan, assumptions=past.usage(today.usage), hours=today.hours)
    try:
        found = make(config, catalogue)
    except ConfigError as error:
        # Traffic that is out of order is found only when it is counted with.
        past.refused(f"Pulumi.{stack}.yaml", error, TRAFFIC)
        config = past.stand_in(planned.plan, today.config)
        found = make(config, catalogue)
    except CostInputError as error:
        # Today's rules may count in another unit than the prices of then.
        past.refused("a price", error, "prices")
        found = make(config, with_book(today.prices))
    return RevisionEstimate(estimate=found, config=config, notes=tuple(past.notes))


@dataclass(frozen=True, kw_only=True)
class _Past:
    """A revision's files; what can't be taken from it is noted."""

    revision: str
    files: RevisionFiles
    project: Path
    notes: list[str] = field(default_factory=list)

    def config(self, plan: Plan, today: StackConfig) -> StackConfig:
        path = self.project / f"Pulumi.{today.stack}.yaml"
        found = self._read(path, lambda file: load(from_file(file)), TRAFFIC)
        return self.stand_in(plan, today) if found is None else found

    def stand_in(self, plan: Plan, today: StackConfig) -> StackConfig:
        """Today's config in place of a refused one, if it can be."""
        kind = today.platform.target.kind
        if plan.target != kind:
            raise RevisionError(
                self.revision,
                f"a Pulumi.{today.stack}.yaml for {plan.target} that this version refuses",
                f"Today's is for {kind} and can't stand in: compare with a later revision.",
            )
        return today

    def layers(self, book: Path | None) -> list[tuple[Price, ...]]:
        own = self._prices(self.project / BUILT_IN, "built-in prices")
        # What the providers answered on this machine is of today, on both sides.
        layers = [refreshed(), built_in() if own is None else own]
        if book is not None:
            users = self._prices(book, "prices")
            layers.insert(0, read_book(book) if users is None else users)
        return layers

    def usage(self, path: Path | None) -> Mapping[str, UsageAssumption] | None:
        if path is None:
            return None
        found = self._read(path, read_overrides, "assumptions")
        return read_overrides(path) if found is None else found

    def _prices(self, path: Path, what: str) -> tuple[Price, ...] | None:
        found = self._read(path, read_book, what)
        if found is None:
            return None
        name = f"{self.revision}:{path.name}"
        return tuple(dataclasses.replace(price, file=name) for price in found)

    def _read(self, path: Path, read: Callable[[Path], T], what: str) -> T | None:
        """What a file held; None, and a note, where today's has to stand in for it."""
        content = self.files.read(path)
        if content is None:
            self.notes.append(f"{self.revision} has no {path.name}: its {what} are today's.")
            return None
        try:
            with _kept(path.name, content) as file:
                return read(file)
        except (ConfigError, CostInputError) as error:
            self.refused(path.name, error, what)
            return None

    def refused(self, name: str, error: ConfigError | CostInputError, what: str) -> None:
        """Notes that today's has to stand in for what a file of the revision held."""
        first = error.faults[0]
        told = f"{len(error.faults)} faults, the first: " if len(error.faults) > 1 else ""
        self.notes.append(
            f"{name} of {self.revision} is refused by this version ({told}{_told(first)}): its "
            f"{what} are today's."
        )


@contextmanager
def _kept(name: str, content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="slipway-base-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def _told(fault: Fault | InputFault) -> str:
    """A fault without the name of the passing file that it was found in."""
    place = fault.path if isinstance(fault, Fault) else f"line {fault.line}"
    return f"{place}: got {fault.value}; expected {fault.rule}"
