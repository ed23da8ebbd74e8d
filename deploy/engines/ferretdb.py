"""FerretDB 2.7: MongoDB's protocol in front of PostgreSQL, built with authentication on."""

import json
import shutil
from pathlib import Path

from deploy.engines import tools
from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.stages import Stage

MODULE, VERSION = "github.com/FerretDB/FerretDB/v2", "v2.7.0"


def build(cache: Cache, folder: Path, stage: Stage) -> None:
    """Copy the module's source, give it the version file that the registry leaves out, compile."""
    go = tools.go(cache)
    stage.say("downloading the source")
    told = json.loads(run([go, "mod", "download", "-json", f"{MODULE}@{VERSION}"], folder=folder))
    source = folder / "source"
    shutil.copytree(told["Dir"], source, copy_function=shutil.copyfile)
    for path in (source, *source.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (source / "build/version/version.txt").write_text(VERSION + "\n")
    stage.say("compiling (a minute or two)")
    flags: list[str | Path] = ["-trimpath", "-ldflags=-s -w", "-o", folder / "ferretdb"]
    run([go, "build", *flags, "./cmd/ferretdb"], folder=source, environment={"GOFLAGS": "-mod=mod", "CGO_ENABLED": "0"})
    shutil.rmtree(source)
    if VERSION not in (said := run([folder / "ferretdb", "--version"])):
        raise Failed("ferretdb", f"unexpected version: {said[:200]}")


RECIPE = Recipe(
    "ferretdb-2.7.0-1",
    "FerretDB 2.7",
    build,
    "Check that the Go module proxy answers (`go env GOPROXY`), or give an existing MongoDB by QI_MONGODB_URI.",
)


def command(engine: Path, port: int, postgres: str, state: Path) -> list[str]:
    """What starts FerretDB, on loopback only."""
    return [
        str(engine / "ferretdb"),
        f"--listen-addr=127.0.0.1:{port}",
        "--debug-addr=-",
        "--telemetry=disable",
        f"--state-dir={state}",
        "--log-level=ERROR",
        "--log-format=json",
        f"--postgresql-url={postgres}",
    ]
