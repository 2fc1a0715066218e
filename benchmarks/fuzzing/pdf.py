"""Damage to PDF: values swapped, references that lead back, extreme numbers, drawing orders changed and packed again."""

from __future__ import annotations

import re
import zlib
from random import Random

from benchmarks.fuzzing import octets

_OBJECT = re.compile(rb"(?<=[\r\n])(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAIR = re.compile(rb"(/[A-Za-z_0-9]+)\s+(/[^\s/<>\[\]()]+|\d+ 0 R|-?[\d.]+|\((?:[^()\\]|\\.)*\)|\[[^\[\]]*\])")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"0.000001",
    b"1e9",
    b"99999999999999999999",
    b"-2147483648",
    b"3.4e38",
    b"65536",
    b"--5",
    b"4.5.6",
)
_VALUES = (
    b"null", b"true", b"[]", b"<<>>", b"()", b"(" + b"x" * 70_000 + b")", b"/Off", b"/Tx", b"/Btn", b"/Ch", b"<FEFFD83D>",
    b"[[[[[]]]]]",
    b"[0 0 0 0]", b"(\xfe\xff\xd8\x3d)", b"-1", b"/FlateDecode", b"[/FlateDecode /FlateDecode /FlateDecode]", b"/LZWDecode",
    b"/Crypt",
    b"/ASCII85Decode", b"/RunLengthDecode", b"/DCTDecode", b"/Identity-H", b"/Type3", b"/Type0",
)  # fmt: skip
_ORDERS = (
    b"BT", b"ET", b"q", b"Q", b"Tj", b"TJ", b"T*", b"'", b'"', b"Td", b"TD", b"Tm", b"Tf", b"Tz", b"TL", b"Ts", b"Tw", b"Tc",
    b"cm", b"Do",
    b"re", b"f", b"S", b"BI", b"ID", b"EI", b"BMC", b"BDC", b"EMC", b"gs", b"W", b"n", b"m", b"l", b"c", b"h", b"sh", b"Tr",
)  # fmt: skip


def values(rng: Random, data: bytes, _: bytes) -> bytes:
    """Values of dictionaries swapped, or as nobody writes them."""
    pairs = list(_PAIR.finditer(data))
    if not pairs:
        return data
    spans: dict[tuple[int, int], bytes] = {}
    for _number in range(rng.choice((1, 1, 3, 12))):
        one, other = rng.choice(pairs), rng.choice(pairs)
        spans[one.span(2)] = rng.choice((other[2], rng.choice(_VALUES), rng.choice(_NUMBERS)))
    for (start, end), value in sorted(spans.items(), reverse=True):
        data = data[:start] + value + data[end:]
    return _with_table(rng, data)


def references(rng: Random, data: bytes, _: bytes) -> bytes:
    """References that lead elsewhere: to themselves, to what holds them, to nothing."""
    named: list[bytes] = [number for number, _ in _OBJECT.findall(data)] or [b"1"]
    often = rng.choice((0.02, 0.2, 0.7))
    same = rng.choice(named) if rng.random() < 0.3 else None

    def change(found: re.Match[bytes]) -> bytes:
        if rng.random() > often:
            return bytes(found.group())
        return (same or rng.choice((*named, b"0", b"9999999"))) + b" 0 R"

    return _with_table(rng, _REFERENCE.sub(change, data))


def numbers(rng: Random, data: bytes, _: bytes) -> bytes:
    often = rng.choice((0.002, 0.02, 0.2))
    return _NUMBER.sub(lambda found: rng.choice(_NUMBERS) if rng.random() < often else found.group(), data)


def objects(rng: Random, data: bytes, other: bytes) -> bytes:
    """Objects doubled, gone, from another document, or one of them very often; arrays and dictionaries deep."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    one = rng.choice(found)
    kind = rng.randrange(5)
    if kind == 0:
        changed = data[: one.start()] + data[one.end() :]
    elif kind == 1:
        spare = rng.choice(list(_OBJECT.finditer(other)) or found)
        changed = data[: one.start()] + one[1] + b" 0 obj" + spare[2] + b"endobj" + data[one.end() :]
    elif kind == 2:
        times = min(rng.choice((3, 100, 5_000)), 1_000_000 // len(one.group()) + 1)
        changed = data[: one.start()] + (one.group() + b"\n") * times + data[one.end() :]
    elif kind == 3:
        deep = rng.choice((10, 200, 3_000))
        pair = rng.choice(((b"[", b"]"), (b"<</Kids ", b">>"), (b"(", b")")))
        changed = data[: one.start(2)] + b" " + pair[0] * deep + pair[1] * deep + b" " + data[one.end(2) :]
    else:  # a list of references made very long
        lists = list(re.finditer(rb"/(?:Kids|Fields|Annots|Contents|Opt|W|Widths|Differences)\s*\[", data)) or [one]
        at = rng.choice(lists).end()
        changed = (
            data[:at]
            + rng.choice((b" 1 0 R", b" 5 0 R", b" 0 0 R", b" 9", b" (x)", b" [0 1]")) * rng.choice((5, 500, 60_000))
            + data[at:]
        )
    return _with_table(rng, changed[: octets.MOST])


def drawing(rng: Random, data: bytes, other: bytes) -> bytes:
    """The orders of a page changed, and packed again with the right length."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return data
    one = rng.choice(streams)
    inner = _unpacked(one[2])
    head, inside = (one[1], inner) if inner is not None else (re.sub(rb"/Filter\s*(?:/\w+|\[[^\]]*\])", b"", one[1]), one[2])
    changed = _redrawn(rng, inside, other)
    again = zlib.compress(changed) if inner is not None else changed
    head = re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(again), head)
    return _with_table(rng, data[: one.start()] + head + b"\nstream\n" + again + b"\nendstream" + data[one.end() :])


def _redrawn(rng: Random, inside: bytes, other: bytes) -> bytes:
    kind = rng.randrange(6)
    if kind == 0:
        return rng.choice(octets.ALL)(rng, inside, other)
    if kind == 1:
        return numbers(rng, inside, other)
    tokens = inside.split(b" ") or [b""]
    at = rng.randrange(len(tokens))
    if kind == 2:
        piece = tokens[at : at + rng.choice((1, 4, 12, 60))]
        tokens[at:at] = piece * min(rng.choice((10, 500, 20_000)), 300_000 // len(piece))
    elif kind == 3:
        tokens = [rng.choice(_ORDERS) if one in _ORDERS and rng.random() < 0.3 else one for one in tokens]
    elif kind == 4:
        tokens[at:at] = [rng.choice(_ORDERS)] * rng.choice((1, 30, 5_000))
    else:
        words = b" ".join(
            b"%d %d Td (%s) Tj" % (rng.randrange(-900, 900), rng.randrange(-30, 30), b"x" * rng.randrange(9))
            for _ in range(2_000)
        )
        tokens[at:at] = [b"BT", words, b"ET"]
    return b" ".join(tokens)[:5_000_000]


def filters(rng: Random, data: bytes, other: bytes) -> bytes:
    """Streams packed otherwise than they say, several times over, or to a thousand times their size."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return data
    one = rng.choice(streams)
    content, times = one[2], rng.choice((1, 1, 2, 4))
    if rng.random() < 0.5:
        content = zlib.compress(rng.choice((bytes(3_000_000), b"BT (x) Tj ET " * 300_000, b"[" * 2_000_000, b"0 " * 2_000_000)))
        times -= 1
    for _number in range(times):
        content = zlib.compress(content)
    names = b" ".join([b"/FlateDecode"] * max(1, times + 1))
    head = re.sub(rb"/Filter\s*(?:/\w+|\[[^\]]*\])", b"", one[1])[:-2] + b"/Filter [" + names + b"] >>"
    head = re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(content), head)
    return _with_table(rng, data[: one.start()] + head + b"\nstream\n" + content + b"\nendstream" + data[one.end() :])


def _unpacked(content: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(content, 4_000_000)
    except zlib.error:
        return None


def _with_table(rng: Random, data: bytes) -> bytes:
    """Mostly with a table of places that is right again, so that reading does not end there."""
    if rng.random() < 0.25:
        return data
    at = data.rfind(b"trailer")
    trailer = re.search(rb"trailer\s*(<<.*>>)", data[at:], re.DOTALL) if at >= 0 else None
    places = {int(found[1]): found.start(1) for found in _OBJECT.finditer(data) if len(found[1]) < 7}
    if trailer is None or not places:
        return data
    table = data.rfind(b"xref", 0, at)
    body = data[: table if table > 0 and data[table - 5 : table] != b"start" else at]
    written = body + b"xref\n"
    for number, place in sorted(places.items()):
        written += b"%d 1\n%010d 00000 n \n" % (number, place)
    return written + b"trailer\n" + trailer[1] + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


ALL = (values, values, references, numbers, objects, drawing, drawing, filters)
