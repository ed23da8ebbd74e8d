"""The demonstration's stations, put into a store where no administrator has made any."""

import yaml

from deploy.engines.surroundings import ROOT
from deploy.standing import Client
from services.kit.documents import SCHEMA

STATIONS = ROOT / "deploy" / "demo" / "stations.yaml"
FIELDS = ("name", "district", "address", "phone", "hours")


def open_stations(client: Client, count: int) -> list[str]:
    """The first of them; their codes."""
    rows = yaml.safe_load(STATIONS.read_text())[:count]
    for row in rows:
        kept = {**{name: row[name] for name in FIELDS}, "schema": SCHEMA}
        client["qi_workflow"]["stations"].replace_one({"_id": row["code"]}, kept, upsert=True)
    return [row["code"] for row in rows]
