"""HTML into the text a reader would see: paragraphs, lists, and table rows as "label<TAB>answer".

Quotations are marked with ">" at the head of their lines, as in plain mail. Hidden parts, scripts and styles are left out.
"""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING

from intake.reading.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "option",
        "textarea",
    ]
)
_DROPPED = frozenset(
    [
        "audio",
        "embed",
        "frameset",
        "head",
        "link",
        "meta",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
        "title",
        "video",
    ]
)
_SPACED = frozenset(["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"])
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|!|$)")
_NO_MARGIN = re.compile(r"margin(?:-bottom)?:0|margin-bottom:\.0")
_QUOTE_CLASS = re.compile(r"\b(?:gmail_quote|protonmail_quote|cite|quote)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NOT_SHOWN = re.compile(r"<(script|style|head|title)\b(?:.*?</\1\s*>|.*\Z)|<!--(?:.*?-->|.*\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_LARGE = 1_500_000  # characters: of larger pages the beginning is freed of its tags, and not laid out
_LONG_CELL = 300  # characters: longer cells stand side by side for layout, not as question and answer


def from_html(html: str) -> str:
    """The text of an HTML part, lines ended by "\\n". Never raises for bad markup; "" where nothing is to be seen."""
    import lxml.etree
    import lxml.html

    if len(html) > _LARGE:
        return _without_tags(html[:_LARGE])
    data = clean(html, keep_no_break=True).encode("utf-8", "replace")
    if not data.strip():
        return ""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return ""
    page = _Page()
    steps = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            page.end(element)
        elif not page.start(element):
            steps.skip_subtree()
    # libxml2 gives up below some hundred levels of nesting
    return _without_tags(html) if any("depth" in entry.message for entry in parser.error_log) else page.text()


def _without_tags(html: str) -> str:
    lines = clean(entities.unescape(_TAG.sub("\n", _NOT_SHOWN.sub("", html)))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


class _Lines:
    """Lines being written: finished ones, and the one under the pen."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pen = ""
        self.bullet = ""  # stands before the next words
        self.blank_due = False

    def write(self, words: str) -> None:
        words = _BLANKS.sub(" ", words)
        if not self.pen or self.pen.endswith(" "):
            words = words.lstrip(" ")
        if words:
            self.pen += self.bullet + words
            self.bullet = ""

    def write_as_is(self, words: str) -> None:
        first, *others = words.split("\n")
        self.pen += first
        for line in others:
            self.end_line()
            self.pen = line

    def end_line(self) -> None:
        if self.blank_due and self.pen.strip() and self.done and self.done[-1]:
            self.done.append("")
        self.blank_due = self.blank_due and not self.pen.strip()
        self.done.append(clean(self.pen).rstrip(" "))
        self.pen = ""

    def end_block(self, spaced: bool) -> None:
        if self.pen:
            self.end_line()
        self.blank_due = self.blank_due or spaced

    def append(self, lines: list[str]) -> None:
        """Whole lines that were written elsewhere."""
        self.end_block(False)
        for line in lines:
            self.pen = line
            self.end_line()

    def finished(self) -> list[str]:
        self.end_block(False)
        lines = self.done
        while lines and not lines[-1].strip():
            lines.pop()
        start = next((i for i, line in enumerate(lines) if line.strip()), 0)
        return lines[start:]


class _Page:
    """Follows the tree, opening new lines for table cells and quotations and putting them back when these end."""

    def __init__(self) -> None:
        self.open = [_Lines()]
        self.rows: list[list[list[str]]] = []
        self.layout: list[bool] = []  # for each open row: holds another table
        self.lists: list[int] = []  # for each open list: the next number, 0 for bullets
        self.pre = 0

    @property
    def lines(self) -> _Lines:
        return self.open[-1]

    def start(self, element: HtmlElement) -> bool:
        """Writes what stands before and at the head of an element. False: nothing in it is to be seen."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _hidden(element):
            return False
        if tag in _BLOCKS:
            self.lines.end_block(_spaced(element))
        match tag:
            case "br":
                self.lines.end_line()
            case "hr":
                self.lines.append(["_____"])
            case "img" | "input":
                self.lines.write(_shown(element))
            case "pre" | "textarea":
                self.pre += 1
            case "ul" | "ol":
                self.lists.append(1 if tag == "ol" else 0)
            case "li":
                self.lines.bullet = self._bullet()
            case "option" if element.get("selected") is None:
                return False
            case "table" | "tr" | "td" | "th":
                self._start_table(tag)
            case "blockquote" if _quotes(element):
                self.open.append(_Lines())
        self._write(element.text)
        return True

    def end(self, element: HtmlElement) -> None:
        """Writes what stands at the foot of an element and behind it."""
        tag = element.tag
        if isinstance(tag, str) and tag not in _DROPPED and not _hidden(element):
            match tag:
                case "pre" | "textarea":
                    self.pre = max(0, self.pre - 1)
                case "ul" | "ol":
                    self.lists.pop()
                case "li":
                    self.lines.bullet = ""
                case "tr" | "td" | "th":
                    self._end_table(tag)
                case "blockquote" if _quotes(element):
                    lines = self.open.pop().finished()
                    self.lines.append([f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines])
            if tag in _BLOCKS:
                self.lines.end_block(_spaced(element))
        self._write(element.tail)

    def text(self) -> str:
        while len(self.open) > 1:
            lines = self.open.pop().finished()
            self.lines.append(lines)
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(self.lines.finished()))

    def _write(self, words: str | None) -> None:
        if not words:
            return
        if self.pre:
            self.lines.write_as_is(words)
        else:
            self.lines.write(words)

    def _bullet(self) -> str:
        if not self.lists or not self.lists[-1]:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def _start_table(self, tag: str) -> None:
        if tag == "table":
            if self.layout:
                self.layout[-1] = True
        elif tag == "tr":
            self.rows.append([])
            self.layout.append(False)
        else:
            self.open.append(_Lines())

    def _end_table(self, tag: str) -> None:
        if tag != "tr":
            lines = self.open.pop().finished()
            if self.rows:
                self.rows[-1].append(lines)
            else:  # a cell outside any row
                self.lines.append(lines)
            return
        cells, layout = self.rows.pop(), self.layout.pop()
        if layout or not _question_and_answer(cells):
            for cell in cells:
                self.lines.append(cell)
        else:
            *labels, answer = cells
            before = "\t".join(" ".join(label) for label in labels)
            first, *others = answer or [""]
            self.lines.append([f"{before}\t{first}", *others])


def _question_and_answer(cells: list[list[str]]) -> bool:
    """Whether the cells of a row belong on one line."""
    if len(cells) < 2 or any(sum(map(len, cell)) > _LONG_CELL for cell in cells[:-1]):
        return False
    filled = sum(1 for cell in cells if cell)
    return filled >= 2 or (len(cells) == 2 and bool(cells[0]) and len(cells[0]) == 1)


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and _HIDDEN.search(re.sub(r"\s", "", style.lower())):
        return True
    return element.get("hidden") is not None or (element.tag == "input" and element.get("type") == "hidden")


def _spaced(element: HtmlElement) -> bool:
    """Whether a reader would see an empty line around the element (Outlook writes each line as a paragraph without)."""
    parent = element.getparent()
    if element.tag not in _SPACED or (parent is not None and parent.tag in ("li", "ul", "ol")):
        return False
    if element.tag != "p":
        return True
    style = re.sub(r"\s", "", (element.get("style") or "").lower())
    return not ((element.get("class") or "").startswith("Mso") or _NO_MARGIN.search(style))


def _quotes(element: HtmlElement) -> bool:
    style = (element.get("style") or "").lower()
    return element.get("type") == "cite" or "border-left" in style or bool(_QUOTE_CLASS.search(element.get("class") or ""))


def _shown(element: HtmlElement) -> str:
    """What a picture or a form's control shows: an emoji, a tick, the text typed."""
    if element.tag == "img":
        alt = element.get("alt") or ""
        return alt if len(alt) <= 2 else ""
    if element.get("type") in ("checkbox", "radio"):
        return "[x] " if element.get("checked") is not None else "[ ] "
    return element.get("value") or "" if element.get("type") in (None, "text", "email", "tel") else ""
