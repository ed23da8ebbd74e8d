"""Python code of the contracts: `python -m deploy.proto` makes proto/gen from proto/qi when something has changed."""

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[1]
PROTO = ROOT / "proto"
GENERATED = PROTO / "gen"
STAMP = ".made-from"
GENERATORS = ("grpcio-tools", "mypy-protobuf")
OUTPUTS = ("python", "grpc_python", "mypy", "mypy_grpc")


def sources() -> list[Path]:
    """The project's own proto files, in a fixed order."""
    return sorted((PROTO / "qi").rglob("*.proto"))


def fingerprint() -> str:
    """What the generated code depends on: the proto files and the generators' versions."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in GENERATORS]).encode())
    for source in sources():
        digest.update(source.relative_to(PROTO).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def generate(out: Path) -> None:
    """Write messages, services and their stubs for mypy into a folder."""
    plugins = [f"--plugin=protoc-gen-{name}={Path(sys.prefix) / 'bin' / f'protoc-gen-{name}'}" for name in OUTPUTS[2:]]
    outputs = [f"--{name}_out={'quiet:' if name.startswith('mypy') else ''}{out}" for name in OUTPUTS]
    compiled(sources(), *plugins, *outputs)


def compiled(chosen: Iterable[Path], *options: str) -> None:
    """Run protoc over files of proto/."""
    includes = [f"-I{PROTO}", f"-I{files('grpc_tools') / '_proto'}"]
    if protoc.main(["protoc", *includes, *options, *map(str, chosen)]):
        raise SystemExit("proto: protoc refused, see above")


def renew() -> bool:
    """Make proto/gen anew unless it is already of these sources; the old one stays until the new one is whole."""
    wanted = fingerprint()
    stamp = GENERATED / STAMP
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    with TemporaryDirectory(dir=PROTO, prefix="gen.new-") as folder:
        fresh = Path(folder) / "gen"
        fresh.mkdir()
        generate(fresh)
        (fresh / STAMP).write_text(wanted)
        if GENERATED.exists():
            GENERATED.rename(Path(folder) / "old")
        fresh.rename(GENERATED)
    return True


if __name__ == "__main__":
    print(f"proto/gen: {'made' if renew() else 'up to date'} from {len(sources())} files")
