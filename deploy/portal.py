"""The portal's tool chain: `python -m deploy.portal build | check | <script of package.json>`, prepared when needed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from deploy.engines.tools import npm, npm_command, npm_trust

ROOT = Path(__file__).resolve().parents[1]
PORTAL = ROOT / "gateway" / "portal"
MODULES, BUILT, STAMPS = PORTAL / "node_modules", PORTAL / "dist", PORTAL / ".made"
LOCK = (PORTAL / "package.json", PORTAL / "package-lock.json")
DOCUMENT = ROOT / "gateway" / "openapi.json"
CHECKS = ("typecheck", "lint", "test")


def fingerprint(paths: Iterable[Path]) -> str:
    """What something was made from."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sources() -> list[Path]:
    """All that a build or a check depends on."""
    own = [path for path in PORTAL.glob("*") if path.is_file()]
    inner = [
        path for folder in ("src", "public", "tests", "e2e") for path in (PORTAL / folder).rglob("*") if path.is_file()
    ]
    return sorted({*own, *inner, DOCUMENT})


def once(name: str, paths: Iterable[Path], made: Path, make: Callable[[], None]) -> bool:
    """Make something unless it is there and made from the same."""
    wanted, stamp = fingerprint(paths), STAMPS / name
    if made.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return False
    make()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted)
    return True


def prepare() -> None:
    """The packages of the lock, and the client of the gateway's document."""
    once("modules", LOCK, MODULES, install)
    client = PORTAL / "src" / "api" / "schema.d.ts"
    once("client", (DOCUMENT, *LOCK), client, lambda: script("client"))


def install() -> None:
    """Exactly the lock, and no script of any package."""
    print("portal: installing packages", flush=True)
    npm(None, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *npm_trust(), folder=PORTAL)


def script(name: str, *arguments: str, **environment: str) -> None:
    """A script of package.json, seen as it runs; ends the program when it fails."""
    command, path = npm_command()
    around: Mapping[str, str] = {**os.environ, "PATH": path, **environment}
    words = [*command, "run", "--silent", name, *(["--", *arguments] if arguments else [])]
    if subprocess.run([str(word) for word in words], cwd=PORTAL, env=around, check=False).returncode:
        raise SystemExit(f"portal: {name} failed, see above")


def build() -> None:
    """dist/ with its manifest, when anything it depends on has changed."""
    prepare()
    made = once("dist", sources(), BUILT / "index.html", lambda: script("build", "--logLevel", "warn"))
    print(f"portal: {'built' if made else 'up to date'}", flush=True)


def check() -> None:
    """Types, rules, tests and the build."""
    build()
    for name in CHECKS:
        print(f"portal: {name}", flush=True)
        script(name)


COMMANDS: dict[str, Callable[[], None]] = {"build": build, "check": check, "prepare": lambda: None}

if __name__ == "__main__":
    prepare()
    name, *rest = sys.argv[1:]
    COMMANDS.get(name, lambda: script(name, *rest))()
