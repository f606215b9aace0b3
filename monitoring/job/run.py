"""One run of the job: read, judge, write, move the mark, push."""

import logging
from collections.abc import Iterator
from datetime import datetime

from slipway.monitoring import output
from slipway.monitoring.arrow import Column
from slipway.monitoring.errors import MonitoringError
from slipway.monitoring.evaluate import Options, evaluate
from slipway.monitoring.job import watermark
from slipway.monitoring.job.application_insights import InsightsMetrics
from slipway.monitoring.job.cloudwatch import CloudWatchMetrics
from slipway.monitoring.job.inputs import IDENTIFIER, LABEL, SETTLE, inputs
from slipway.monitoring.job.metrics import Metrics, Pusher
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.quality.label_index import LabelIndex
from slipway.monitoring.sources.request_log import Span, files, label_entries
from slipway.monitoring.sources.store import store_at
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Subject, Verdict

LATEST = "latest.json"

log = logging.getLogger(__name__)


def run(settings: JobSettings, *, now: datetime) -> int:
    """Runs and reports; the exit code is the verdict's, or 2 to 4 where there is none.

    Whatever goes wrong is pushed as a state first: a monitor must not fail in silence.
    """
    metrics = _metrics(settings)
    try:
        verdict = _judge(settings, now)
        log.info("%s: %s", verdict.state, " ".join(verdict.windows[-1].reasons) or "all as usual")
        if metrics is not None and verdict.state is State.NO_DATA:
            metrics.no_verdict(State.NO_DATA, now)
        elif metrics is not None:
            metrics.verdict(verdict, now)
    except MonitoringError as error:
        log.error("%s", error)  # noqa: TRY400 -- the sentence says all; a traceback would hide it
        _push_failure(metrics, error, now)
        return error.exit_code
    except Exception as error:
        log.exception("failed to compute a verdict")
        _push_failure(metrics, error, now)
        return MonitoringError.exit_code
    return verdict.exit_code


def _metrics(settings: JobSettings) -> Metrics | None:
    if settings.cloudwatch_namespace is not None:
        return CloudWatchMetrics(settings.cloudwatch_namespace, settings.model)
    if settings.insights is not None:
        return InsightsMetrics(settings.insights, settings.model)
    return Pusher(settings.pushgateway, settings.model) if settings.pushgateway else None


def _push_failure(metrics: Metrics | None, error: Exception, now: datetime) -> None:
    no_data = isinstance(error, MonitoringError) and error.exit_code == 3  # noqa: PLR2004 -- no data
    state = State.NO_DATA if no_data else State.FAILED
    if metrics is None:
        return
    try:
        metrics.no_verdict(state, now)
    except OSError:
        log.exception("the state could not be pushed either; the alert on a silent job will tell")


def _judge(settings: JobSettings, now: datetime) -> Verdict:
    out = store_at(settings.out_url)
    end = settings.end if settings.end is not None else now - SETTLE[settings.log_format]
    start = settings.start if settings.explicit else watermark.read(out)
    span = Span(start=start, end=end)
    given = inputs(settings, span)
    verdict = evaluate(
        given.reference,
        given.requests.batches(),
        subject=_subject(settings, span),
        created=now,
        labels=_labels(settings, span),
        options=Options(),
    )
    if given.left_out:
        others = ", ".join(f"{name}: {n}" for name, n in sorted(given.left_out.items()))
        log.info("left out (other model versions, or unreadable): %s", others)
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


def _labels(settings: JobSettings, span: Span) -> LabelIndex | None:
    if settings.labels_url is None:
        return None
    store = store_at(settings.labels_url)

    def pairs() -> Iterator[tuple[Column, Column]]:
        for batch in files(store, label_entries(store, span)):
            yield batch.column(IDENTIFIER), batch.column(LABEL)

    return LabelIndex(pairs())
