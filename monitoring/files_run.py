"""A run on files: what `slipway drift run` does, without its command line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from slipway.monitoring.arrow import Column
from slipway.monitoring.errors import UnknownColumnError, WrongUseError
from slipway.monitoring.evaluate import Options, evaluate
from slipway.monitoring.quality.label_index import LabelIndex
from slipway.monitoring.reference import Reference
from slipway.monitoring.roles import Roles
from slipway.monitoring.sources.files import FileSource
from slipway.monitoring.verdict import Subject, Verdict


@dataclass(frozen=True, kw_only=True)
class FilesRun:
    """The inputs of a run; paths of files or folders, or s3:// URLs."""

    reference: str
    current: str
    labels: str | None = None
    roles: Roles = field(default_factory=Roles)
    options: Options = field(default_factory=Options)

    def verdict(self, created: datetime) -> Verdict:
        """Reads the inputs and judges them."""
        reference = FileSource("--reference", self.reference)
        current = FileSource("--current", self.current)
        elsewhere = current.columns()
        index = None
        if self.labels is not None:
            labels = FileSource("--labels", self.labels)
            elsewhere = (*elsewhere, *labels.columns())
            index = LabelIndex(label_batches(labels, self.roles))
        columns = reference.columns()
        if columns:  # an empty reference gets its own message
            self.roles.check(reference=columns, elsewhere=elsewhere)
        fitted = Reference.fit(self.roles, reference.batches, source=self.reference)
        return evaluate(
            fitted,
            current.batches(),
            subject=Subject(reference=self.reference, current=self.current),
            created=created,
            labels=index,
            options=self.options,
        )


def label_batches(labels: FileSource, roles: Roles) -> Iterator[tuple[Column, Column]]:
    """Request ids and labels of a file of labels."""
    if roles.identifier is None or roles.target is None:
        message = (
            "--labels: got labels without --id and --target; both name columns to join them by."
        )
        raise WrongUseError(message)
    for batch in labels.batches():
        names = batch.schema.names
        for option, column in (("--id", roles.identifier), ("--target", roles.target)):
            if column not in names:
                raise UnknownColumnError(
                    place=option, column=column, source="the labels", columns=names
                )
        yield batch.column(roles.identifier), batch.column(roles.target)
