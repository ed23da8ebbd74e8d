"""`make seed N=200000`: made-up cases in a stack that runs; nothing is published of them."""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from deploy.demo.paper import PDF
from deploy.engines.stages import CONSOLE, Stages
from deploy.engines.surroundings import ROOT
from deploy.seed.firms import firm
from deploy.seed.lives import DIGEST, Life, Scribe
from deploy.standing import Client, client_of, standing
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.documents import connect
from services.workflow.documents.catalogue import Station
from services.workflow.service.calendar import Calendars
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.clocks import Deadlines

CHUNK = 500
CASES_OF_A_FIRM = 25


def seeded(told: dict[str, str], begin: int, count: int) -> int:
    """Write and store one chunk, in a process of its own; how many documents that were."""
    catalogue = Catalogue(Clock())
    stations = [row.id for row in Station.objects.only("id")]
    calendars, chance, today = Calendars(), random.Random(begin), datetime.now(UTC)
    deadlines = Deadlines(catalogue, calendars, Clock())
    scribe = Scribe(catalogue.in_force(), stations, calendars, chance)
    firms = (firm(chance.randrange(max(begin + count, 100)) // CASES_OF_A_FIRM) for _ in range(count))
    lives = [scribe.life(number, one, today) for number, one in enumerate(firms, begin)]
    return _store(told, [scribe.aged(life, deadlines, today) for life in lives])


def _store(told: dict[str, str], lives: list[Life]) -> int:
    """What is named before what names it."""
    count = 0
    with client_of(told) as client:
        for place, documents in _by_place(lives):
            database, collection = place.split(".")
            client[database][collection].insert_many(documents, ordered=False)
            count += len(documents)
    return count


def _by_place(lives: list[Life]) -> Iterator[tuple[str, list[Any]]]:
    yield "qi_workflow.filings", [life.filing.to_mongo() for life in lives]
    for domain in sorted({name for life in lives for name in life.parts}):
        yield f"qi_{domain}.parts", [part for life in lives for part in life.parts.get(domain, ())]
    yield "qi_workflow.cases", [life.case for life in lives]


def seed(told: dict[str, str], count: int, begin: int, workers: int = 0) -> Iterator[int]:
    """Store cases chunk by chunk; the documents of each."""
    asyncio.run(Blobs(told["QI_BLOBS"]).put(DIGEST, PDF))
    begins = range(begin, begin + count, CHUNK)
    sizes = [min(CHUNK, begin + count - start) for start in begins]
    fresh = get_context("spawn")  # a client of the store does not survive a fork
    place = (told["QI_MONGODB_URI"], "qi_workflow")
    with ProcessPoolExecutor(workers or os.cpu_count(), fresh, connect, place) as pool:
        yield from pool.map(partial(seeded, told), begins, sizes)


def seeded_before(client: Client) -> int:
    """How many made-up cases there are."""
    return int(client["qi_workflow"]["cases"].count_documents({"request": {"$regex": "^seed:"}}))


def main() -> int:
    """Seed, and say how fast it went."""
    parser = argparse.ArgumentParser(prog="python -m deploy.seed", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".stack")
    given = parser.parse_args()
    begun, documents = time.monotonic(), 0
    with standing(given.folder) as told, Stages() as stages:
        with client_of(told) as client:
            before = seeded_before(client)
        stage = stages.begin("seed")
        for stored in seed(dict(told), given.cases, before):
            documents += stored
            stage.say(f"{documents} documents")
        stage.done()
    seconds = time.monotonic() - begun
    CONSOLE.print(
        f"{given.cases} cases, {documents} documents: {given.cases / seconds:.0f} cases a second", markup=False
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
