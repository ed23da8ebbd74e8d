"""What a journey costs its user: acts counted by a listener, and time by the usual model of hands and eyes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

CLICK, KEY, CHARACTER, READ = 1.3, 0.3, 0.25, 1.35  # seconds
LISTENER = """() => {
  const heard = 'qiActs' in window;
  window.qiActs = {click: 0, key: 0, char: 0};
  if (heard) return;
  const field = (of) => of instanceof Element && of.closest('input:not([type=checkbox]):not([type=radio]), textarea');
  addEventListener('click', (e) => { if (e.isTrusted && e.detail > 0) window.qiActs.click += 1; }, true);
  addEventListener('keydown', (e) => {
    if (!e.isTrusted || ['Control', 'Shift', 'Alt'].includes(e.key)) return;
    if (!field(e.target) || e.key.length > 1 || e.ctrlKey) window.qiActs.key += 1;
  }, true);
  addEventListener('input', (e) => { window.qiActs.char += e.data?.length ?? 0; }, true);
}"""


@dataclass
class Cost:
    """Acts, characters, and the waits between act and settled screen."""

    click: int = 0
    key: int = 0
    char: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def acts(self) -> int:
        """Clicks and keys that are no typing."""
        return self.click + self.key

    def modelled(self, steps_read: int) -> float:
        """Seconds without the waits, which are printed and not limited."""
        return CLICK * self.click + KEY * self.key + CHARACTER * self.char + READ * steps_read


@contextmanager
def counted(page: Page, name: str) -> Iterator[Cost]:
    """Count from here; a picked file counts as the click that opened its dialog."""
    page.evaluate(LISTENER)
    cost, begun = Cost(), time.monotonic()
    yield cost
    told = page.evaluate("() => window.qiActs")
    cost.click, cost.key, cost.char = cost.click + told["click"], told["key"], told["char"]
    print(f"\n{name}: {cost.acts} acts, {cost.char} characters, {time.monotonic() - begun:.1f} s by the wall")
