"""The gauges that matter, exposed by every process."""

from prometheus_client import Counter, Gauge, Histogram

UNPUBLISHED_AGE = Gauge("qi_unpublished_age_seconds", "Age of the oldest unpublished entry")
CONSUMER_LAG = Gauge("qi_consumer_lag", "Records behind the end of a topic", ["topic"])
PARKED_KEYS = Gauge("qi_parked_keys", "Keys set aside until somebody releases them")
CONSUMER_WAITING = Gauge("qi_consumer_waiting", "1 while a consumer waits for something transient", ["topic"])
TIMER_LATENESS = Gauge("qi_timer_lateness_seconds", "How long the earliest moment that is due has been waiting")
TIMERS_REFUSED = Counter("qi_timers_refused_total", "Moments whose change was refused, by reason", ["reason"])
PARTS_NOT_ARRIVED = Gauge("qi_parts_not_arrived", "Parts sent and not yet arrived")
REFUSALS = Counter("qi_refusals_total", "Refusals by reason", ["reason"])
BROKEN_HISTORIES = Gauge("qi_broken_histories", "Cases of the newest root whose history did not verify")
HISTORY_BYTES = Histogram(
    "qi_history_bytes",
    "History of a changed aggregate, sealed entries included: what makes a document large",
    ["kind"],
    buckets=[1_000 * 2**power for power in range(11)],
)
