"""Programs that check images and contracts: made once from the locks beside this file, kept in the cache."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import run
from deploy.engines.stages import Stage
from deploy.engines.tools import ONLINE, expect, go, npm, npm_trust, shared_cache

LOCKS = Path(__file__).parent
GO_LOCKS, NPM_LOCKS = ("go.mod", "go.sum"), ("package.json", "package-lock.json")
GO_PACKAGES = {
    "kustomize": "sigs.k8s.io/kustomize/kustomize/v5",
    "protoc-gen-jsonschema": "github.com/bufbuild/protoschema-plugins/cmd/protoc-gen-jsonschema",
}
ANSWERS = {"kustomize": "version", "protoc-gen-jsonschema": "--version"}


def go_program(name: str) -> Path:
    """A program of go.mod."""
    return _made(_recipe(name, GO_LOCKS, lambda cache, folder, stage: _build(cache, folder, stage, name))) / name


def node_modules() -> Path:
    """The packages of package.json."""
    return _made(_recipe("node-modules", NPM_LOCKS, _install)) / "node_modules"


def buf() -> Path:
    """The buf command, of package.json."""
    return _buf(node_modules())


def _made(recipe: Recipe) -> Path:
    cache = shared_cache()
    cache.provide([recipe])
    return cache.path(recipe)


def _recipe(name: str, locks: tuple[str, ...], build: Callable[[Cache, Path, Stage], None]) -> Recipe:
    digest = hashlib.sha256(b"\0".join((LOCKS / lock).read_bytes() for lock in locks)).hexdigest()
    return Recipe(f"{name}-{digest[:12]}", name, build, ONLINE)


def _build(cache: Cache, folder: Path, stage: Stage, name: str) -> None:
    stage.say("building with Go")
    environment = {"GOFLAGS": "-mod=readonly -buildvcs=false", "CGO_ENABLED": "0"}
    run(
        [go(cache), "build", "-trimpath", "-o", folder / name, GO_PACKAGES[name]], folder=LOCKS, environment=environment
    )
    expect(folder / name, ANSWERS[name])


def _install(cache: Cache, folder: Path, stage: Stage) -> None:
    stage.say("installing with npm")
    for lock in NPM_LOCKS:
        shutil.copy(LOCKS / lock, folder)
    npm(cache, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *npm_trust(), folder=folder)
    expect(_buf(folder / "node_modules"), "--version")


def _buf(modules: Path) -> Path:
    return next(modules.glob("@bufbuild/buf-*/bin/buf"), modules / "@bufbuild/buf-for-this-machine")
