"""The demo people at work: signed in by password, calling the gateway as a script would."""

import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import yaml

from deploy.demo.paper import PDF
from deploy.keycloak.tokens import Tokens

STATIONS = Path(__file__).parents[2] / "deploy" / "demo" / "stations.yaml"
CODES = {"business": "91330212MA2AFQT07Y", "business2": "91330203MA28TEU130"}


class People:
    """Everybody who has a demo account."""

    def __init__(self, gateway: str, issuer: str) -> None:
        # From an address of their own: whoever else tries the API out may use up the limit on wrong keys of 127.0.0.1.
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        self.http = httpx.Client(base_url=gateway, timeout=30, transport=transport)
        self.token = Tokens(issuer)
        self.items: dict[str, Any] = {}

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def ask(self, name: str, method: str, path: str, **given: Any) -> httpx.Response:
        """Call as a person; nobody for an empty name."""
        headers = given.pop("headers", {})
        if name:
            headers = {"Authorization": f"Bearer {self.token(name)}", **headers}
        deadline = time.monotonic() + 30
        while True:
            answer = self.http.request(method, path, headers=headers, **given)
            if answer.status_code != 503 or time.monotonic() > deadline:
                return answer
            time.sleep(float(answer.headers["retry-after"]))

    def get(self, name: str, path: str, **params: Any) -> Any:
        """What a person reads."""
        answer = self.ask(name, "GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def load_stations(self) -> None:
        """The administrator enters the demo stations."""
        for row in yaml.safe_load(STATIONS.read_text()):
            body = {name: row[name] for name in ("name", "district", "address", "phone", "hours")}
            answer = self.ask("admin", "PUT", f"/api/stations/{row['code']}", json=body)
            assert answer.status_code == 200, answer.text

    def item(self, code: str) -> Any:
        """A catalogue item, once its domain has published it."""
        deadline = time.monotonic() + 60
        while code not in self.items and time.monotonic() < deadline:
            self.items = {item["code"]: item for item in self.get("", "/api/items")["items"]}
            time.sleep(0 if code in self.items else 0.2)
        return self.items[code]

    def give(self, name: str, item: str, material: str) -> str:
        """Give a file for an item."""
        files = {"file": ("材料.pdf", PDF, "application/pdf")}
        answer = self.ask(name, "POST", "/api/materials", files=files, data={"item": item, "material": material})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def filing(self, name: str, code: str, station: str = "330203001", *, complete: bool = True, **more: Any) -> Any:
        """The body of a filing with everything the applicant has to give."""
        item = self.item(code)
        wanted = [material["code"] for material in item["materials"] if material["source"] == "applicant"]
        uscc = CODES.get(name, CODES["business2"])
        return {
            "item": code,
            "station": station,
            "channel": "portal" if name in CODES else "counter",
            "applicant": {
                "uscc": uscc,
                "name": "宁波望春小家电有限公司（演示）",
                "contact": "宋某",
                "phone": "0000-1234",
            },
            "form": item["example"],
            "materials": [self.give(name, code, material) for material in wanted] if complete else [],
            **more,
        }

    def file(self, name: str, code: str, key: str = "", **more: Any) -> Any:
        """File a case."""
        body = self.filing(name, code, **more)
        answer = self.ask(name, "POST", "/api/cases", json=body, headers={"Idempotency-Key": key or str(uuid.uuid4())})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def act(self, name: str, no: str, action: str, kind: str = "cases", tag: str = "", **body: Any) -> httpx.Response:
        """Act on a case (or part), on its newest revision unless a tag is given."""
        path = f"/api/{kind}/{no}"
        match = tag or self.ask(name, "GET", path).headers.get("etag", "")
        headers = {"If-Match": match, "Idempotency-Key": str(uuid.uuid4())}  # so that asking again after a 503 is safe
        return self.ask(name, "POST", f"{path}/actions/{action}", json=body, headers=headers)

    def move(self, name: str, no: str, action: str, **body: Any) -> Any:
        """Act and insist that it worked."""
        answer = self.act(name, no, action, **body)
        assert answer.status_code == 200, (action, answer.text)
        return answer.json()

    def accepted(self, code: str, business: str = "business2", clerk: str = "clerk") -> Any:
        """A case that is filed, received, accepted and dispatched."""
        case = self.file(business, code)
        for action in ("receive", "accept", "dispatch"):
            self.move(clerk, case["no"], action)
        return case

    def await_arrival(self, no: str, reader: str = "clerk", seconds: float = 60) -> None:
        """Until every part that was sent has arrived: no report of one changes the case's revision any more."""
        deadline = time.monotonic() + seconds
        while not all(part["arrived_at"] for part in self.get(reader, f"/api/cases/{no}")["parts"] if part["sent_at"]):
            assert time.monotonic() < deadline, f"parts of {no} did not arrive"
            time.sleep(0.1)

    def await_state(self, no: str, state: str, reader: str = "clerk", seconds: float = 60) -> None:
        """Until the window knows every part to be in a state, and to have arrived there."""
        deadline = time.monotonic() + seconds
        while not all(_there(part, state) for part in self.get(reader, f"/api/cases/{no}")["parts"]):
            assert time.monotonic() < deadline, f"parts of {no} are not {state}"
            time.sleep(0.1)

    def work(self, no: str, reader: str = "clerk", result: str = "done", seconds: float = 60) -> None:
        """The specialists take and finish every part as it arrives."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            parts = self.get(reader, f"/api/cases/{no}")["parts"]
            if all(part["state"] == "finished" for part in parts):
                return
            for part in parts:
                if part["state"] == "dispatched" and part["arrived_at"]:
                    self._finish(part, result)
            time.sleep(0.1)
        raise AssertionError(f"parts of {no} did not finish: {parts}")

    def _finish(self, part: Any, result: str) -> None:
        who = part["domain"]
        if "take" in self.get(who, f"/api/parts/{part['id']}")["actions"]:
            self.move(who, part["id"], "take", kind="parts")
            self.move(who, part["id"], "finish", kind="parts", result=result, summary="已办")


def _there(part: Any, state: str) -> bool:
    return part["state"] == state and bool(part["arrived_at"])
