"""`make watch`: the stream of events as a consumer sees it, a line each."""

import json
import os

from kafka import KafkaConsumer

TOPICS = ("qi.case", "qi.part")


def main() -> None:
    """Print events until Ctrl-C, beginning with what comes now."""
    bootstrap = os.environ.get("QI_KAFKA_BOOTSTRAP") or _of_the_stack()
    consumer = KafkaConsumer(*TOPICS, bootstrap_servers=bootstrap, auto_offset_reset="latest")
    try:
        for record in consumer:
            told = {name: value.decode() for name, value in record.headers}
            print(
                told["ce_time"], told["ce_type"], f"{record.key.decode()}#{told['ce_sequence']}", record.value.decode()
            )
    except KeyboardInterrupt:
        consumer.close()


def _of_the_stack() -> str:
    with open(".stack/status.json", encoding="utf-8") as file:
        return str(json.load(file)["broker"])


if __name__ == "__main__":
    main()
