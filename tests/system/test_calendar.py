"""A year of the calendar is changed while cases are open, and the process that carries it out is killed meanwhile."""

import signal
from typing import Any

import httpx
import pytest

from deploy.engines.stack import Stack, until
from tests.system.people import People

pytestmark = pytest.mark.system
FILINGS = 8


def decision(people: People, no: str) -> Any:
    found = people.get("clerk", f"/api/cases/{no}/clocks")["clocks"]
    return next(clock for clock in found if clock["clock"] == "decision")


def year_of(people: People, number: str) -> tuple[Any, str]:
    answer = people.ask("admin", "GET", f"/api/calendar/{number}")
    return answer.json(), answer.headers["etag"]


def post(people: People, number: str, days: Any, tag: str = "", who: str = "admin", **more: Any) -> httpx.Response:
    body = {name: days[name] for name in ("off", "work")}
    headers = {"If-Match": tag} if tag else {}
    return people.ask(who, "POST", f"/api/calendar/{number}", json={**body, **more}, headers=headers)


def put_in_force(people: People, number: str, days: Any) -> Any:
    _year, tag = year_of(people, number)
    answer = post(people, number, days, tag, preview=False)
    assert answer.status_code == 200, answer.text
    return answer.json()


def await_done(people: People, number: str) -> Any:
    until(lambda: year_of(people, number)[0]["change"]["state"] == "done", 90, "the change is not carried out")
    return year_of(people, number)[0]["change"]


def rescheduled(people: People, no: str) -> int:
    history = people.get("clerk", f"/api/cases/{no}/history")["entries"]
    return sum(entry["action"] == "reschedule" for entry in history)


def test_a_year_moves_the_open_cases_it_touches_once_and_no_other(stack: Stack, people: People) -> None:
    moved = [people.accepted("M-04", "business")["no"] for _ in range(FILINGS)]
    untouched = people.file("business", "M-04")["no"]
    people.move("business", untouched, "withdraw")
    clock = decision(people, moved[0])
    day = [one["date"] for one in clock["days"] if one["counts"]][9]
    present, _tag = year_of(people, day[:4])
    longer = {**present, "off": [*present["off"], {"date": day, "name": "试验"}]}
    present["off"] = present["off"] or [{"date": f"{day[:4]}-01-01", "name": "元旦"}]

    preview = post(people, day[:4], longer).json()
    told = {case["no"]: case["moves"] for case in preview["cases"]}
    assert preview["moved"] >= FILINGS
    assert {"clock": "decision", "subject": None, "old": clock["due"]} == {
        name: value for name, value in told[moved[0]][0].items() if name != "new"
    }
    assert untouched not in told
    assert decision(people, moved[0])["due"] == clock["due"]
    assert post(people, day[:4], longer, who="clerk").status_code == 403

    put_in_force(people, day[:4], longer)
    busy = post(people, day[:4], present, year_of(people, day[:4])[1], preview=False)
    assert busy.status_code in (409, 412)
    pid = stack.kill("workflow", signal.SIGKILL)
    stack.wait_healthy("workflow", other_than=pid)
    change = await_done(people, day[:4])
    assert change["moved"] >= FILINGS
    new = told[moved[0]][0]["new"]
    assert [decision(people, no)["due"] for no in moved] == [new] * FILINGS
    assert [rescheduled(people, no) for no in moved] == [1] * FILINGS
    assert rescheduled(people, untouched) == 0

    put_in_force(people, day[:4], present)
    await_done(people, day[:4])
    assert [decision(people, no)["due"] for no in moved] == [clock["due"]] * FILINGS
    assert [rescheduled(people, no) for no in moved] == [2] * FILINGS


def test_a_due_date_is_calculated_for_whoever_asks(people: People) -> None:
    answer = people.ask("", "POST", "/api/calculators/due-date", json={"start": "2026-09-24", "days": 5})
    told = answer.json()
    assert (told["due"], told["provisional"], sum(day["counts"] for day in told["days"])) == ("2026-10-09", False, 5)
