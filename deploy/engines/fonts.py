"""Chinese fonts for the notices: the system's own, else Debian's package unpacked into the cache."""

from pathlib import Path

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed
from deploy.engines.debian import Packages, unpack
from deploy.engines.stages import Stage
from deploy.engines.tools import shared_cache

PACKAGE = "fonts-noto-cjk"
SYSTEM = Path("/usr/share/fonts")
PATTERN = "NotoSerifCJK-*.tt[cf]"


def build(_: Cache, folder: Path, stage: Stage) -> None:
    """Fetch and unpack the package."""
    stage.say(f"downloading {PACKAGE}, 60 MB")
    packages = Packages(folder / "apt")
    packages.root.mkdir()
    packages.prepare()
    unpack(packages.download([PACKAGE]), folder, without=["*/doc/*"])
    if not installed(folder):
        raise Failed(PACKAGE, "its fonts are not where they were expected")


RECIPE = Recipe("fonts-noto-cjk-1", "Chinese fonts", build, f"Or install them: apt-get install {PACKAGE}.")


def installed(folder: Path = SYSTEM) -> bool:
    """Whether the fonts are below a folder."""
    return any(folder.rglob(PATTERN))


def folder() -> str:
    """What a process is told: nothing when the system has the fonts, else their folder in the cache."""
    return "" if installed() else str(shared_cache().path(RECIPE))


def provided() -> str:
    """The same, after they were fetched if they are nowhere."""
    if not installed():
        shared_cache().provide([RECIPE])
    return folder()
