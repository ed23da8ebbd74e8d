"""Apache Kafka 4.3 as one node without ZooKeeper: jars from Maven, settings written per folder."""

from base64 import urlsafe_b64encode
from pathlib import Path
from uuid import uuid4

from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import run
from deploy.engines.jvm import ADVICE, collect, java
from deploy.engines.stages import Stage


def build(_: Cache, folder: Path, stage: Stage) -> None:
    """Collect the jars and see that the tools answer."""
    java()
    stage.say("downloading 92 jars")
    collect("kafka.pom.xml", "copy-dependencies", folder)
    run([java(), "-cp", f"{folder}/*", "kafka.tools.StorageTool", "random-uuid"])


RECIPE = Recipe("kafka-4.3.1-1", "Kafka 4.3", build, f"{ADVICE} Or give an existing broker by QI_KAFKA_BOOTSTRAP.")
SINGLE = """\
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
"""


def prepare(engine: Path, folder: Path, port: int, control: int) -> None:
    """Write the node's settings; format its data folder if that is new."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = folder / "server.properties"
    settings.write_text(
        "process.roles=broker,controller\nnode.id=1\n"
        f"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{control}\n"
        f"advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n"
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n"
        f"controller.listener.names=CONTROLLER\ncontroller.quorum.voters=1@127.0.0.1:{control}\n"
        f"log.dirs={folder / 'data'}\nauto.create.topics.enable=false\ngroup.initial.rebalance.delay.ms=0\n"
        "offsets.topic.num.partitions=12\nbroker.session.timeout.ms=3000\nbroker.heartbeat.interval.ms=500\n" + SINGLE
    )
    if not (folder / "data" / "meta.properties").is_file():
        storage = [java(), "-cp", f"{engine}/*", "kafka.tools.StorageTool", "format"]
        run([*storage, f"--cluster-id={encoded()}", "-c", settings, "--ignore-formatted"])  # an id may begin with "-"


def encoded() -> str:
    """A new cluster id in Kafka's form: a UUID in URL-safe base 64."""
    return urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")


def command(engine: Path, folder: Path) -> list[str]:
    """What starts the node in the foreground."""
    memory = ["-Xms128m", "-Xmx384m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"]
    return [java(), *memory, "-cp", f"{engine}/*", "kafka.Kafka", str(folder / "server.properties")]
