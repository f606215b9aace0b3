"""Whether a program runs in an image that holds nothing else."""

import struct
from pathlib import Path

_MAGIC = b"\x7fELF\x02\x01"  # 64 bit, little endian: both of our platforms
_HEADER = struct.Struct("<16x2H I 3Q I 6H")
_INTERPRETER = 3
"""The kind of program header that names a loader; a static program has none."""


def is_static(path: Path) -> bool:
    """True for a statically linked program; False for a script and for what needs a loader."""
    with path.open("rb") as stream:
        head = stream.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_MAGIC):
            return False
        fields = _HEADER.unpack(head)
        offset, size, count = fields[4], fields[8], fields[9]
        stream.seek(offset)
        table = stream.read(size * count)
    kinds = (table[start : start + 4] for start in range(0, len(table), size or 1))
    return all(int.from_bytes(kind, "little") != _INTERPRETER for kind in kinds)
