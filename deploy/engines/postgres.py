"""PostgreSQL 18 with the DocumentDB extension: unpacked from Debian's unstable suite, run by the user who starts it."""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.debian import MULTIARCH, Packages, bind, search, unpack, unresolved
from deploy.engines.folder import Folder
from deploy.engines.stages import Stage

PACKAGE = "postgresql-18-documentdb"
NOT_LOADED = (
    *("libgdal", "gdal-", "libsfcgal", "libhdf", "libsz", "libaec", "libheif", "libde265", "libaom", "libdav1d"),
    *("libpoppler", "libboost", "libblas", "liblapack", "libarmadillo", "libarpack", "libsuperlu", "libgfortran"),
    *("perl", "libperl", "libjson-perl", "libtext-", "systemd", "libsystemd-shared", "gnupg", "gpg", "dirmngr"),
    *("pinentry", "fonts-", "fontconfig", "locales", "libc-l10n", "debconf", "mysql", "mariadb", "libmariadb"),
    *("unixodbc", "libodbc", "adduser", "passwd", "procps", "libproc2", "tzdata", "ssl-cert", "postgresql-common"),
    *("postgresql-client-common", "ucf", "sensible-utils", "netbase", "sysvinit", "base-passwd", "login.defs"),
    *("libspatialite", "librttopo", "libnetcdf", "libxerces", "libfyba", "libcfitsio", "libqhull", "libavif"),
    *("libgav1", "librav1e", "libsvtav1", "libyuv", "libjxl", "libhwy", "libblosc", "libopenjp2", "libgpgme"),
)  # what postgis and the packaging bring along for parts that the document store never loads
LEFT_OUT = (
    *("*/share/doc/*", "*/share/man/*", "*/share/locale/*", "*/share/i18n/*", "*/share/proj/*", "*/bitcode/*"),
    *("*/pgxs/*", "*/postgis_raster*", "*/postgis_sfcgal*", "*/postgis_topology*", "*/llvmjit*", "*/share/lintian/*"),
    *("*/postgis_tiger*", "*/address_standardizer*", "*/plperl*", "*/dict_snowball_dummy"),
)
MODULES = ("pg_documentdb*.so", "postgis-3.so", "vector.so", "rum.so", "pg_cron.so", "libpqwalreceiver.so")
PROGRAMS = ("postgres", "initdb", "psql", "pg_ctl", "pg_dump", "pg_basebackup", "pg_isready", "pg_controldata")
AWAY = Path("/var/lib/qi-station")
# An account other than nobody: to the server every other user of the machine looks like nobody.
SERVER_USER = pwd.getpwuid(1)


@cache
def confinement() -> tuple[str, ...]:
    """How root runs the server, which refuses root: as another user, if possible of a namespace of its own."""
    if os.geteuid() != 0:
        return ()
    user, group = SERVER_USER.pw_uid, SERVER_USER.pw_gid
    within = ("unshare", "-U", f"--map-user={user}", f"--map-group={group}")
    allowed = subprocess.run([*within, "true"], capture_output=True, check=False).returncode == 0
    return within if allowed else ("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups")


def gives_away_files() -> bool:
    """Whether the server's files must belong to another user (root without user namespaces)."""
    return confinement()[:1] == ("setpriv",)


def place(root: Path) -> Path:
    """Where the engine lives: not below root's own folder when another user runs it."""
    return AWAY if gives_away_files() else root


def programs(root: Path) -> Path:
    """The folder of the server's programs."""
    return root / "usr/lib/postgresql/18/bin"


def modules(root: Path) -> list[Path]:
    """The modules that the server loads."""
    folder = root / "usr/lib/postgresql/18/lib"
    return [path for pattern in MODULES for path in sorted(folder.glob(pattern))]


def build(cache: Cache, folder: Path, stage: Stage) -> None:
    """Resolve, download, unpack, bind to the unpacked C library, check."""
    packages = Packages(folder / "apt")
    stage.say("reading the package index")
    packages.prepare()
    names = packages.resolve(PACKAGE)
    kept = [name for name in names if not name.startswith(NOT_LOADED)]
    stage.say(f"downloading {len(kept)} packages")
    unpack(packages.download(kept), folder, LEFT_OUT)
    stage.say("binding to its own C library")
    final = cache.path(RECIPE)
    if missing := join(folder, final):
        stage.say(f"fetching the packages left out, for {missing[0]}")
        unpack(packages.download(set(names) - set(kept)), folder, LEFT_OUT)
        missing = join(folder, final)
    if missing:
        raise Failed(PACKAGE, f"libraries not found: {', '.join(missing)}")
    shutil.rmtree(folder / "apt")
    if gives_away_files():
        final.parent.chmod(0o755)
        folder.chmod(0o755)


def join(folder: Path, final: Path) -> list[str]:
    """Bind programs and modules to the unpacked libraries; what they still lack."""
    found = [path for name in PROGRAMS if (path := programs(folder) / name).is_file()]
    bind(found, folder, final)
    search(found, f"$ORIGIN/../lib:$ORIGIN/../../../{MULTIARCH}")
    search(modules(folder), f"$ORIGIN:$ORIGIN/../../../{MULTIARCH}")
    control = folder / "usr/share/postgresql/18/extension/postgis.control"
    if not control.exists():
        control.unlink(missing_ok=True)
        control.symlink_to("postgis-3.control")
    return sorted(set(unresolved([*found, *modules(folder)], folder)))


RECIPE = Recipe(
    "postgresql-18-documentdb-1",
    "PostgreSQL 18 + DocumentDB",
    build,
    "Check that `apt-get update` works here and that the mirror in /etc/apt carries Debian's unstable suite, "
    "or give an existing store and issuer by QI_MONGODB_URI and QI_OIDC_ISSUER.",
    place,
)


@dataclass(frozen=True)
class Cluster:
    """One data folder and how its server is reached."""

    engine: Path
    data: Path
    run: Path  # the folder of its socket, closed to others

    def initialise(self) -> None:
        """A new data folder whose superuser is qi."""
        if not Path("/usr/share/zoneinfo/UTC").exists():
            raise Failed("PostgreSQL", "no /usr/share/zoneinfo", "Install Debian's tzdata.")
        self.run.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.data.mkdir(mode=0o700)
        self._give(self.data)
        options = ["--no-locale", "-E", "UTF8", "-U", "qi", "--auth=peer", "--no-sync", "-D", str(self.data)]
        run([*confinement(), programs(self.engine) / "initdb", *options])
        self.adopt()

    def adopt(self) -> None:
        """Let the data folder belong to the server's user, and its socket's folder too."""
        self.run.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._give(self.run)
        for path in self.data.rglob("*") if gives_away_files() else ():
            self._give(path)

    def _give(self, path: Path) -> None:
        if gives_away_files():
            os.chown(path, SERVER_USER.pw_uid, SERVER_USER.pw_gid, follow_symlinks=False)

    def configure(self, port: int, **more: str) -> None:
        """Write what the server reads at start: its settings, and who may connect."""
        lines = {**SETTINGS, **LIMITS, "port": str(port), **more}
        folder = str(self.run)
        lines |= {
            "unix_socket_directories": folder,
            "documentdb.localhost_connection_string": f"host={folder} port={port}",
        }
        settings = "".join(f"{name} = {quoted(value)}\n" for name, value in lines.items())
        users = {pwd.getpwuid(os.geteuid()).pw_name} | ({SERVER_USER.pw_name} if confinement() else set())
        roles = ("qi", "documentdb_bg_worker_role")
        self._write("postgresql.conf", settings)
        self._write("pg_hba.conf", ACCESS)
        self._write("pg_ident.conf", "".join(f"qi {user} {role}\n" for user in sorted(users) for role in roles))

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        path.chmod(0o600)
        self._give(path)

    def command(self) -> list[str]:
        """What starts the server in the foreground."""
        bound = ("setpriv", "--pdeathsig", "INT", "--")  # after the confinement, which would clear it
        return [*confinement(), *bound, str(programs(self.engine) / "postgres"), "-D", str(self.data)]

    def sql(self, text: str, port: int, database: str = "postgres") -> str:
        """Run statements as the superuser."""
        options = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(self.run), "-p", str(port), "-U", "qi", "-d", database]
        return run([programs(self.engine) / "psql", *options], given=text, limit=300)


def quoted(value: str) -> str:
    """A text as SQL and the settings file write it."""
    return "'" + value.replace("'", "''") + "'"


def cluster(engine: Path, folder: Folder) -> Cluster:
    """A stack's cluster; below /var/lib when its files belong to a user who cannot enter the stack's folder."""
    if not gives_away_files():
        return Cluster(engine, folder.data / "postgres", folder.run)
    home = AWAY / f"stack-{hashlib.sha256(str(folder.root).encode()).hexdigest()[:12]}"
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    return Cluster(engine, home / "data", home / "run")


ACCESS = """\
local all all peer map=qi
host keycloak keycloak 127.0.0.1/32 scram-sha-256
local all all reject
host all all all reject
"""
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",  # Keycloak's driver knows no sockets
    "unix_socket_permissions": "0700",
    "shared_preload_libraries": "pg_cron,pg_documentdb_core,pg_documentdb,pg_documentdb_extended_rum",
    "documentdb.alternate_index_handler_name": "extended_rum",
    "documentdb.enable_merge_sort_for_in_prefix": "on",
    "documentdb.useFileBasedPersistedCursors": "on",
    "cron.database_name": "postgres",
    "cron.use_background_workers": "on",
    "cron.log_run": "off",
    "cron.log_statement": "off",
    "jit": "off",
    "log_min_messages": "fatal",
    "password_encryption": "scram-sha-256",
}
LIMITS: Mapping[str, str] = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "lz4",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_naptime": "5s",
    "autovacuum_vacuum_max_threshold": "2000",
    "autovacuum_analyze_scale_factor": "0.02",
}
THROW_AWAY: Mapping[str, str] = {
    "fsync": "off",  # safe against a killed server, which tests do; not against a lost machine
    "full_page_writes": "off",
    "enable_sort": "off",  # so that plans show whether an index gives the order
}
