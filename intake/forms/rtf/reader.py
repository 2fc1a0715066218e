"""Follows the control words of rich text, and keeps what a reader of the page would see: RTF 1.9.1."""

from __future__ import annotations

from collections.abc import Callable

from intake.forms import symbols
from intake.forms.blocks import MOST_BLOCKS, MOST_TEXT, Control, Sheet, UnreadableError, checked
from intake.forms.rtf.actions import WORDS
from intake.forms.rtf.fields import Field
from intake.forms.rtf.flow import Flow, blocks
from intake.forms.rtf.state import Font, Into, State
from intake.forms.rtf.tokens import Token, tokens
from intake.forms.rtf.words import ARMED, BACKS, CHARACTERS, FRAMES, MARKS, SKIPPED, TOGGLES

_DEEPEST = 200  # groups in groups
_LONGEST_NAME = 64  # of a font
_FILES_INSIDE = "It holds files inside, which were not opened."
_LOST_BOXES = "Its tick boxes were saved without their ticks."
_PALE = 250  # of 255: as good as white


def read(data: bytes) -> Sheet:
    """The document's paragraphs and cells, as the page shows them. Raises UnreadableError."""
    reader = Reader()
    for token in tokens(data):
        reader.take(token)
        if reader.done:
            return reader.sheet()
    raise UnreadableError("The file is damaged.")  # its end is missing, and with it perhaps an answer


class Reader:
    """The state of reading, token by token."""

    def __init__(self) -> None:
        self.state: State = State()
        self.done = False
        self.codec = "cp1252"  # the document's own
        self.default_font = 0
        self.fonts: dict[int, Font] = {}
        self.colours: list[bool] = []  # whether each can be seen behind text
        self.darkest: int | None = None  # the least of red, green and blue of the colour being read; None: no colour
        self.merged: dict[bool, list[bool]] = {}  # of a row in a cell or not: which cells are the rest of the one before
        self.is_rest = False
        self.pictures = False
        self.files = False
        self.lost_boxes = False
        self.controls: list[Control] = []
        self.high = 0  # first half of a character beyond U+FFFF
        self.fallback = 0  # characters still to pass over
        self.flows = [Flow(budget := iter(range(MOST_BLOCKS)))]
        self._budget = budget
        self._stack: list[State] = []
        self._raw = bytearray()
        self._length = 0

    @property
    def flow(self) -> Flow:
        """What is being written to: the body, or a text box."""
        return self.flows[-1]

    @property
    def depth(self) -> int:
        """How many tables stand around this paragraph."""
        return self.state.depth or int(self.state.in_table or self.flow.in_row)

    def take(self, token: Token) -> None:
        """Goes on by one token. Raises UnreadableError."""
        kind = token.kind
        if kind in {"text", "hex"}:
            self._bytes(token.raw)
            return
        self._flush()
        self.fallback = 0
        if kind == "{":
            self._begin()
        elif kind == "}":
            self._end()
        elif kind == "word":
            self._word(token.word, token.number)
        else:
            self._mark(token.word)

    def sheet(self) -> Sheet:
        """The whole, once the last group has ended."""
        while len(self.flows) > 1:
            self._end_box()
        found = checked(list(blocks(self.flows[0].close())))
        notes = (*[_FILES_INSIDE] * self.files, *[_LOST_BOXES] * self.lost_boxes)
        return Sheet(found, tuple(self.controls), pictures=self.pictures or bool(notes), notes=notes)

    def put(self, text: str) -> None:
        """Text, to where it goes now."""
        state = self.state
        if state.into is Into.PAGE and not state.left_out:
            self._length += len(text)
            if self._length > MOST_TEXT:
                raise UnreadableError("It is too long to be a form.", "large")
            self.flow.add(text, stressed=state.bold or state.underlined or self._shows(state.back))
            if state.field is not None:
                state.field.result.append(text)
        elif state.into is Into.SINK and state.sink is not None and not state.deleted:
            state.sink.append(text)
        elif state.into is Into.FONTS and (font := self.fonts.get(state.font)) is not None:
            font.name = (font.name + text).partition(";")[0][:_LONGEST_NAME]
        elif state.into is Into.COLOURS and ";" in text:
            self.colours.append(self.darkest is not None and self.darkest < _PALE)
            self.darkest = None

    def symbol(self, font: str, code: int) -> str:
        """A character of a symbol font; on the page a tick is a ticked box, before a list's item it is a bullet."""
        found = symbols.looks(font, code)
        return symbols.boxed(found) if self.state.into is Into.PAGE else found or symbols.BULLET

    # ---------------------------------------------------------------------------------------------------- tokens

    def _begin(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableError("The file is nested too deeply to be a form.")
        self._stack.append(self.state)
        self.state = self.state.inner()

    def _end(self) -> None:
        ended = self.state
        self.state = self._stack.pop()
        if ended.closes is not None:
            ended.closes()
        self.done = not self._stack

    def _word(self, word: str, number: int | None) -> None:
        state = self.state
        if state.into is Into.NOWHERE and word != "ud":
            return
        starred, state.starred = state.starred, False
        if (starred and word not in ARMED) or word in SKIPPED:
            self.pictures |= word in {"pict", "annotation", "NeXTGraphic"}
            self.files |= word == "object"
            state.into = Into.NOWHERE
        elif word in FRAMES:
            state.into = Into.FRAME
        elif word in TOGGLES:
            setattr(state, TOGGLES[word], number != 0)
        elif word in CHARACTERS:
            self.put(CHARACTERS[word])
        elif word in BACKS:
            state.back = number or 0
        if word in WORDS:
            WORDS[word](self, 0 if number is None else number)

    def _mark(self, mark: str) -> None:
        if mark == "*":
            self.state.starred = True
        elif mark in "\\{}":
            self._bytes(mark.encode())
        elif mark in "\r\n":
            WORDS["par"](self, 0)
        elif mark in MARKS:
            self.put(MARKS[mark])

    def _bytes(self, raw: bytes) -> None:
        """Bytes of text wait for those that follow: one character may have two."""
        passed = min(self.fallback, len(raw))
        self.fallback -= passed
        if self.state.into is not Into.NOWHERE:
            self._raw += raw[passed:]

    def _flush(self) -> None:
        if not self._raw:
            return
        raw = bytes(self._raw)
        self._raw.clear()
        font = self.fonts.get(self.state.font, Font())
        if self.state.into in {Into.PAGE, Into.SINK} and symbols.table(font.name) is not None:
            self.put("".join(self.symbol(font.name, code) if code > 0x20 else chr(code) for code in raw))
        else:
            self.put(raw.decode(font.codec or self.codec, "replace"))

    def _shows(self, colour: int) -> bool:
        return colour > 0 and (colour >= len(self.colours) or self.colours[colour])

    # ------------------------------------------------------------------------------------------- groups with an end

    def aside(self, sink: list[str], closes: Callable[[], None] | None = None) -> None:
        """Keeps the text of this group in `sink`, and calls `closes` at its end."""
        self.state.into, self.state.sink, self.state.closes = Into.SINK, sink, closes

    def end_instruction(self, field: Field) -> None:
        """What a field shows of itself stands in place of its stored result."""
        shown = field.shown()
        self.lost_boxes |= field.is_lost
        if shown is not None:
            self.put(shown)
            field.replaced = True

    def end_field(self, field: Field) -> None:
        """A field that a program fills in is also a record."""
        control = field.control()
        if control is not None:
            self.controls.append(control)

    def end_mark(self, sink: list[str]) -> None:
        """The mark of a list's item."""
        mark, text = symbols.item("".join(sink))
        self.flow.mark(mark)
        if text:
            self.put(text)

    def begin_box(self) -> None:
        """A text box has paragraphs and tables of its own, and is read after the paragraph where it hangs."""
        self.state.into, self.state.in_table, self.state.depth = Into.PAGE, False, 0
        self.flows.append(Flow(self._budget))
        self.state.closes = self._end_box

    def _end_box(self) -> None:
        box = self.flows.pop()
        self.flow.hang(box.close())
