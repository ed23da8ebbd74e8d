"""Work that goes on beside the server, in a thread of its own, until it is told to stop."""

import threading

import structlog

LOG = structlog.get_logger()
AGAIN_SECONDS = 5.0


class Background:
    """Subclasses say what is done in `work`, and look at `stopping` between their steps."""

    def __init__(self, name: str, patience: float) -> None:
        self.stopping = threading.Event()
        self._patience = patience  # seconds that the end is waited for
        self._thread = threading.Thread(target=self._keep_on, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step in hand."""
        self.stopping.set()
        self._thread.join(self._patience)

    def _keep_on(self) -> None:
        """A bug ends one round of the work and not the work: a process without its relay would look healthy."""
        while not self.stopping.is_set():
            try:
                self.work()
                return
            except Exception:
                LOG.exception("worker_failed", worker=self._thread.name)
                self.stopping.wait(AGAIN_SECONDS)

    def work(self) -> None:
        """What is done; runs in the thread, and is begun again when it fails."""
        raise NotImplementedError
