"""Keycloak 26.7: unpacked from Maven's package, built once for PostgreSQL, started on loopback."""

import os
from pathlib import Path
from zipfile import ZipFile

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.jvm import ADVICE, QUICK, collect, java
from deploy.engines.stages import Stage

BUILT_FOR = ("--db=postgres", "--health-enabled=true", "--metrics-enabled=true", "--cache=local")
BOOTSTRAP_CLIENT = "qi-bootstrap"


def build(_: Cache, folder: Path, stage: Stage) -> None:
    """Unpack, move to the top of the folder, let Keycloak build itself."""
    java()
    stage.say("downloading 190 MB")
    collect("keycloak.pom.xml", "copy-dependencies", folder)
    (archive,) = folder.glob("*.zip")
    stage.say("unpacking")
    with ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    (home,) = folder.glob("keycloak-*/")
    home.rename(folder / "home")
    stage.say("building for PostgreSQL")
    said = run(["bash", folder / "home/bin/kc.sh", "build", *BUILT_FOR], environment={"JAVA_OPTS_APPEND": QUICK})
    if not (folder / "home/lib/quarkus/quarkus-application.dat").is_file():
        raise Failed("kc.sh build", said[-400:])


RECIPE = Recipe("keycloak-26.7.3-1", "Keycloak 26.7", build, f"{ADVICE} Or give an existing realm by QI_OIDC_ISSUER.")


def command(engine: Path, port: int, management: int, database: int) -> list[str]:
    """What starts Keycloak in the foreground; kc.sh gives its process over to Java."""
    address = f"http://127.0.0.1:{port}"
    return [
        "bash",
        str(engine / "home/bin/kc.sh"),
        "start",
        "--optimized",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        f"--http-port={port}",
        f"--hostname={address}",
        f"--http-management-port={management}",
        f"--db-url=jdbc:postgresql://127.0.0.1:{database}/keycloak",
        "--db-username=keycloak",
        "--log-console-output=json",
    ]


def environment(password: str, **more: str) -> dict[str, str]:
    """What Keycloak is given beside the command line: its password and how little memory it takes."""
    java_home = {"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}
    return {
        "KC_DB_PASSWORD": password,
        "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx512m",
        "JAVA_OPTS_APPEND": f"{QUICK} -XX:-UseG1GC -XX:+UseSerialGC",
        "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
        **java_home,
        **more,
    }
