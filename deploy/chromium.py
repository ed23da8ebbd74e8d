"""The browser of the browser tests: Debian's chromium, installed when it is missing and we may."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome-stable")


def executable() -> str:
    """Where the browser is; ends with what to do when there is none and it cannot be installed."""
    found = _found()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"], check=False)
        found = _found()
    if found is None:
        raise SystemExit("no browser for the browser tests: sudo apt-get install -y chromium fonts-noto-cjk")
    return found


def _found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    print(executable())
