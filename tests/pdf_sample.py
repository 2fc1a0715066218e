"""PDF forms as people and programs make them: printed pages, fields on them, and what was typed on top."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from intake.forms.blocks import Block
from intake.programme import Question

LONG = (
    "The meeting was moved to the potting shed because the hall was cold, and people came with blankets and cake. "
    "Nobody minded the dark. We lit the place with lamps that the school had made."
)
Answers = dict[str, str]
WIDTH, HEIGHT = A4  # points


def as_pdf(value: Any) -> Any:
    """Python values as PDF objects: "/Name" is a name, other text a string."""
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(value)
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, list | tuple) and not isinstance(value, ArrayObject):
        return ArrayObject(as_pdf(one) for one in value)
    if isinstance(value, dict) and not isinstance(value, DictionaryObject):
        return DictionaryObject({NameObject(key): as_pdf(one) for key, one in value.items()})
    return value


def stream(data: bytes, **entries: Any) -> StreamObject:
    """A stream object with those entries."""
    made = StreamObject()
    made.set_data(data)
    made.update({NameObject(f"/{key}"): as_pdf(value) for key, value in entries.items()})
    return made


class Paper:
    """Pages to print on (points from the top left), and to lay fields and notes on afterwards."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=size, pageCompression=1)
        self.page = 0
        self.laid: list[tuple[int, dict[str, Any]]] = []  # (page, annotation)
        self.fields: list[dict[str, Any]] = []  # fields with several widgets; the others are their own widgets
        self.form: dict[str, Any] = {"/NeedAppearances": True}
        self.catalog: dict[str, Any] = {}

    def text(self, x: float, y: float, words: str, font: str = "Helvetica", size: float = 11) -> float:
        """Prints one line and returns where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, words)
        return x + float(self.canvas.stringWidth(words, font, size))

    def paragraph(self, x: float, y: float, words: str, width: float, font: str = "Helvetica", size: float = 11) -> float:
        """Prints a paragraph, broken by width, and returns where the next line would stand."""
        for line in simpleSplit(words, font, size, width):
            self.text(x, y, line, font, size)
            y += size * 1.25
        return y

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draws a frame, its top left corner at (x, y)."""
        self.canvas.rect(x, self.height - y - height, width, height)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def rect(self, x: float, y: float, width: float, height: float) -> list[float]:
        return [x, self.height - y - height, x + width, self.height - y]

    def lay(self, subtype: str, box: tuple[float, float, float, float], **entries: Any) -> dict[str, Any]:
        """An annotation on the page, its box given as x, y, width and height."""
        made = {"/Type": "/Annot", "/Subtype": f"/{subtype}", "/Rect": self.rect(*box), "/F": 4}
        made |= {f"/{key}": value for key, value in entries.items()}
        self.laid.append((self.page, made))
        return made

    def field(self, name: str, value: str, box: tuple[float, float, float, float], **entries: Any) -> dict[str, Any]:
        """A text field."""
        return self.lay("Widget", box, **{"FT": "/Tx", "T": name, "V": value, **entries})

    def tick(self, name: str, on: bool, box: tuple[float, float, float, float], state: str = "Yes", **entries: Any) -> None:
        """A tick box."""
        now = f"/{state}" if on else "/Off"
        looks = {one: stream(b"q Q", BBox=[0, 0, 9, 9], Subtype="/Form") for one in (f"/{state}", "/Off")}
        look = {"/N": looks}
        self.lay("Widget", box, **{"FT": "/Btn", "T": name, "V": now, "AS": now, "AP": look, **entries})

    def group(self, name: str, chosen: str, buttons: dict[str, tuple[float, float, float, float]], **entries: Any) -> None:
        """Radio buttons: export value -> box."""
        parent = {"/FT": "/Btn", "/Ff": 1 << 15, "/T": name, "/V": f"/{chosen}" if chosen else "/Off", "/Kids": []}
        self.fields.append(parent | {f"/{key}": value for key, value in entries.items()})
        for state, box in buttons.items():
            look = {"/N": {f"/{state}": stream(b"q Q", BBox=[0, 0, 9, 9], Subtype="/Form")}}
            kid = self.lay("Widget", box, AS=f"/{state}" if state == chosen else "/Off", AP=look)
            kid["parent"] = self.fields[-1]

    def several(self, name: str, value: str, **entries: Any) -> dict[str, Any]:
        """A text field whose widgets are laid with `show`."""
        self.fields.append({"/FT": "/Tx", "/T": name, "/V": value, "/Kids": []} | {f"/{k}": v for k, v in entries.items()})
        return self.fields[-1]

    def show(self, field: dict[str, Any], box: tuple[float, float, float, float], **entries: Any) -> None:
        self.lay("Widget", box, **entries)["parent"] = field

    def typed(self, x: float, y: float, words: str, width: float = 250, size: float = 12, **entries: Any) -> None:
        """Text added on top, its first line at about `y`, as Preview, Edge and Acrobat add it."""
        lines = words.replace("\r", "\n").split("\n")
        box = (x, y - size, width, size * 1.3 * len(lines) + 2)
        self.lay("FreeText", box, **{"Contents": words, "DA": f"/Helv {size} Tf 0 g", "Subj": "Typewriter", **entries})

    def bytes(self, password: str | None = None, owner: str = "", algorithm: str = "AES-256") -> bytes:
        """The document."""
        self.canvas.showPage()
        self.canvas.save()
        if not self.laid and not self.catalog and password is None and len(self.form) == 1:
            return self._out.getvalue()
        writer = PdfWriter(clone_from=PdfReader(self._out))
        self._attach(writer)
        for key, value in self.catalog.items():
            writer.root_object[NameObject(key)] = as_pdf(value)
        if password is not None:
            writer.encrypt(password, owner or "another", algorithm=algorithm)
        written = io.BytesIO()
        writer.write(written)
        return written.getvalue()

    def _attach(self, writer: Any) -> None:
        top: list[Any] = []
        parents = {id(field): writer._add_object(as_pdf(_whole(writer, field))) for field in self.fields}
        top += parents.values()
        for page, annotation in self.laid:
            parent = parents.get(id(annotation.pop("parent", None)))
            made = writer._add_object(as_pdf(_whole(writer, annotation)))
            writer.pages[page].setdefault(NameObject("/Annots"), ArrayObject()).append(made)
            if parent is not None:
                made.get_object()[NameObject("/Parent")] = parent
                parent.get_object()["/Kids"].append(made)
            elif annotation["/Subtype"] == "/Widget":
                top.append(made)
        if top or len(self.form) > 1:
            form = self.form | {"/Fields": top}
            writer.root_object[NameObject("/AcroForm")] = as_pdf({key: _whole(writer, one) for key, one in form.items()})


def _whole(writer: Any, value: Any) -> Any:
    """The same with its streams as objects of their own, as they must be."""
    if isinstance(value, StreamObject):
        return writer._add_object(value)
    if isinstance(value, dict) and not isinstance(value, DictionaryObject):
        return {key: _whole(writer, one) for key, one in value.items()}
    return value


def wrapped(words: str, width: float, font: str = "Helvetica", size: float = 11) -> Iterator[str]:
    """The lines of a text, broken by width; its own line ends are kept."""
    for paragraph in words.split("\n"):
        yield from simpleSplit(paragraph, font, size, width)


def is_chosen(question: Question, number: int, answers: Answers) -> bool:
    return question.options[number].label == answers.get(question.key)


def paragraphs(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks put together as they say they go on."""
    found: list[str] = []
    for block in blocks:
        if block.begins or not found:
            found.append(f"{block.item} {block.text}".strip())
        else:
            found[-1] += f" {block.text}"
    return found
