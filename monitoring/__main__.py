"""`python -m slipway.monitoring job`: the scheduled run, told by its environment."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from slipway.monitoring.errors import WrongUseError
from slipway.monitoring.job.run import run
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.json_schema import schema
from slipway.monitoring.verdict import Verdict


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the job; exit codes: 0 ok, 1 drift or quality loss, 2 wrong use, 3 no data, 4 failed."""
    parser = argparse.ArgumentParser(prog="python -m slipway.monitoring", description=main.__doc__)
    commands = parser.add_subparsers(required=True)
    job = commands.add_parser("job", help="judge a span of a model's request log")
    job.add_argument(
        "--verdict-exit-zero",
        action="store_true",
        help="exit 0 instead of 1: a verdict is an alert's business, not a failed job",
    )
    job.add_argument(
        "--no-data-exit-zero",
        action="store_true",
        help="exit 0 instead of 3: for platforms that send a message for each failed job",
    )
    commands.add_parser("schema", help="print the JSON Schema of verdict.json")
    options = parser.parse_args(arguments)
    if "verdict_exit_zero" not in options:
        sys.stdout.write(json.dumps(schema(Verdict), indent=2) + "\n")
        return 0
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    try:
        settings = JobSettings.of(os.environ)
    except WrongUseError as error:
        logging.getLogger(__name__).error("%s", error)  # noqa: TRY400 -- the sentence says all
        return error.exit_code
    code = run(settings, now=datetime.now(UTC))
    told_by_metrics = (1, options.verdict_exit_zero), (3, options.no_data_exit_zero)
    return 0 if (code, True) in told_by_metrics else code


if __name__ == "__main__":
    sys.exit(main())
