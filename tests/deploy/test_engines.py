"""Provisioning and its cache, ports, secrets, and what each process is told."""

import os
import stat
from pathlib import Path

import pytest

from deploy.engines import choices, debian
from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed, run
from deploy.engines.folder import SERVICES, Folder
from deploy.engines.settings import EngineSettings
from deploy.engines.stages import Stage
from deploy.engines.surroundings import Addresses, Surroundings, port_names


def make_file(_: Cache, folder: Path, stage: Stage) -> None:
    stage.say("writing")
    (folder / "engine").write_text("made")


def break_half_way(cache: Cache, folder: Path, stage: Stage) -> None:
    make_file(cache, folder, stage)
    raise Failed("mvn", "exit 1: no network")


def test_a_recipe_is_made_once(tmp_path: Path) -> None:
    cache, recipe = Cache(tmp_path), Recipe("engine-1", "Engine", make_file, "")
    cache.provide([recipe])
    (tmp_path / "engine-1" / "engine").write_text("kept")
    Cache(tmp_path).provide([recipe])
    assert (cache.path(recipe) / "engine").read_text() == "kept"


def test_a_failed_recipe_says_what_to_do_and_leaves_nothing(tmp_path: Path) -> None:
    cache, recipe = Cache(tmp_path), Recipe("engine-1", "Engine", break_half_way, "Look at the network.")
    with pytest.raises(Failed, match="Engine: mvn: exit 1: no network") as trouble:
        cache.provide([recipe])
    assert trouble.value.advice.startswith("Look at the network. Nothing was kept")
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_what_an_interrupted_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "engine-1.tmp-1").mkdir()
    Cache(tmp_path).provide([Recipe("engine-1", "Engine", make_file, "")])
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "engine-1"]


def test_a_failed_program_gives_its_last_lines() -> None:
    with pytest.raises(Failed, match=r"sh: exit 3: why not"):
        run(["sh", "-c", "echo why not >&2; exit 3"])


def test_the_archive_comes_from_the_machines_own_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text("# deb http://old/debian x main\ndeb [a=b] http://one/tools stable main\n")
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d" / "debian.sources").write_text(
        "Types: deb\nURIs: http://two/debian/\nSuites: bookworm\n\nURIs: http://two/debian-security\n"
    )
    assert debian.mirrors(tmp_path) == ["http://two/debian", "http://one/tools"]


def test_secrets_are_drawn_once_and_private(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "stack")
    folder.create()
    drawn = folder.secrets
    assert Folder(folder.root).secrets == drawn
    assert stat.S_IMODE(os.stat(folder.root / "secrets.json").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(folder.root).st_mode) == 0o700


def test_ports_differ_and_are_kept(tmp_path: Path) -> None:
    names = port_names({"workflow": 2})
    taken = Folder(tmp_path).take_ports(names, fixed={}, free=True)
    assert len(set(taken.values())) == len(names)
    assert Folder(tmp_path).take_ports(names, fixed={}, free=True) == taken


def test_a_socket_path_that_would_be_too_long_moves_out(tmp_path: Path) -> None:
    assert Folder(tmp_path / "x").run == tmp_path / "x" / "run"
    assert len(str(Folder(tmp_path / ("x" * 90)).run)) < 60


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    folder = Folder(tmp_path)
    folder.create()
    ports = folder.take_ports(port_names({"workflow": 2}), fixed={}, free=True)
    return Surroundings(folder, ports, Addresses("mongodb://m", "k:1", "http://i/realms/qi"), "test", {"workflow": 2})


def test_a_service_is_told_where_everything_is(around: Surroundings) -> None:
    told = around.of("metrology")
    assert told["QI_PORT"] == str(around.ports["metrology"])
    assert told["QI_HTTP_PORT"] == str(around.ports["metrology-http"])
    assert told["QI_MONGODB_URI"] == "mongodb://m"
    assert {f"QI_{name.upper()}_TARGET" for name in SERVICES} <= told.keys()


def test_replicas_share_a_secret_and_no_port(around: Surroundings) -> None:
    first, second = around.of("workflow"), around.of("workflow-2")
    assert first["QI_CLIENT_SECRET"] == second["QI_CLIENT_SECRET"] != around.of("brand")["QI_CLIENT_SECRET"]
    assert first["QI_PORT"] != second["QI_PORT"]
    assert first["QI_WORKFLOW_TARGET"] == f"127.0.0.1:{first['QI_PORT']},127.0.0.1:{second['QI_PORT']}"
    assert first["QI_STATE_DIR"] != second["QI_STATE_DIR"]


def test_only_the_realms_clients_get_a_secret(around: Surroundings) -> None:
    assert "QI_CLIENT_SECRET" in around.of("gateway")
    assert "QI_CLIENT_SECRET" not in around.of("loader")


def test_given_engines_are_used_and_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QI_MONGODB_URI", "QI_KAFKA_BOOTSTRAP", "QI_OIDC_ISSUER"):
        monkeypatch.setenv(name, "given")
    chosen = choices.choose(EngineSettings())
    assert (chosen.recipes(), chosen.starts_database) == ([], False)
    assert [line.rpartition(" ")[2] for line in chosen.explain()] == [
        "QI_MONGODB_URI",
        "QI_KAFKA_BOOTSTRAP",
        "QI_OIDC_ISSUER",
    ]
