"""The fields of rich text that show something of their own: boxes, lists to choose from, symbols. RTF 1.9.1, "Form Fields"."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.forms import symbols
from intake.forms.blocks import EMPTY, TICKED, Control, tidy

_BOX, _LIST = 1, 2  # \fftypeN
_UNTOUCHED = 25  # \ffresN: as it was made


@dataclass(slots=True)
class FormField:
    """The data of a field that a program fills in."""

    kind: int = 0
    result: int = _UNTOUCHED
    default: int = 0
    name: list[str] = field(default_factory=list)
    help: list[str] = field(default_factory=list)
    entries: list[list[str]] = field(default_factory=list)

    @property
    def state(self) -> int:
        """0 or 1 of a box, the place of the entry shown of a list."""
        return self.default if self.result == _UNTOUCHED else self.result


@dataclass(slots=True)
class Field:
    """A field: what it does, and what it shows."""

    instruction: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    form: FormField | None = None
    replaced: bool = False  # its stored result is not what it shows

    def shown(self) -> str | None:
        """What the field shows of itself; None where its stored result is what it shows."""
        words = "".join(self.instruction).split()
        kind = words[0].upper() if words else ""
        if kind == "FORMCHECKBOX":
            return "" if self.form is None else TICKED if self.form.state else EMPTY
        if kind == "FORMDROPDOWN":
            return self._entry()
        if kind == "TOC":  # the questions a second time
            return ""
        return _symbol(words[1:]) if kind == "SYMBOL" else None

    @property
    def is_lost(self) -> bool:
        """Whether it is a box without its data, as LibreOffice saves one: nobody can know whether it was ticked."""
        return self.form is None and "".join(self.instruction).strip().upper() == "FORMCHECKBOX"

    def control(self) -> Control | None:
        """The field as a record, where its maker named it."""
        form = self.form
        name = tidy("".join(form.name)) if form is not None else ""
        if form is None or not name:
            return None
        if form.kind == _BOX:
            return Control(name, tidy("".join(form.help)), "", ticked=bool(form.state))
        text = self._entry() if form.kind == _LIST else "".join(self.result)
        return Control(name, tidy("".join(form.help)), text)

    def _entry(self) -> str:
        entries = self.form.entries if self.form is not None else []
        at = self.form.state if self.form is not None else 0
        return tidy("".join(entries[at])) if 0 <= at < len(entries) else ""


def _symbol(words: list[str]) -> str | None:
    """SYMBOL 254 \\f "Wingdings": the code, decimal or hexadecimal, and its font."""
    said = " ".join(words).split("\\")
    font = next((switch[1:].strip(' "') for switch in said[1:] if switch[:1] == "f"), "")
    try:
        code = int(said[0].strip(), 0)
    except ValueError:
        return None
    return symbols.boxed(symbols.looks(font, code)) if symbols.is_symbol(font, code) else None
