"""Finds the line of one estimate that a line of another one became.

Lines are matched by resource, label and price key. What is left is matched by resource and label,
then by resource and service where there is one on each side: there something else is bought for
the same purpose. A resource with another name is one removed and one added.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from slipway.stacks.cost.estimate.item import CostItem

Pair = tuple[CostItem | None, CostItem | None]


def pairs(before: Sequence[CostItem], after: Sequence[CostItem]) -> Iterator[Pair]:
    """Each line with the one that it became; None where there is no such line."""
    old, new = list(before), list(after)
    for key, alone in _MATCHES:
        matched = list(_matched(old, new, key, alone=alone))
        yield from matched
        gone = {id(one) for pair in matched for one in pair}
        old = [one for one in old if id(one) not in gone]
        new = [one for one in new if id(one) not in gone]
    yield from ((one, None) for one in old)
    yield from ((None, one) for one in new)


def _matched(
    before: Sequence[CostItem],
    after: Sequence[CostItem],
    key: Callable[[CostItem], Hashable],
    *,
    alone: bool,
) -> Iterator[tuple[CostItem, CostItem]]:
    """Lines with the same key; with `alone` only where that names one line on each side."""
    old, new = _by(before, key), _by(after, key)
    for name, lines in old.items():
        others = new.get(name, [])
        if not alone or len(lines) == len(others) == 1:
            yield from zip(lines, others, strict=False)  # the longer one's rest stays unmatched


def _by(
    items: Sequence[CostItem], key: Callable[[CostItem], Hashable]
) -> dict[Hashable, list[CostItem]]:
    found: dict[Hashable, list[CostItem]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _same_line(item: CostItem) -> Hashable:
    return item.urn, item.label, item.key


def _same_label(item: CostItem) -> Hashable:
    return item.urn, item.label


def _same_service(item: CostItem) -> Hashable:
    return item.urn, None if item.key is None else item.key.service


_MATCHES = ((_same_line, False), (_same_label, False), (_same_service, True))
