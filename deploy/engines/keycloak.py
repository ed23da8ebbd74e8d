"""Keycloak 26.7: unpacked from Maven's package, built once for PostgreSQL, started on loopback."""

from pathlib import Path
from zipfile import ZipFile

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.jvm import ADVICE, QUICK, collect, java
from deploy.engines.stages import Stage

BUILT_FOR = ("--db=postgres", "--health-enabled=true", "--metrics-enabled=true")
THEMES = Path(__file__).parents[1] / "keycloak" / "themes"  # the sign-in page's looks and words
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


def prepare(engine: Path, folder: Path) -> Path:
    """A home of its own for a stack: what Keycloak writes stays out of the shared cache."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for part in ("bin", "conf", "lib", "providers", "themes"):
        link = folder / part
        link.unlink(missing_ok=True)
        link.symlink_to(engine / "home" / part)
    return folder


def command(home: Path, port: int, management: int, database: int) -> list[str]:
    """What starts Keycloak in the foreground: what kc.sh would run, without the shell that stays as its parent."""
    opened = [
        f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in ("util", "util.concurrent", "security", "lang")
    ]
    return [
        *(java(), *JVM, *opened, f"-Dkc.home.dir={home}", f"-Djboss.server.config.dir={home / 'conf'}"),
        *("-cp", str(home / "lib/quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"),
        *("start", "--optimized", "--http-enabled=true", "--http-host=127.0.0.1", f"--http-port={port}"),
        *(f"--hostname=http://127.0.0.1:{port}", f"--http-management-port={management}", "--cache=local"),
        *(f"--db-url=jdbc:postgresql://127.0.0.1:{database}/keycloak", "--db-username=keycloak"),
        *("--log-console-output=json", f"--spi-theme--folder--dir={THEMES}"),
    ]


def environment(password: str, **more: str) -> dict[str, str]:
    """What Keycloak is given beside the command line."""
    return {"KC_DB_PASSWORD": password, "QUARKUS_MANAGEMENT_HOST": "127.0.0.1", **more}


JVM = (
    *(QUICK, "-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-XX:MetaspaceSize=96M", "-XX:MaxMetaspaceSize=256m"),
    *("-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"),
    *("-Duser.language=en", "-Duser.country=US", "-Djava.security.egd=file:/dev/urandom"),
    *("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-Dpicocli.disable.closures=true"),
    *("-Dquarkus-log-max-startup-records=10000", "-Djdk.tls.rejectClientInitiatedRenegotiation=true"),
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
    "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
)
