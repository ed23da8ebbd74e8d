"""Checks of the contracts: `python -m deploy.contracts` runs buf lint and, against the last commit, buf breaking."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.programs import buf
from deploy.proto import PROTO, ROOT


def lint() -> None:
    """Style: buf's standard rules, without the two that buf.yaml names."""
    _check("lint", str(PROTO))


def breaking() -> None:
    """Compatibility with what was committed last; nothing to compare with before that, or outside a clone."""
    commit = _git("log", "-1", "--format=%H", "--diff-filter=AMR", "--", "proto/qi").decode().strip()
    if not commit:
        print("buf breaking: skipped, no commit has proto/ yet")
        return
    with TemporaryDirectory() as folder:
        subprocess.run(["tar", "-x", "-C", folder], input=_git("archive", commit, "proto"), check=True)
        _check("breaking", str(PROTO), "--against", str(Path(folder) / "proto"))


def _check(name: str, *arguments: str) -> None:
    if subprocess.run([buf(), name, *arguments], check=False).returncode:
        raise SystemExit(f"buf {name} refused, see above")
    print(f"buf {name}: passed")


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False).stdout


if __name__ == "__main__":
    lint()
    breaking()
