"""Units by their codes: a station lies in its district, a district in the city."""

CITY = frozenset({"3302", "330200"})  # units to which the whole city belongs


def units_of(code: str) -> list[str]:
    """A station or a unit, and the district it lies in."""
    return sorted({code, code[:6]})
