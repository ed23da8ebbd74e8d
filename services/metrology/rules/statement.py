"""A result as it is stated: the uncertainty with two digits, the value to the same decade."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

DIGITS = 2
PLAIN = range(-6, 12)  # decades that are written without a power of ten


def rounded(value: Decimal, uncertainty: Decimal) -> tuple[Decimal, Decimal]:
    """Value and uncertainty to the decade of the uncertainty's second digit; two digits never lose 5 % of it."""
    with localcontext(prec=700):  # from 1e300 down to 1e-300 and some
        kept = uncertainty
        for _once_more in range(2):  # 99.6 becomes 100, whose second digit is another one
            decade = Decimal(1).scaleb(kept.adjusted() - DIGITS + 1)
            kept = uncertainty.quantize(decade, ROUND_HALF_UP)
        return value.quantize(decade, ROUND_HALF_EVEN), kept


def stated(value: Decimal, uncertainty: Decimal, k: float, probability: Decimal) -> str:
    """The result in one line."""
    if not uncertainty:
        return f"{+value.normalize():f}" if value.adjusted() in PLAIN else f"{value:.15g}"
    kept, width = rounded(value, uncertainty)
    percent = (probability * 100).normalize()
    return f"{_pair(kept, width)}, k = {k:.2f}, p = {percent:f} %"


def _pair(value: Decimal, width: Decimal) -> str:
    top = max(value.adjusted() if value else width.adjusted(), width.adjusted())
    exponent = int(width.as_tuple().exponent)
    if exponent <= 0 and exponent > -13 and top in PLAIN:
        return f"{value:f} ± {width:f}"
    with localcontext(prec=700):
        scaled = [f"{part.scaleb(-top):f}" for part in (value, width)]
    return f"({scaled[0]} ± {scaled[1]}) × 10^{top}"
