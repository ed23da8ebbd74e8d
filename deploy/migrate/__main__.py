"""`make migrate`: every document gets the schema of this release; may be stopped and started again at any time."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.engines.folder import SERVICES
from deploy.engines.stages import CONSOLE, Stages
from deploy.engines.surroundings import ROOT
from deploy.migrate.job import Step, contract, number_only, run
from deploy.standing import Client, client_of, standing
from services.kit.documents import SCHEMA

DATABASES = tuple(f"qi_{name}" for name in SERVICES)  # the gateway's records live for days, and by themselves
CHANGES: tuple[Step, ...] = ()  # of this release; a collection that none names only gets the number


def steps(client: Client) -> Iterator[Step]:
    """One for every collection."""
    named = {(step.database, step.collection): step for step in CHANGES}
    for database in DATABASES:
        for collection in sorted(client[database].list_collection_names()):
            if not collection.startswith("system.") and collection != "marks":
                yield named.get((database, collection), Step(database, collection, SCHEMA, number_only))


def main() -> int:
    """Migrate, then contract."""
    parser = argparse.ArgumentParser(prog="python -m deploy.migrate", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".stack")
    with standing(parser.parse_args().folder) as told, client_of(told) as client, Stages() as stages:
        count = 0
        for step in steps(client):
            place = f"{step.database}.{step.collection}"
            stage = stages.begin(place)
            count += run(client, step, lambda done, stage=stage: stage.say(str(done)))  # type: ignore[misc]
            stage.done()
        marked = [database for database in DATABASES if contract(client, database, SCHEMA)]
    CONSOLE.print(f"{count} documents migrated to schema {SCHEMA}; {len(marked)} databases marked", markup=False)
    return 0 if len(marked) == len(DATABASES) else 1


if __name__ == "__main__":
    sys.exit(main())
