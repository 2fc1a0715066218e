"""The form controls of an OpenDocument: boxes, fields and lists that stand on the page. OpenDocument 1.3 Part 3, 13."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from intake.forms.blocks import EMPTY, TICKED, Control
from intake.forms.opendocument.names import FORM, OFFICE, TEXT, XML

_BOXES = {f"{FORM}checkbox": ("current-state", "state", "checked"), f"{FORM}radio": ("current-selected", "selected", "true")}
_TYPED = {f"{FORM}{name}" for name in ("text", "textarea", "formatted-text", "number", "date", "time", "combobox")}
_LIST = f"{FORM}listbox"
_LABEL = f"{FORM}fixed-text"


class Controls:
    """The controls of one document, by the names under which the page draws them."""

    def __init__(self, body: etree._Element) -> None:
        self._all: list[etree._Element] = []
        for forms in body.iter(f"{OFFICE}forms"):
            if next(forms.iterancestors(f"{OFFICE}forms"), None) is not None:
                continue
            self._all += [one for one in forms.iter() if one.tag in {*_BOXES, *_TYPED, _LIST, _LABEL}]
        self._by_name = {name: one for one in self._all for name in _names(one)}
        labels = ((one.get(f"{FORM}for", ""), one.get(f"{FORM}label", "")) for one in self._all if one.tag == _LABEL)
        self._labels = {name: label for names, label in labels for name in names.replace(",", " ").split()}

    def records(self) -> Iterator[Control]:
        """Every control, with the words shown for it."""
        for one in self._all:
            name, ticked = one.get(f"{FORM}name", ""), _state(one)
            shown = next((self._labels[n] for n in _names(one) if n in self._labels), "")
            label = one.get(f"{FORM}label", "") if ticked is not None else shown or one.get(f"{FORM}title", "")
            if one.tag != _LABEL:
                yield Control(name, label, "" if ticked is not None else _value(one), ticked)

    def drawn(self, name: str | None) -> tuple[str, bool]:
        """(what the page shows of the control, whether it is a box without words of its own)."""
        one = self._by_name.get(name or "")
        if one is None:
            return "", False
        ticked, label = _state(one), one.get(f"{FORM}label", "")
        if ticked is not None:
            return f"{TICKED if ticked else EMPTY} {label}", not label
        return label if one.tag == _LABEL else _value(one), False


def _names(one: etree._Element) -> set[str]:
    return {name for name in (one.get(f"{XML}id"), one.get(f"{FORM}id")) if name}


def _state(one: etree._Element) -> bool | None:
    if one.tag not in _BOXES:
        return None
    now, at_first, ticked = _BOXES[one.tag]
    return one.get(f"{FORM}{now}", one.get(f"{FORM}{at_first}")) == ticked


def _value(one: etree._Element) -> str:
    if one.tag == _LIST:
        return ", ".join(option.get(f"{FORM}label", "") for option in one.iter(f"{FORM}option") if _is_chosen(option))
    typed = one.get(f"{FORM}current-value") or one.get(f"{FORM}value")
    return typed or "\n".join("".join(str(piece) for piece in line.itertext()) for line in one.iter(f"{TEXT}p"))


def _is_chosen(option: etree._Element) -> bool:
    return option.get(f"{FORM}current-selected", option.get(f"{FORM}selected")) == "true"
