"""One run of the job: read, judge, write, move the mark, push."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from slipway.monitoring import output
from slipway.monitoring.arrow import Column
from slipway.monitoring.errors import MonitoringError, UnknownColumnError
from slipway.monitoring.evaluate import Options, evaluate
from slipway.monitoring.job import watermark
from slipway.monitoring.job.metrics import Pusher
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.quality.label_index import LabelIndex
from slipway.monitoring.reference import Reference
from slipway.monitoring.roles import Roles
from slipway.monitoring.sources.files import FileSource
from slipway.monitoring.sources.request_log import RequestLog, Span, files, label_entries
from slipway.monitoring.sources.store import store_at
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Subject, Verdict

SETTLE = timedelta(seconds=60)
"""What was logged this recently may not be written yet."""
LATEST = "latest.json"
IDENTIFIER, TIME, LABEL, PREDICTION, SCORE = "request_id", "time", "label", "prediction", "score"
_OPERATIONS = frozenset({"model_version", "latency_ms"})

log = logging.getLogger(__name__)


def run(settings: JobSettings, *, now: datetime) -> int:
    """Runs and reports; the exit code is the verdict's, or 2 to 4 where there is none.

    Whatever goes wrong is pushed as a state first: a monitor must not fail in silence.
    """
    pusher = Pusher(settings.pushgateway, settings.model) if settings.pushgateway else None
    try:
        verdict = _judge(settings, now)
        log.info("%s: %s", verdict.state, " ".join(verdict.windows[-1].reasons) or "all as usual")
        if pusher is not None and verdict.state is State.NO_DATA:
            pusher.no_verdict(State.NO_DATA)
        elif pusher is not None:
            pusher.verdict(verdict, now)
    except MonitoringError as error:
        log.error("%s", error)  # noqa: TRY400 -- the sentence says all; a traceback would hide it
        _push_failure(pusher, error)
        return error.exit_code
    except Exception as error:
        log.exception("failed to compute a verdict")
        _push_failure(pusher, error)
        return MonitoringError.exit_code
    return verdict.exit_code


def _push_failure(pusher: Pusher | None, error: Exception) -> None:
    no_data = isinstance(error, MonitoringError) and error.exit_code == 3  # noqa: PLR2004 -- no data
    state = State.NO_DATA if no_data else State.FAILED
    if pusher is None:
        return
    try:
        pusher.no_verdict(state)
    except OSError:
        log.exception("the state could not be pushed either; the alert on a silent job will tell")


def _judge(settings: JobSettings, now: datetime) -> Verdict:
    out = store_at(settings.out_url)
    end = settings.end if settings.end is not None else now - SETTLE
    start = settings.start if settings.explicit else watermark.read(out)
    span = Span(start=start, end=end)
    requests = RequestLog(store=store_at(settings.log_url), span=span, version=settings.version)
    verdict = evaluate(
        _reference(settings.reference_url),
        requests.batches(),
        subject=_subject(settings, span),
        created=now,
        labels=_labels(settings, span),
        options=Options(),
    )
    if requests.other_versions:
        others = ", ".join(f"{name}: {n}" for name, n in sorted(requests.other_versions.items()))
        log.info("rows of other model versions, left out: %s", others)
    folder = f"{end:%Y%m%dT%H%M%SZ}"  # by the span's end: the same span again, the same folder
    output.write(verdict, out, folder)
    out.write(LATEST, output.verdict_json(verdict).encode(), "application/json")
    if not settings.explicit and verdict.state not in {State.NO_DATA, State.INSUFFICIENT}:
        watermark.write(out, end)  # else the next run takes these rows again, and more
    return verdict


def _subject(settings: JobSettings, span: Span) -> Subject:
    return Subject(
        model=settings.model,
        version=settings.version,
        reference=settings.reference_url,
        current=settings.log_url,
        start=span.start.isoformat() if span.start is not None else None,
        end=span.end.isoformat(),
    )


def _reference(url: str) -> Reference:
    source = FileSource("SLIPWAY_REFERENCE_URL", url)
    columns = source.columns()
    if columns and PREDICTION not in columns:
        raise UnknownColumnError(
            place="SLIPWAY_REFERENCE_URL", column=PREDICTION, source=url, columns=columns
        )
    roles = Roles(
        identifier=IDENTIFIER,
        time=TIME,
        target=LABEL,
        prediction=PREDICTION,
        scores=(SCORE,) if SCORE in columns else (),
        excluded=_OPERATIONS,
    )
    return Reference.fit(roles, source.batches, source=url)


def _labels(settings: JobSettings, span: Span) -> LabelIndex | None:
    if settings.labels_url is None:
        return None
    store = store_at(settings.labels_url)

    def pairs() -> Iterator[tuple[Column, Column]]:
        for batch in files(store, label_entries(store, span)):
            yield batch.column(IDENTIFIER), batch.column(LABEL)

    return LabelIndex(pairs())
