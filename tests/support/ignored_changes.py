"""What each resource of a program ignores changes of."""

from collections.abc import Callable

import pulumi

from tests.support.aws_cloud import on_aws


def ignored_changes(
    program: Callable[[], object], run: Callable[[Callable[[], object]], object] = on_aws
) -> dict[tuple[str, str], list[str]]:
    """Property paths by type and name, for the resources that ignore any; `run` is the cloud."""
    seen: dict[tuple[str, str], list[str]] = {}

    def keep(args: pulumi.ResourceTransformationArgs) -> None:
        if args.opts.ignore_changes:
            seen[args.type_, args.name] = list(args.opts.ignore_changes)

    def watched() -> None:
        pulumi.runtime.register_stack_transformation(keep)
        program()

    run(watched)
    return seen
