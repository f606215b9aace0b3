from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, JsonObject
from bootstrap.kubernetes_provider.errors import NotReadyError, UnreachableError
from bootstrap.kubernetes_provider.kinds import Kind
from bootstrap.kubernetes_provider.names import Reference
from bootstrap.kubernetes_provider.readiness.verdict import (
    NEVER,
    STUCK,
    Failed,
    Fault,
    Ready,
    Verdict,
    Waiting,
)
from bootstrap.kubernetes_provider.readiness.wait import Pace, Watched, until_ready
from tests.bootstrap.kubernetes_provider.surroundings import Scene

CRASH = Fault("crash", "exit code 1", STUCK, "p", "app")


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    time: float = 0
    cancelled_at: float = float("inf")

    def sleep(self, seconds: float) -> bool:
        self.time += seconds
        return self.time >= self.cancelled_at

    @property
    def pace(self) -> Pace:
        return Pace(self.sleep, lambda: self.time)


@dataclass
class Wait:
    """A wait for an object whose state follows a script: verdict by time."""

    script: Callable[[float], Verdict]
    clock: Clock = field(default_factory=Clock)
    kind: Kind = kinds.DEPLOYMENT
    reports: list[str] = field(default_factory=list)
    look: Callable[[], Document | None] = lambda: Document({})

    def run(self, first: JsonObject | None = None, seconds: float = 600) -> Document:
        watched = Watched(
            reference=Reference(self.kind, "n", "a"),
            check=lambda _live, _around: self.script(self.clock.time),
            look=self.look,
            around=Scene(log="Traceback"),
            report=self.reports.append,
        )
        return until_ready(watched, Document(first or {}), seconds, self.clock.pace)

    def reasons(self, seconds: float = 600) -> tuple[str, ...]:
        with pytest.raises(NotReadyError) as failure:
            self.run(seconds=seconds)
        return failure.value.reasons


def test_it_ends_when_the_object_is_ready_and_reports_each_step_once() -> None:
    wait = Wait(lambda t: Ready() if t > 10 else Waiting("second" if t > 5 else "first"))
    wait.run()
    assert wait.clock.time == pytest.approx(11, abs=1.5)
    assert wait.reports == ["first", "second"]


def test_a_fault_that_lasts_ends_it_long_before_the_time_out() -> None:
    wait = Wait(lambda _: Waiting("0 of 1", (0,), (CRASH,)))
    reasons = wait.reasons()
    assert wait.clock.time == pytest.approx(STUCK, abs=2)
    assert reasons[0].startswith("Deployment n/a: not ready: 0 of 1; given up after 6")
    assert reasons[1] == "exit code 1\nlast log lines of p/app:\n  | Traceback"


def test_progress_resets_the_patience() -> None:
    wait = Wait(lambda t: Waiting("", (int(t >= 50),), (CRASH,)))
    wait.reasons()
    assert wait.clock.time == pytest.approx(50 + STUCK, abs=3)


def test_a_pod_that_comes_and_goes_is_no_progress() -> None:
    wait = Wait(lambda t: Waiting("", (int(t) // 10 % 2,), (CRASH,)))
    wait.reasons()
    assert wait.clock.time == pytest.approx(10 + STUCK, abs=3)


def test_a_fault_that_passes_starts_anew_when_it_comes_back() -> None:
    wait = Wait(lambda t: Waiting("", (), () if 40 < t < 45 else (CRASH,)))
    wait.reasons()
    assert wait.clock.time == pytest.approx(45 + STUCK, abs=3)


def test_what_others_may_cure_is_waited_for_to_the_end_and_then_told() -> None:
    unschedulable = Fault("schedule", "0/1 nodes are available", NEVER)
    wait = Wait(lambda _: Waiting("0 of 1", (), (unschedulable,)))
    reasons = wait.reasons(seconds=300)
    assert wait.clock.time == pytest.approx(300, abs=2)
    assert "timed out after 300 s" in reasons[0]
    assert reasons[1] == "0/1 nodes are available"


def test_a_failure_ends_it_at_once() -> None:
    wait = Wait(lambda _: Failed((Fault("failed", "BackoffLimitExceeded"),)))
    assert wait.reasons() == ("Deployment n/a: not ready: failed", "BackoffLimitExceeded")
    assert wait.clock.time == 0


def test_a_cancelled_one_tells_how_far_it_came() -> None:
    wait = Wait(lambda _: Waiting("1 of 2"), Clock(cancelled_at=3))
    assert wait.reasons() == ("Deployment n/a: not ready: interrupted: 1 of 2",)


def test_an_object_deleted_meanwhile_ends_it() -> None:
    wait = Wait(lambda _: Waiting("1 of 2"), look=lambda: None)
    assert wait.reasons()[1] == "somebody deleted it while it was waited for"


def tidied_away(status: JsonObject) -> Document:
    live: JsonObject = {"spec": {"ttlSecondsAfterFinished": 1}, "status": status}
    verdicts: Iterator[Verdict] = iter([Waiting(""), Ready()])
    return Wait(lambda _: next(verdicts), kind=kinds.JOB, look=lambda: None).run(live)


def test_a_job_that_its_time_to_live_removed_had_finished() -> None:
    assert tidied_away({"active": 1}).condition("Complete").text("status") == "True"


def test_a_job_that_had_failed_before_is_no_success() -> None:
    with pytest.raises(NotReadyError):
        tidied_away({"failed": 1})


def outage(until: float) -> Callable[[float], Verdict]:
    def script(time: float) -> Verdict:
        if 1 < time < until:
            raise UnreachableError("https://x", "refused")
        return Ready() if time >= until else Waiting("")

    return script


def test_a_restart_of_the_api_server_is_survived() -> None:
    Wait(outage(until=40)).run()


def test_a_lasting_outage_is_not() -> None:
    wait = Wait(outage(until=500))
    with pytest.raises(UnreachableError):
        wait.run()
    assert wait.clock.time == pytest.approx(61, abs=3)
