"""Java engines from Maven packages: found, downloaded and laid out by Maven itself."""

import re
import shutil
import subprocess
from pathlib import Path

from deploy.engines.commands import Failed, run

OLDEST = 17
HERE = Path(__file__).parent
QUICK = "-XX:TieredStopAtLevel=1"  # on two cores the second compiler costs a start more than it gives
ADVICE = "Check that Maven reaches its repository (`mvn -v`, ~/.m2/settings.xml)."


def java() -> str:
    """The java command, new enough."""
    found = shutil.which("java")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr if found else ""
    number = re.search(r'version "(\d+)', said)
    if found is None or number is None or int(number[1]) < OLDEST:
        raise Failed("Java", f"no JDK ≥ {OLDEST} on the PATH", "Run the apt-get line of the README.")
    return found


def collect(pom: str, goal: str, folder: Path) -> None:
    """Let Maven put the dependencies of a pom into a folder."""
    if shutil.which("mvn") is None:
        raise Failed("Maven", "no mvn on the PATH", "Run the apt-get line of the README.")
    shutil.copy(HERE / pom, folder / "pom.xml")
    run(["mvn", "-q", "-B", "-f", folder / "pom.xml", f"dependency:{goal}", f"-DoutputDirectory={folder}"])
