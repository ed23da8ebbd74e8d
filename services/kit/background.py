"""Work that goes on beside the server, in a thread of its own, until it is told to stop."""

import threading


class Background:
    """Subclasses say what is done in `work`, and look at `stopping` between their steps."""

    def __init__(self, name: str, patience: float) -> None:
        self.stopping = threading.Event()
        self._patience = patience  # seconds that the end is waited for
        self._thread = threading.Thread(target=self.work, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step in hand."""
        self.stopping.set()
        self._thread.join(self._patience)

    def work(self) -> None:
        """What is done; runs in the thread."""
        raise NotImplementedError
