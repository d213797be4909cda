"""No more requests than a service allows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol


class Turns(Protocol):
    """Lets callers through one after another."""

    def wait(self) -> None:
        """Return when the next request may be made."""

    def pause(self, pause_s: float) -> None:
        """Let nobody through for so many seconds, as a service asked."""


class Pace:
    """Lets one caller through every `interval_s` seconds, whatever the number of threads."""

    def __init__(
        self,
        interval_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval_s = interval_s
        self.sleep = sleep
        self._clock = clock
        self._lock = threading.Lock()
        self._next = float("-inf")

    def wait(self) -> None:
        """Return when the next request may be made."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next)
            self._next = start + self.interval_s
        if start > now:
            self.sleep(start - now)

    def pause(self, pause_s: float) -> None:
        """Let nobody through for so many seconds."""
        with self._lock:
            self._next = max(self._next, self._clock() + pause_s)
