"""A program that runs beside ours, is heard line by line, and never outlives us."""

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from types import FrameType

from pytrain.errors import UserError

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Program:
    """A running program without a terminal, from construction until end().

    Attributes:
        said: its last lines, of either output, without colours.
    """

    def __init__(self, command: Sequence[str], *, ignore: re.Pattern[str] | None = None) -> None:
        """Starts it.

        Args:
            command: the program's name or path, and its arguments.
            ignore: lines that match at their beginning count as unsaid.

        Raises:
            UserError: it could not be started.
        """
        executable = shutil.which(command[0])
        if not executable:
            raise UserError(f"There is no {command[0]} on PATH. Install it, or correct PATH.")
        self._ignore = ignore
        try:
            self._process = subprocess.Popen(
                [executable, *command[1:]],
                # Kept open and never written to: at the end of input, tunnel providers close the session.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                # A session of its own has no terminal to ask for passwords on, and leaves Ctrl-C to us.
                start_new_session=os.name == "posix",
                env=os.environ | {"SSH_ASKPASS_REQUIRE": "never"},  # nor a window
            )
        except OSError as error:
            raise UserError(f"{executable} could not be started: {error}") from error
        self.said: deque[str] = deque(maxlen=50)
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                line = _COLOURS.sub("", line).strip()
                if line and not (self._ignore and self._ignore.match(line)):
                    self._lines.put(line)
        self._lines.put(None)

    def _next(self, timeout_s: float) -> str | None:
        """The next line, or None at the end of them. Raises queue.Empty."""
        line = self._lines.get(timeout=timeout_s)
        if line is not None:
            self.said.append(line)
        return line

    def first_match(self, pattern: re.Pattern[str], timeout_s: float) -> str | None:
        """The pattern's group 1 in the first line that has it; None when the program ends or the time is up before."""
        deadline = time.monotonic() + timeout_s
        with contextlib.suppress(queue.Empty):
            while (line := self._next(max(0.0, deadline - time.monotonic()))) is not None:
                if match := pattern.search(line):
                    return match[1]
        return None

    def run_out(self) -> None:
        """Blocks until the program ends."""
        while True:
            # In slices: on Windows, Ctrl-C does not interrupt an endless wait.
            with contextlib.suppress(queue.Empty):
                if self._next(1) is None:
                    return

    @property
    def last_words(self) -> str:
        return self.said[-1].rstrip(".") if self.said else "it gave no reason"

    def end(self) -> None:
        """Ends the process and waits until it is gone."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Makes a closed terminal or a service manager's stop unwind as Ctrl-C does; else Programs would live on."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets only the main thread handle signals
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # What is ignored stays so: nohup means it.
    before = {number: signal.signal(number, leave) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
