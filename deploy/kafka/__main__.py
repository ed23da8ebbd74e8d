"""`python -m deploy.kafka` makes the topics on the broker of QI_KAFKA_BOOTSTRAP."""

from deploy.engines.settings import EngineSettings
from deploy.kafka.topics import ensure

if __name__ == "__main__":
    print(ensure(EngineSettings().kafka_bootstrap or "127.0.0.1:9092"))
