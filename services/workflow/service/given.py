"""Files that were given before: offered again, so that nobody is asked twice (L18)."""

from collections.abc import Iterator
from typing import Any

from qi.workflow.v1 import draft_service_pb2 as pb

from services.kit.errors import NotFound, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.stamps import stamp
from services.workflow.documents.cases import Case, Filing
from services.workflow.rules import identifiers
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.filing import filed_material

MOST_FILINGS = 200  # the newest ones are looked through
MOST_COUNTED = 1000


class Given:
    """What an enterprise's filings hold."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def fitting(self, code: str, uscc: str, who: Caller) -> list[pb.GivenMaterial]:
        """The newest file of each material that an item needs, by the material's name; without an item every file."""
        wanted = {one.name: one.code for one in self._catalogue.item(code).materials} if code else {}
        found: dict[str, pb.GivenMaterial] = {}
        for given in self._of(_enterprise(uscc, who)):
            place = given.material_name if code else given.file.sha256
            if place not in found and (not code or given.material_name in wanted):
                given.fits = wanted.get(given.material_name, "")
                found[place] = given
        return list(found.values())

    def one(self, key: str, uscc: str, who: Caller) -> pb.GivenMaterial:
        """One file by its id; NOT_FOUND outside the enterprise's own filings."""
        for given in self._of(_enterprise(uscc, who)):
            if given.file.id == key:
                return given
        raise NotFound("NOT_FOUND")

    def again(self, case: Head, codes: list[str]) -> list[str]:
        """Which of the materials that are asked for now the enterprise gave in another case, as <item>:<code>."""
        names = self._names(case["item"])
        earlier = (given for given in self._of(case["uscc"]) if given.case_no != case["_id"])
        held = {given.material_name for given in earlier}
        return [f"{case['item']}:{code}" for code in codes if names.get(code) in held]

    def asked_again(self, code: str) -> pb.ListAskedAgainResponse:
        """How often each material of an item was asked for although it had been given before; counted up to a limit."""
        answer = pb.ListAskedAgainResponse()
        for material, name in self._names(code).items():
            wanted = {"asked_again": f"{code}:{material}"}
            times = Case._get_collection().count_documents(wanted, limit=MOST_COUNTED, hint="asked_again")
            if times:
                answer.materials.add(material=material, name=name, times=times)
        return answer

    def _names(self, code: str) -> dict[str, str]:
        return {one.code: one.name for one in self._catalogue.item(code).materials}

    def _of(self, uscc: str) -> Iterator[pb.GivenMaterial]:
        rows = Filing.objects(uscc=uscc).order_by("-at", "-id").only("item", "materials", "at").limit(MOST_FILINGS)
        for row in rows:
            names = self._names(row.item)
            for material in row.materials:
                yield _message(row, material, names.get(material["material"], material["material"]))


def _enterprise(uscc: str, who: Caller) -> str:
    """Whose files: an enterprise's own; a clerk says whom the counter serves."""
    if who.has("enterprise"):
        return who.uscc
    if not uscc:
        raise malformed("uscc", "REQUIRED")
    return identifiers.normalised_uscc(uscc)


def _message(row: Filing, material: dict[str, Any], name: str) -> pb.GivenMaterial:
    told = {"item": row.item, "material_name": name, "case_no": row.id.rpartition(".")[0]}
    return pb.GivenMaterial(file=filed_material(material), at=stamp(row.at), **told)
