"""Python that runs in a process of its own, and what it says while it does."""

import os
import subprocess
import sys


def told_by(code: str) -> subprocess.Popen[str]:
    """A process that runs `code`; its output and errors are pipes of UTF-8."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
