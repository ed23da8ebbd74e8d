"""Debian packages of the unstable suite, unpacked into a folder of an older machine without installing anything."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.engines.commands import Failed, run

SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
MULTIARCH = str(sysconfig.get_config_var("MULTIARCH") or "x86_64-linux-gnu")
OPTIONS = """\
Dir::State "{root}/state";
Dir::State::status "{root}/status";
Dir::Cache "{root}/cache";
Dir::Etc::sourcelist "{root}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Debug::NoLocking "true";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Check-Valid-Until "false";
Acquire::Retries "2";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
"""  # a frozen mirror's release file counts as expired: its signature is what is checked


def mirrors(sources: Path = Path("/etc/apt")) -> list[str]:
    """The archives that this machine's own apt uses; the main one first."""
    files = [sources / "sources.list", *sorted((sources / "sources.list.d").glob("*"))]
    lines = [line for file in files if file.is_file() for line in file.read_text().splitlines()]
    found = [uri for line in lines if not line.lstrip().startswith("#") for uri in re.findall(r"\S+://\S+", line)]
    usable = [uri.rstrip("/") for uri in dict.fromkeys(found) if "security" not in uri]
    return sorted(usable, key=lambda uri: not uri.endswith("/debian"))


@dataclass(frozen=True)
class Packages:
    """apt with a state of its own."""

    root: Path

    def prepare(self) -> None:
        """Fetch the suite's index from the first of the machine's mirrors that has it."""
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (self.root / folder).mkdir(parents=True)
        (self.root / "status").touch()
        (self.root / "apt.conf").write_text(OPTIONS.format(root=self.root))
        why = "no archive in /etc/apt"
        for mirror in mirrors():
            (self.root / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror} {SUITE} main\n")
            try:
                self._apt("update", "-o", "APT::Update::Error-Mode=any")
            except Failed as trouble:
                why = str(trouble)
            else:
                return
        raise Failed("apt-get update", why)

    def resolve(self, package: str) -> list[str]:
        """The package and all it depends on."""
        printed = self._apt("--print-uris", "install", package)
        return [line.split()[1].split("_")[0] for line in printed.splitlines() if line.startswith("'")]

    def download(self, names: Iterable[str]) -> list[Path]:
        """The archives of the packages; apt checks their hashes."""
        folder = self.root / "archives"
        folder.mkdir(exist_ok=True)
        held = set(folder.iterdir())
        self._apt("download", *names, folder=folder)
        return sorted(set(folder.iterdir()) - held)

    def _apt(self, *words: str, folder: Path | None = None) -> str:
        return run(["apt-get", "-qq", *words], folder=folder, environment={"APT_CONFIG": str(self.root / "apt.conf")})


def unpack(archives: list[Path], into: Path, without: Iterable[str]) -> None:
    """Unpack archives over one another, leaving out what nothing loads."""
    excluded = [f"--exclude={pattern}" for pattern in without]

    def one(archive: Path) -> None:
        packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], capture_output=True, check=True).stdout
        tar: list[str | Path] = ["tar", "-x", "-C", into, "--no-same-owner", "--keep-directory-symlink", *excluded]
        subprocess.run(tar, input=packed, check=True, capture_output=True)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, archives))


def loader(root: Path) -> Path:
    """The unpacked C library's own program loader."""
    found = sorted([*root.glob("usr/lib64/ld-linux-*.so.*"), *root.glob(f"usr/lib/{MULTIARCH}/ld-linux-*.so.*")])
    if not found:
        raise Failed("libc6", "its program loader is not where it was expected")
    return found[0]


def bind(programs: Iterable[Path], root: Path, prefix: Path) -> None:
    """Make programs use the unpacked loader, at the place where the folder will finally be."""
    interpreter = prefix / loader(root).relative_to(root)
    for program in programs:
        run([patchelf(), "--set-interpreter", interpreter, program])


def search(files: Iterable[Path], paths: str) -> None:
    """Make programs and modules look for libraries in the unpacked folders."""
    run([patchelf(), "--force-rpath", "--set-rpath", paths, *files])


def unresolved(files: Iterable[Path], root: Path) -> Iterator[str]:
    """The libraries that a program or module would not find."""
    for file in files:
        listed = subprocess.run([loader(root), "--list", file], capture_output=True, text=True, check=False)
        yield from re.findall(r"(\S+) => not found", listed.stdout)
        yield from re.findall(r"(\S+): cannot open shared object", listed.stderr)


def patchelf() -> Path:
    """The patchelf of this environment."""
    beside = Path(sys.prefix) / "bin" / "patchelf"
    found = beside if beside.is_file() else shutil.which("patchelf")
    if found is None:
        raise Failed("patchelf", "not in this Python environment: run `make setup`")
    return Path(found)
