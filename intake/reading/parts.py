"""Walks the MIME tree of a message: which leaves are its words, which are files, and what only came along with it."""

from __future__ import annotations

import hashlib
import re
from copy import copy
from dataclasses import dataclass, field, replace
from email.message import Message as Mime

from intake.errors import SetAside
from intake.model import Bounds, Part
from intake.reading import filetype, guard, markup, text, tnef

_FILE_NAME = 255  # characters kept of a sender's file name
_WORDS = 3_000_000  # bytes of one text that are read
TOO_LONG = "The text of the message is very long; only its beginning was read."
_HEADER = 8_000  # characters of a Content- header that are looked at
_REPORTS = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report", "text/rfc822-headers"}
)
_TEXTS = frozenset({"text/plain", "text/html"})
_NOT_FOR_READING = frozenset({"text/x-amp-html", "text/watch-html"})
_STUB = re.compile(
    r"(?:does not|doesn't|cannot|can't|unable to) (?:support|display|read|show|view) (?:html|this)|html[- ](?:capable"
    r"|enabled|compatible|format)"
    r"|view (?:this|the) (?:e-?mail|message) in",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Leaf:
    """One leaf with its headers read."""

    content_type: str
    charset: str | None
    name: str
    named_by_disposition: bool
    disposition: str
    content_id: str
    flowed: bool
    delsp: bool
    data: bytes
    related: bool = False  # stands in a multipart/related beside its root

    def is_words(self) -> bool:
        """A text that mail programs show as the message itself."""
        if self.content_type not in _TEXTS or self.disposition == "attachment" or self.named_by_disposition:
            return False
        if (self.charset or "").lower().startswith(("utf-16", "utf-32")):
            return True
        found = filetype.examine(self.data)
        if found == filetype.UNKNOWN:
            return self.data.count(0) * 20 < len(self.data)
        return found.content_type.startswith(("text/", "message/", "application/x-empty", "application/xml", "image/svg"))


@dataclass(slots=True)
class Piece:
    """A run of the message's words."""

    html: bool
    words: str


@dataclass(slots=True)
class Tree:
    """What one message's tree holds."""

    pieces: list[Piece] = field(default_factory=list)
    other_html: list[str] = field(default_factory=list)  # HTML of which the plain text was taken
    attached: list[str] = field(default_factory=list)  # words that only came along
    inner: list[tuple[Mime, Tree]] = field(default_factory=list)  # attached messages, the outermost ones
    files: list[Leaf] = field(default_factory=list)  # also those of attached messages
    digests: list[str] = field(default_factory=list)  # SHA-256 of every leaf
    defects: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The words as plain text: HTML is used only where the plain text does not say the same."""
        runs: list[str] = []
        for piece in self.pieces:
            words = markup.from_html(piece.words) if piece.html else piece.words
            words = words.strip("\n").rstrip()
            if words.strip() and not (piece.html and runs and _same(words, "\n".join(runs))):
                runs.append(words)
        return "\n\n".join(runs)

    def html(self) -> str:
        return "\n".join([piece.words for piece in self.pieces if piece.html] or self.other_html)


def read(root: Mime, bounds: Bounds) -> Tree:
    """The tree of a parsed message that is within `bounds`."""
    tree = Tree()
    _visit(root, tree, bounds, report=False)
    return tree


def _visit(part: Mime, tree: Tree, bounds: Bounds, *, report: bool) -> None:
    children = inner_parts(part)
    kind = _content_type(part)
    if not part.is_multipart():
        _leaf(_read_leaf(part, tree), tree, bounds, report=report)
    elif kind in _REPORTS:
        tree.attached.append("\n".join(_as_lines(child, tree) for child in children))
    elif kind.startswith("message/"):
        _attached_message(part, children, tree, bounds, report=report)
    elif kind == "multipart/alternative":
        _alternative(children, tree, bounds)
    else:
        for number, child in enumerate(children):
            before = len(tree.files)
            _visit(child, tree, bounds, report=report or (kind == "multipart/report" and number > 0))
            if kind == "multipart/related" and number > 0:
                for leaf in tree.files[before:]:
                    leaf.related = True


def _alternative(children: list[Mime], tree: Tree, bounds: Bounds) -> None:
    """Of several forms of the same words the plain one is taken, where it has any; the HTML is kept beside it."""
    outside = tree.pieces
    choices: list[list[Piece]] = []
    for child in children:
        tree.pieces = []
        _visit(child, tree, bounds, report=False)
        choices.append(tree.pieces)
    tree.pieces = outside
    plain = next((c for c in choices if any(not p.html and p.words.strip() for p in c)), None)
    rich = next((c for c in reversed(choices) if any(p.html and p.words.strip() for p in c)), None)
    if plain is not None and rich is not None and plain is not rich:
        words = "".join(p.words for p in plain)
        if len(words) < 400 and _STUB.search(words):
            plain = None
        else:
            tree.other_html += [p.words for p in rich if p.html]
    tree.pieces += plain or rich or []


def _attached_message(part: Mime, children: list[Mime], tree: Tree, bounds: Bounds, *, report: bool) -> None:
    if _transfer_encoding(part) == "base64" and len(children) == 1 and not children[0].items():
        children = [_reparsed(children[0], bounds)]  # against RFC 2046, 5.2.1, but it occurs
    for child in children:
        inner = read(child, bounds)
        if report:  # whose mail came back stands in its head
            tree.attached.append(_head_as_lines(child))
        _take_in(child, inner, tree, report=report)


def _take_in(message: Mime, inner: Tree, tree: Tree, *, report: bool) -> None:
    tree.attached += [inner.text(), *inner.attached]
    tree.files += inner.files
    tree.digests += inner.digests
    tree.defects += inner.defects
    if not report:
        tree.inner.append((message, inner))


def _reparsed(part: Mime, bounds: Bounds) -> Mime:
    return _within(text.base64_bytes(payload(part).decode("latin-1")), bounds) or part


def _within(data: bytes, bounds: Bounds) -> Mime | None:
    """A message that came as a file, parsed; None where it is past the bounds."""
    try:
        guard.check(data, bounds)
        message = guard.tree(data)
        guard.measure(message, bounds)
    except SetAside:
        return None
    return message


def _leaf(leaf: Leaf, tree: Tree, bounds: Bounds, *, report: bool) -> None:
    if leaf.content_type in _NOT_FOR_READING:
        return
    if leaf.content_type in _REPORTS or (report and leaf.is_words()):
        tree.attached.append(_words(leaf, tree))
    elif leaf.is_words():
        tree.pieces.append(Piece(leaf.content_type == "text/html", _words(leaf, tree)))
    elif leaf.data or leaf.name:
        tree.files += _unwrapped(leaf)
        message = _within(leaf.data, bounds) if filetype.examine(leaf.data, leaf.name).extension == ".eml" else None
        if message is not None and leaf.content_type != "text/plain":
            inner = read(message, Bounds(bounds.header_bytes, 0, bounds.parts))
            inner.digests = []
            _take_in(message, inner, tree, report=report)


def _unwrapped(leaf: Leaf) -> list[Leaf]:
    """The files inside a winmail.dat in its place; any other file as it is."""
    inside = tnef.files(leaf.data)
    return [
        replace(leaf, content_type="application/octet-stream", name=text.one_line(name)[:_FILE_NAME], data=data, related=False)
        for name, data in inside
    ] or [leaf]


def _words(leaf: Leaf, tree: Tree) -> str:
    data = leaf.data
    if len(data) > _WORDS:
        data = data[:_WORDS].rpartition(b"\n")[0] or data[:_WORDS].rpartition(b" ")[0]
        tree.defects += [TOO_LONG] if TOO_LONG not in tree.defects else []
    words, whole = text.decode(data, leaf.charset)
    if not whole and text.NOT_READABLE not in tree.defects:
        tree.defects.append(text.NOT_READABLE)
    if leaf.content_type == "text/html":
        return text.clean(words, keep_no_break=True)
    words = text.clean(words)
    return text.unflow(words, leaf.delsp) if leaf.flowed else words


def _as_lines(part: Mime, tree: Tree) -> str:
    """A block of a delivery report as it reads: its headers and what follows them."""
    lines = [_head_as_lines(part)]
    if not part.is_multipart():
        body = payload(part)
        tree.digests.append(_digest(body, words=True))
        lines.append(text.clean(text.decode(body)[0]))
    return "\n".join(lines)


def _head_as_lines(part: Mime) -> str:
    return "\n".join(f"{name}: {text.header(raw_bytes(value))}" for name, value in part.raw_items())


def _same(words: str, before: str) -> bool:
    """Whether a text says nothing that was not said before, but for spaces and marks."""
    return re.sub(r"\W+", "", words) in re.sub(r"\W+", "", before)


# ------------------------------------------------------------------------------------------- one leaf's headers


def raw_bytes(value: object) -> bytes:
    """A header's value as it came (the parser keeps bytes beyond ASCII as surrogates)."""
    return str(value).encode("utf-8", "surrogateescape")


def first(part: Mime, name: str) -> bytes:
    """The first header of that name as it came, b"" where there is none."""
    return next((raw_bytes(value) for key, value in part.raw_items() if key.lower() == name), b"")


def inner_parts(part: Mime) -> list[Mime]:
    """The parts of a container; none of a leaf."""
    return [child for child in part.get_payload() if isinstance(child, Mime)] if part.is_multipart() else []


def _content_type(part: Mime) -> str:
    return headers_only(part).get_content_type()


def headers_only(part: Mime) -> Mime:
    """The Content- headers alone, their bytes decoded, so that names beyond ASCII can be read from them."""
    bare = Mime()
    bare.set_default_type(part.get_default_type())
    for name in ("content-type", "content-disposition"):
        if value := first(part, name):
            bare[name] = text.clean(text.decode(value)[0]).replace("\n", " ")[:_HEADER]
    return bare


def _transfer_encoding(part: Mime) -> str:
    found = re.match(rb"\s*\"?([a-z0-9-]+)", first(part, "content-transfer-encoding").lower())
    return found[1].decode() if found else ""


def _read_leaf(part: Mime, tree: Tree) -> Leaf:
    bare = headers_only(part)
    kind = bare.get_content_type()
    if kind.startswith("multipart/"):  # a container without its parts
        kind = "text/plain"
    data = payload(part)
    tree.digests.append(_digest(data, words=kind.startswith("text/")))
    disposition_name = parameter(bare, "filename", "content-disposition")
    name = disposition_name or parameter(bare, "name", "content-type")
    return Leaf(
        content_type=kind,
        charset=parameter(bare, "charset", "content-type") or None,
        name=text.one_line(name)[:_FILE_NAME],
        named_by_disposition=bool(disposition_name),
        disposition=(bare.get("content-disposition") or "").partition(";")[0].strip().lower(),
        content_id=text.header(first(part, "content-id")).strip("<> "),
        flowed=parameter(bare, "format", "content-type").lower() == "flowed",
        delsp=parameter(bare, "delsp", "content-type").lower() == "yes",
        data=data,
    )


def payload(part: Mime) -> bytes:
    """A leaf's bytes after transfer decoding. Works on a copy with one header, for the others may make the library fail."""
    bare = copy(part)
    for name in ("content-transfer-encoding", "content-type"):
        del bare[name]
    bare["Content-Transfer-Encoding"] = _transfer_encoding(part) or "8bit"
    try:
        data = bare.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return data if isinstance(data, bytes) else b""


def parameter(bare: Mime, name: str, header: str) -> str:
    """A parameter's value, decoded by RFC 2231 or, against the rules but common, by RFC 2047."""
    try:
        value = bare.get_param(name, "", header)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        charset, _, words = value
        return text.decode(words.encode("latin-1", "replace"), charset)[0]
    words = str(value)
    return text.encoded_words(words.encode("utf-8", "replace")) if "=?" in words else words


def _digest(data: bytes, *, words: bool) -> str:
    """Line ends and empty ends of text do not count: a server may write them anew."""
    if words:
        data = b"\n".join(line.rstrip() for line in data.splitlines()).strip()
    return hashlib.sha256(data).hexdigest()


# ------------------------------------------------------------------------------------------------ kept files


def kept(tree: Tree) -> tuple[Part, ...]:
    """The files of a tree in their order, with what their bytes say of them."""
    html = tree.html()
    return tuple(_kept(number, leaf, html) for number, leaf in enumerate(tree.files, 1))


def _kept(number: int, leaf: Leaf, html: str) -> Part:
    found = filetype.examine(leaf.data, leaf.name)
    shown = bool(leaf.content_id) and f"cid:{leaf.content_id}" in html
    picture = found.content_type.startswith("image/")
    return Part(
        number=number,
        name=leaf.name,
        content_type=leaf.content_type,
        detected_type=found.content_type,
        extension=found.extension,
        size=len(leaf.data),
        digest=hashlib.sha256(leaf.data).hexdigest(),
        safe=found.safe,
        note=found.note,
        inline=picture and leaf.disposition != "attachment" and (shown or leaf.related),
        data=leaf.data,
    )
