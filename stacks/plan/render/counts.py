"""How many resources of which service a plan has."""

from collections import Counter

from rich.table import Table

from slipway.stacks.plan.graph import Plan


def service_of(resource_type: str) -> str:
    """The service behind a type: ``aws:s3/bucket:Bucket`` is ``aws s3``."""
    package, _, rest = resource_type.partition(":")
    module = rest.partition(":")[0].partition("/")[0]
    if package == "slipway":
        return "components of Slipway"
    if package == "pulumi":
        return "providers of Pulumi" if module == "providers" else f"pulumi {module}"
    if package == "pulumi-python":
        return "parts of Slipway's own"
    return f"{package} {module}"


def counts(plan: Plan) -> Counter[str]:
    """Resources per service."""
    return Counter(service_of(one.type) for one in plan.resources)


def count_table(plan: Plan) -> Table:
    """The counts, most first."""
    table = Table("service", "resources")
    for service, number in counts(plan).most_common():
        table.add_row(service, str(number))
    return table
