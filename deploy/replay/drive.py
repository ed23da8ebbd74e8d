"""Files the log's cases and drives each to its end, as the people concerned would through the gateway."""

import threading
import time
import uuid
from collections import Counter, defaultdict
from typing import Any

import httpx

from deploy.demo.paper import PDF
from deploy.keycloak.tokens import Tokens
from deploy.replay.log import Logged, codes

STATION = "330203001"
PATIENCE_SECONDS = 120
WINDOW = ("receive", "accept", "dispatch")
STEPS: dict[str, tuple[str, ...]] = {
    "received": WINDOW[:1],
    "accepted": WINDOW[:2],
    "dispatched": WINDOW,
    "not_accepted": ("receive", "refuse"),
    "decided": (*WINDOW, "work", "decide"),
    "delivered": (*WINDOW, "work", "decide", "close", "deliver"),
}
WORDS: dict[str, dict[str, str]] = {
    "refuse": {"reason": "不属于本机关职权", "organ": "县级有关机关"},
    "deliver": {"means": "electronic"},
}


class Driver:
    """One for the whole replay; its methods are called from many threads."""

    def __init__(self, gateway: str, issuer: str) -> None:
        self._http = httpx.Client(base_url=gateway, timeout=30, limits=httpx.Limits(max_connections=64))
        self._token = Tokens(issuer)
        self._lock = threading.Lock()
        self.codes = codes()
        self.items = {item["code"]: item for item in self._http.get("/api/items").json()["items"]}
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refusals: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.filed: list[str] = []

    def case(self, logged: Logged) -> None:
        """File one case and drive it to its end."""
        no = self._file(logged)
        state = "filed"
        for step in STEPS[logged.end]:
            state = self._work(no) if step == "work" else self._act(no, step, logged)
        with self._lock:
            self.ends[state] += 1

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def revision(self, no: str) -> int:
        """The revision a case has now."""
        return int(self._ask("approver", "GET", f"/api/cases/{no}").json()["revision"])

    def _file(self, logged: Logged) -> str:
        business = f"replay-firm-{logged.enterprise:02d}"
        who = business if logged.channel == "portal" else self._clerk(logged)
        item = self.items[logged.item]
        wanted = [m["code"] for m in item["materials"] if m["source"] == "applicant" and m["necessity"] == "required"]
        applicant = {"uscc": self.codes[logged.enterprise], "name": f"重放企业{logged.enterprise:02d}（演示）"}
        body = {
            "item": logged.item,
            "station": STATION,
            "channel": logged.channel,
            "applicant": {**applicant, "contact": "某人", "phone": "0000-000000"},
            "form": item["example"],
            "materials": [self._give(who, logged.item, material) for material in wanted],
        }
        answer = self._timed(
            "file", who, "POST", "/api/cases", json=body, headers={"Idempotency-Key": str(uuid.uuid4())}
        )
        no = str(answer.json()["no"])
        with self._lock:
            self.filed.append(no)
        return no

    def _give(self, who: str, item: str, material: str) -> str:
        files = {"file": ("material.pdf", PDF, "application/pdf")}
        answer = self._ask(who, "POST", "/api/materials", files=files, data={"item": item, "material": material})
        return str(answer.json()["id"])

    def _act(self, no: str, action: str, logged: Logged) -> str:
        who = "approver" if action == "decide" else self._clerk(logged)
        denied = logged.end == "decided"
        words = WORDS.get(action, {})
        if action == "decide":
            words = {"outcome": "denied" if denied else "granted", "reason": "不符合要求" if denied else "符合要求"}
        return self._move(who, f"/api/cases/{no}", action, words)

    def _work(self, no: str) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        done: set[str] = set()
        while time.monotonic() < deadline:
            case = self._ask("approver", "GET", f"/api/cases/{no}").json()
            if "decide" in case["actions"]:
                return str(case["state"])
            for part in case["parts"]:
                if part["id"] not in done and part["arrived_at"] and part["state"] == "dispatched":
                    path = f"/api/parts/{part['id']}"
                    self._move(part["domain"], path, "take", {})
                    self._move(part["domain"], path, "finish", {"result": "done", "summary": "已办"})
                    done.add(part["id"])
            time.sleep(0.05)
        raise TimeoutError(f"{no} did not become decidable")

    def _move(self, who: str, path: str, action: str, words: dict[str, str]) -> str:
        """Act on the newest revision, again when another change came first."""
        while True:
            tag = self._ask(who, "GET", path).headers["etag"]
            headers = {"If-Match": tag, "Idempotency-Key": str(uuid.uuid4())}
            answer = self._timed(action, who, "POST", f"{path}/actions/{action}", json=words, headers=headers)
            if answer.status_code == 200:
                return str(answer.json()["state"])
            with self._lock:
                self.refusals[answer.json()["reason"]] += 1
            if answer.status_code != 412:
                raise RuntimeError(f"{path} {action}: {answer.text}")

    def _timed(self, name: str, who: str, method: str, path: str, **given: Any) -> httpx.Response:
        begun = time.monotonic()
        answer = self._ask(who, method, path, **given)
        with self._lock:
            self.seconds[name].append(time.monotonic() - begun)
        return answer

    def _ask(
        self, who: str, method: str, path: str, headers: dict[str, str] | None = None, **given: Any
    ) -> httpx.Response:
        """Ask, and while something is away ask again with the same key."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            told = {"Authorization": f"Bearer {self._token(who)}", **(headers or {})}
            answer = self._http.request(method, path, headers=told, **given)
            if answer.status_code != 503 or time.monotonic() > deadline:
                break
            with self._lock:
                self.refusals["503"] += 1
            time.sleep(0.5)
        if answer.status_code >= 400 and answer.status_code not in (409, 412):
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer

    @staticmethod
    def _clerk(logged: Logged) -> str:
        return f"replay-{logged.clerk.lower()}"
