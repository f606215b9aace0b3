"""The whole sample: train, release, serve, watch, and the closing table."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from examples.car_loan import record
from examples.car_loan.columns import DRIFTED, FEATURES, FIRST_DRIFTED_ROW, MODEL
from examples.car_loan.platform import RunningPlatform, running_platform
from examples.car_loan.record import Watched
from examples.car_loan.release import SampleReleaseError, release
from examples.car_loan.replay import analysis_rows, replay, store_labels
from examples.car_loan.table import print_table
from examples.car_loan.train import train
from examples.car_loan.watch import WatchError, verdict_of, wait_for_log

LAST_ROW = 50_000


def main() -> int:
    """Runs what isn't done yet; returns the exit code."""
    started = time.monotonic()

    def say(message: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {message}", flush=True)  # noqa: T201

    platform = running_platform()
    if platform.release() is None:
        platform.use_tracking()
        say("training: every candidate is a tracked run")
        version = train()
        say(f"releasing version {version}: gate, image, preview, up")
        try:
            release(platform, version)
        except SampleReleaseError as error:
            say(str(error))
            return 1
        platform = running_platform()
    else:
        say(f"version {platform.outputs.models[MODEL].version} is released already")
    kept = record.read(platform.digest())
    if kept is not None:
        say("this digest was replayed and watched already; its result stands below")
        print_table(platform, kept)
        return _judged(kept)
    try:
        watched = [
            _watch(platform, "before the drift", (0, FIRST_DRIFTED_ROW), say),
            _watch(platform, "after the drift", (FIRST_DRIFTED_ROW, LAST_ROW), say),
        ]
    except WatchError as error:
        say(str(error))
        return 1
    record.write(platform.digest(), watched)
    print_table(platform, watched)
    return _judged(watched)


def _watch(
    platform: RunningPlatform, name: str, span: tuple[int, int], say: Callable[[str], None]
) -> Watched:
    """Replays rows, stores their labels and asks the monitor."""
    first, last = span
    rows = analysis_rows(first, last)
    store = platform.object_store()
    request_name = f"replay-{datetime.now(UTC):%Y%m%d%H%M%S}-{first}"
    say(f"replaying analysis rows {first} to {last} as live traffic")
    sent = replay(platform.model_url(), rows, name=request_name)
    store_labels(store, rows, name=request_name)
    say(f"{sent.requests} requests, {sent.failed} failed; waiting for the request log")
    wait_for_log(store, sent)
    say("running the drift job on this window")
    verdict = verdict_of(platform, sent)
    return Watched(
        name=name,
        requests=sent.requests,
        failed=sent.failed,
        rows=verdict.rows,
        state=verdict.state,
        drifted=verdict.drifted,
    )


def _judged(watched: Sequence[Watched]) -> int:
    """0 if the monitor said what is true of these rows, else 1 with the difference."""
    before, after = watched
    wrong = []
    if before.failed or after.failed:
        wrong.append(f"got {before.failed + after.failed} failed requests; expected none")
    if before.state != "ok" or before.drifted:
        wrong.append(f"before the drift: got {before.state}; expected ok")
    if after.state != "drift" or set(after.drifted) & set(FEATURES) != set(DRIFTED):
        wrong.append(
            f"after the drift: got {after.state} in {', '.join(after.drifted)}; "
            f"expected drift in {', '.join(DRIFTED)}"
        )
    for fault in wrong:
        print(f"sample: {fault}", file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
