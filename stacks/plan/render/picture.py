"""A plan as a picture: what is created, by the part of the platform that it serves."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from slipway.stacks.cut import cut
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.roles import ROLES, Role, roles

_COLUMNS, _WIDTH, _GAP, _LINE, _HEAD = 3, 310, 16, 18, 46
_TITLES: Mapping[Role, str] = {
    "network": "Network",
    "cluster": "Cluster and nodes",
    "identity": "Identities and rights",
    "secrets": "Keys and secrets",
    "registry": "Image registry",
    "storage": "Object storage",
    "database": "Database",
    "tracking": "Tracking and model registry",
    "serving": "Model services",
    "monitoring": "Monitoring and drift",
    "platform": "Shared by all of it",
}
_SHORT = {"machinelearningservices": "ml", "operationalinsights": "logs"}
"""Names of services that leave no room for what follows."""
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2733 }
.title { font-size: 20px; font-weight: 600 } .head { font-weight: 600; font-size: 14px }
.count { fill: #5b6b7c } .card { fill: #fff; stroke: #c9d3dd } .page { fill: #f4f6f8 }
.k { fill: #2f6fdd } .c { fill: #d9822b } .o { fill: #6b7a89 }
"""


@dataclass(frozen=True)
class _Card:
    title: str
    lines: tuple[tuple[str, str], ...]
    """Style class and text of each line."""
    total: int

    @property
    def height(self) -> int:
        return _HEAD + _LINE * len(self.lines) + 8


def picture(plan: Plan) -> str:
    """An SVG document; cloud services are orange, what runs in the cluster is blue."""
    columns = _columns(list(_cards(plan)))
    height = max(sum(card.height + _GAP for card in column) for column in columns) + 64
    width = _COLUMNS * (_WIDTH + _GAP) + _GAP
    body = "".join(
        _drawn(card, _GAP + place * (_WIDTH + _GAP), top)
        for place, column in enumerate(columns)
        for card, top in _stacked(column)
    )
    title = f"{plan.variant} on {plan.target}: {_natives(plan)} resources"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'width="{width}" height="{height}"><title>{escape(title)}</title>'
        f'<style>{_STYLE}</style><rect class="page" width="{width}" height="{height}"/>'
        f'<text class="title" x="{_GAP}" y="36">{escape(title)}</text>{body}</svg>\n'
    )


def _is_native(resource: PlannedResource) -> bool:
    return not resource.type.startswith(("slipway:", "pulumi:"))


def _natives(plan: Plan) -> int:
    return sum(map(_is_native, plan.resources))


def _cards(plan: Plan) -> Iterator[_Card]:
    counted: dict[Role, Counter[tuple[str, str]]] = defaultdict(Counter)
    of = roles(plan)
    for resource in filter(_is_native, plan.resources):
        counted[of[resource.urn]][_label(resource)] += 1
    for role in ROLES:
        if counted[role]:
            lines = tuple(
                (style, label if number == 1 else f"{cut(label, 40)} x {number}")
                for (style, label), number in sorted(counted[role].items())
            )
            yield _Card(_TITLES[role], lines, counted[role].total())


def _label(resource: PlannedResource) -> tuple[str, str]:
    """Style class, and service with kind, e.g. ``s3 Bucket``; the colour tells the rest."""
    package, _, module = resource.type.partition(":")
    kind = resource.type.rpartition(":")[2]
    if package == "kubernetes":
        return "k", kind
    if package in {"aws", "azure-native"}:
        service = module.partition(":")[0].partition("/")[0]
        return "c", f"{_SHORT.get(service, service)} {kind}"
    return "o", f"slipway {kind}"


def _columns(cards: list[_Card]) -> list[list[_Card]]:
    """Cards in reading order, each put where the page is shortest."""
    columns: list[list[_Card]] = [[] for _ in range(_COLUMNS)]
    for card in cards:
        min(columns, key=lambda column: sum(one.height + _GAP for one in column)).append(card)
    return columns


def _stacked(column: list[_Card]) -> Iterator[tuple[_Card, int]]:
    top = 56
    for card in column:
        yield card, top
        top += card.height + _GAP


def _drawn(card: _Card, left: int, top: int) -> str:
    lines = "".join(
        f'<text class="{style}" x="{left + 14}" y="{top + _HEAD + _LINE * place + 4}">'
        f"{escape(text)}</text>"
        for place, (style, text) in enumerate(card.lines)
    )
    return (
        f'<rect class="card" x="{left}" y="{top}" width="{_WIDTH}" height="{card.height}" rx="8"/>'
        f'<text class="head" x="{left + 14}" y="{top + 26}">{escape(card.title)}</text>'
        f'<text class="count" x="{left + _WIDTH - 14}" y="{top + 26}" text-anchor="end">'
        f"{card.total}</text>{lines}"
    )
