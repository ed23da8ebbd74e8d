"""veraPDF 1.26: the outside judge of PDF/A in the tests; its jars come by Maven."""

from collections.abc import Sequence
from pathlib import Path

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import run
from deploy.engines.jvm import ADVICE, HERE, QUICK, collect, java
from deploy.engines.stages import Stage
from deploy.engines.tools import shared_cache


def build(_: Cache, folder: Path, stage: Stage) -> None:
    """Collect the jars."""
    stage.say("downloading 16 jars")
    collect("verapdf.pom.xml", "copy-dependencies", folder)


RECIPE = Recipe("verapdf-1.26.1-1", "veraPDF 1.26", build, ADVICE)


def judged(files: Sequence[Path]) -> list[str]:
    """What the judge says of files, a line each, and a line for each clause that one breaks."""
    cache = shared_cache()
    cache.provide([RECIPE])
    words: list[str | Path] = [java(), QUICK, "-cp", f"{cache.path(RECIPE)}/*", HERE / "Judge.java", *files]
    return [line for line in run(words).splitlines() if line.startswith(("ok ", "broken "))]
