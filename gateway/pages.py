"""The portal's built files, as they lie on disk; a new build is taken up without a restart."""

import mimetypes
import re
from pathlib import Path

BUILT = Path(__file__).parent / "portal" / "dist"
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # made by the build, the best first
NONCE = re.compile(r'(<meta name="csp-nonce" content=")("\s*/?>)')
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".webmanifest": "application/json"}


class Pages:
    """One page for every address of the portal, and the files it names."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._folder = folder
        self._made: tuple[int, ...] = ()
        self._page = ""
        self._files: dict[str, Path] = {}

    def page(self, nonce: str) -> str | None:
        """The page with a nonce for the styles it makes; None when there is no build."""
        self._look()
        return NONCE.sub(rf"\g<1>{nonce}\g<2>", self._page) or None

    def file(self, path: str, accepted: str) -> tuple[Path, dict[str, str]] | None:
        """A file in the smallest form that is there and accepted, with its headers; None when there is none."""
        self._look()
        if path not in self._files:
            return None
        plain = self._files[path]
        media_type = TYPES.get(plain.suffix) or mimetypes.guess_type(plain.name)[0] or "application/octet-stream"
        headers = {"Content-Type": media_type, "Vary": "Accept-Encoding"}
        if media_type.startswith("text/"):
            headers["Content-Type"] += "; charset=utf-8"
        for name in (name for name in ENCODINGS if _accepts(accepted, name)):
            packed = plain.with_name(plain.name + ENCODINGS[name])
            if packed.is_file():
                return packed, {**headers, "Content-Encoding": name}
        return plain, headers

    def _look(self) -> None:
        page = self._folder / "index.html"
        if not page.is_file():
            self._made, self._page, self._files = (), "", {}
            return
        made = tuple(one.stat().st_mtime_ns for one in (page, self._folder / "assets") if one.exists())
        if made != self._made:
            self._page, self._files = page.read_text(encoding="utf-8"), dict(self._found())
            self._made = made

    def _found(self) -> list[tuple[str, Path]]:
        """What may be asked for: the hashed files, and those beside the page; a name is looked up, never joined."""
        there = [*self._folder.glob("*"), *(self._folder / "assets").rglob("*")]
        kept = [one for one in there if one.is_file() and one.suffix not in ENCODINGS.values()]
        named = [(one.relative_to(self._folder).as_posix(), one) for one in kept]
        return [(name, one) for name, one in named if name != "index.html" and not name.startswith(".")]


def _accepts(header: str, name: str) -> bool:
    asked = [part.strip().lower().partition(";") for part in header.split(",")]
    return any(coding.strip() == name and q.replace(" ", "") not in ("q=0", "q=0.0") for coding, _, q in asked)
