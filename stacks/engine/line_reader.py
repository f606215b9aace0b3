"""Lines of a running program, read so that an interrupt is never missed."""

import os
import select

_CHUNK = 1 << 16
_LOOK_UP_SECONDS = 0.2


class LineReader:
    """The lines that come out of a pipe.

    A signal that arrives just before a blocking read would wait for the next line; so the read
    never blocks for long.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""
        self._ended = False

    def next_line(self) -> str | None:
        """The next line without its end; None when there are no more."""
        while b"\n" not in self._rest and not self._ended:
            ready, _, _ = select.select([self._descriptor], [], [], _LOOK_UP_SECONDS)
            if not ready:
                continue
            data = os.read(self._descriptor, _CHUNK)
            self._ended = not data
            self._rest += data
        if not self._rest:
            return None
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode(errors="replace")
