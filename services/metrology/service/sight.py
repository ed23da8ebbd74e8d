"""Who sees which ledgers: an enterprise its own, staff those of their district."""

from services.kit.errors import NotAllowed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.units import CITY

DOMAIN = "metrology"


def _district(who: Caller) -> Head:
    unit = who.station[:6] if who.has("clerk") else (who.unit or who.division)[:6]
    return {} if unit in CITY else {"units": unit}


def sight(who: Caller) -> Head:
    """The filter of the instruments somebody may see; FORBIDDEN for whoever has no business with any."""
    if who.has("enterprise"):
        return {"uscc": who.uscc}
    if who.has("service"):
        return {}
    if who.has("specialist") and DOMAIN in who.domains:
        return _district(who)
    if who.has("clerk", "approver", "supervisor"):
        return _district(who)
    raise NotAllowed("FORBIDDEN", params={"rule": "ledgers of metrology"})
