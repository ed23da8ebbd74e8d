"""Sets a paper as PDF/A-3b: its data goes in as JSON, beside the template and never into it."""

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

STAND_IN, MOST_UNKNOWN = "〓", 40
UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
FAMILIES = ("Noto Serif CJK SC", "LXGW WenKai")


class Press:
    """The compiler with its fonts; without a Chinese one it does not start."""

    def __init__(self, fonts: str, template: Path) -> None:
        self._template = template
        self._fonts = typst.Fonts(include_system_fonts=True, font_paths=[fonts] if fonts else [])
        known = set(self._fonts.families())
        self._families = [name for name in FAMILIES if name in known]
        if not self._families:
            raise ValueError(f"no Chinese font (one of {', '.join(FAMILIES)}): install fonts-noto-cjk or set QI_FONTS")

    def pdf(self, content: Mapping[str, Any], at: datetime, **attached: str) -> bytes:
        """The paper's file with texts that its template attaches, each by its name; a character that no font has, which
        an archive's file may not hold, is shown as 〓.
        """
        table: dict[int, str] = {}
        for _ in range(MOST_UNKNOWN):
            try:
                return self._set(_translated(content, table), at, attached)
            except typst.TypstError as fault:
                unknown = _unknown(str(fault))
                if not unknown:
                    raise
                table |= dict.fromkeys(map(ord, unknown), STAND_IN)
        raise ValueError("too many characters that no font has")

    def _set(self, content: Mapping[str, Any], at: datetime, attached: Mapping[str, str]) -> bytes:
        made = self._compiler(content, attached).compile(
            format="pdf", pdf_standards=["a-3b"], timestamp=at.replace(microsecond=0)
        )
        if not isinstance(made, bytes):
            raise TypeError("the compiler answers one file")
        return made + b"\n"  # so that what a signature appends begins on a line of its own (ISO 19005-3, 6.1.9)

    def pictures(self, content: Mapping[str, Any]) -> list[bytes]:
        """The paper's pages as PNG."""
        made = self._compiler(content, {}).compile(format="png", ppi=110)
        return list(made) if isinstance(made, list) else [made or b""]

    def _compiler(self, content: Mapping[str, Any], attached: Mapping[str, str]) -> typst.Compiler:
        told = {**content, "fonts": self._families, "qr": qr(content["verify_url"])}
        inputs = {**attached, "paper": json.dumps(told, ensure_ascii=False)}
        return typst.Compiler(self._template, font_paths=self._fonts, sys_inputs=inputs)


def _unknown(fault: str) -> str:
    """The characters that the compiler says no font has."""
    found = UNKNOWN.search(fault)
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""


def _translated(value: Any, table: Mapping[int, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _translated(inner, table) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_translated(inner, table) for inner in value]
    return value.translate(table) if isinstance(value, str) else value


def qr(address: str) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True, scale=4)
    return out.getvalue().decode()
