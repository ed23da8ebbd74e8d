"""Running the programs that fetch and build engines, and saying plainly what went wrong with one."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

# Ends with the thread that started it: an interrupted provisioning leaves no build behind.
BOUND = ("setpriv", "--pdeathsig", "TERM", "--")
KEPT = ("PATH", "HOME", "USER", "LANG", "TMPDIR", "JAVA_HOME", "SSL_CERT_FILE")
CLIENTS = ("GO", "MAVEN_", "npm_", "NPM_", "UV_", "PIP_", "http_", "https_", "no_", "HTTP_", "HTTPS_", "NO_")


class Failed(Exception):  # noqa: N818 - says what happened
    """A step failed: which one, why, and what to do."""

    def __init__(self, step: str, why: str, advice: str = "") -> None:
        super().__init__(f"{step}: {why}")
        self.step, self.why, self.advice = step, why, advice


def surroundings(**more: str) -> dict[str, str]:
    """The little of the caller's environment that a started program needs."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(CLIENTS)}
    return {"LC_ALL": "C.UTF-8", **kept, **more}


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given: str | None = None,
    limit: float = 1200,
) -> str:
    """The output of a program; its last lines are the reason when it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            [*BOUND, *words],
            cwd=folder,
            env=surroundings(**(environment or {})),
            input=given or "",
            capture_output=True,
            text=True,
            timeout=limit,
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise Failed(words[0], str(trouble)) from trouble
    if done.returncode:
        raise Failed(words[0], f"exit {done.returncode}: {last_lines(done.stderr + done.stdout)}")
    return done.stdout


def last_lines(text: str, count: int = 6) -> str:
    """The end of a program's output, in one paragraph."""
    return " | ".join(line.strip() for line in text.strip().splitlines()[-count:])
