"""What a run reads: the reference, and the log of requests in the form that the platform has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pyarrow as pa

from slipway.monitoring.errors import UnknownColumnError
from slipway.monitoring.job.settings import JobSettings, LogFormat
from slipway.monitoring.reference import Reference
from slipway.monitoring.roles import Roles
from slipway.monitoring.sources.azureml_capture import AzureMlCapture
from slipway.monitoring.sources.files import FileSource
from slipway.monitoring.sources.request_log import RequestLog, Span
from slipway.monitoring.sources.sagemaker_capture import LACKING, SageMakerCapture
from slipway.monitoring.sources.store import store_at

SETTLE: Mapping[LogFormat, timedelta] = {
    "slipway": timedelta(seconds=60),
    # Captures are uploaded every few minutes; what came later would never be judged.
    "sagemaker": timedelta(minutes=15),
    "azureml": timedelta(minutes=15),
}
"""What was logged this recently may not be written yet."""
CAPTURES: Mapping[LogFormat, type[SageMakerCapture]] = {
    "sagemaker": SageMakerCapture,
    "azureml": AzureMlCapture,
}
"""What managed endpoints write instead of our own log."""
IDENTIFIER, TIME, LABEL, PREDICTION, SCORE = "request_id", "time", "label", "prediction", "score"
_OPERATIONS = frozenset({"model_version", "latency_ms"})
_NO_FEATURES = _OPERATIONS | {IDENTIFIER, TIME, LABEL, PREDICTION, SCORE}


class Requests(Protocol):
    """A log of requests; what couldn't be used of it is counted."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of the span."""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """One run's."""

    reference: Reference
    requests: Requests
    left_out: Mapping[str, int]
    """By reason; filled while the requests are read."""


def inputs(settings: JobSettings, span: Span) -> Inputs:
    """Reads the reference and opens the log.

    Raises:
        UnknownColumnError: The reference has no predictions.
    """
    source = FileSource("SLIPWAY_REFERENCE_URL", settings.reference_url)
    schema = next((batch.schema for batch in source.batches()), pa.schema([]))
    kind = CAPTURES.get(settings.log_format)
    lacking = frozenset() if kind is None else LACKING
    reference = _reference(source, frozenset(schema.names), lacking)
    if kind is not None:
        capture = kind(
            store=store_at(settings.log_url),
            span=span,
            reference=schema,
            features=tuple(name for name in schema.names if name not in _NO_FEATURES),
        )
        return Inputs(reference=reference, requests=capture, left_out=capture.left_out)
    log = RequestLog(store=store_at(settings.log_url), span=span, version=settings.version)
    return Inputs(reference=reference, requests=log, left_out=log.other_versions)


def _reference(source: FileSource, columns: frozenset[str], lacking: frozenset[str]) -> Reference:
    if columns and PREDICTION not in columns:
        raise UnknownColumnError(
            place="SLIPWAY_REFERENCE_URL",
            column=PREDICTION,
            source=source.url,
            columns=sorted(columns),
        )
    gone = sorted(columns & lacking)
    roles = Roles(
        identifier=IDENTIFIER,
        time=TIME,
        target=LABEL,
        prediction=PREDICTION,
        scores=(SCORE,) if SCORE in columns - lacking else (),
        excluded=_OPERATIONS,
    )

    def batches() -> Iterator[pa.RecordBatch]:
        """Without what the log never has: its absence would be found at every run."""
        return (batch.drop_columns(gone) if gone else batch for batch in source.batches())

    return Reference.fit(roles, batches, source=source.url)
