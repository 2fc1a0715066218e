"""Damage to words: lines of a text in disorder, tags of a page, heads and boundaries of a message, paragraphs of a document."""

from __future__ import annotations

import re
from random import Random

from benchmarks.fuzzing import octets
from intake.forms.blocks import MOST_TEXT, Block, Control, Sheet
from intake.programme import Call

_MARKS = (
    "☐", "☒", "[x]", "[ ]", "( )", "(x", "x ", "-> ", "* ", "- ", "1. ", "> ", ">>>> ", ": ", "? ", "\t", " / ", "\r", "\u2028",
    "\x0c", "\u202e", "\u200b" * 50, "\ue000", "\0", "\x85", "&amp;", "--", "_" * 60, "From: ", "N/A", "no", "\u0130", "ß",
    "\ufdfa" * 30,
)  # fmt: skip
_TIMES = (2, 2, 3, 5, 40, 40, 700, 9_000)
_TAGS = (
    "table", "tr", "td", "div", "blockquote", "p", "li", "ul", "input type=checkbox checked", "input", "br", "pre", "span", "b",
    "script", "style", "select", "option", "textarea", "form", "body", "html", "head", "title", "frameset", "svg", "math",
    "template",
    "noscript", "a href='http://nowhere.example/'", "font", "center", "p style='mso-list:l0 level1 lfo1'",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]*>")
_HEADS = (
    b"Content-Type: multipart/mixed; boundary=x", b"Content-Type: text/html; charset=utf-7",
    b"Content-Type: text/plain; charset=nonsense",
    b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable",
    b"Content-Transfer-Encoding: uuencode", b"Content-Type: application/ms-tnef; name=winmail.dat", b"Content-Type: ;;;;=\"",
    b"Content-Disposition: attachment; filename*0*=utf-8''%FF; filename*1=b", b"Content-Type: multipart/alternative",
    b"Subject: =?utf-8?B?/////w==?= completed form", b"Content-Type: text/plain; format=flowed; delsp=yes",
    b"Date: Thu, 99 Foo 99999",
    b"Content-Type: multipart/related; boundary=\"fuzz-0\"", b"From: <<<@@@>>>", b"Content-Type: text/plain; charset=idna",
    b"Content-Type: text/plain; charset=unicode_escape", b"Content-Type: text/plain; charset=rot13",
    b"Content-Type: text/plain; charset=zlib",
)  # fmt: skip


def lines(rng: Random, data: bytes, other: bytes) -> bytes:
    """Lines doubled, gone, in disorder, very many, very long, with marks of every kind."""
    found = data.split(b"\n")
    spare = other.split(b"\n")
    for _number in range(rng.choice((1, 2, 6, 30))):
        at, kind = rng.randrange(len(found)), rng.randrange(7)
        mark = rng.choice(_MARKS).encode("utf-8", "replace")
        if kind == 0 and len(found) > 1:
            del found[at]
        elif kind == 1:
            piece = found[at : at + rng.choice((1, 2, 5))]
            found[at:at] = piece * max(1, min(rng.choice(_TIMES), 400_000 // (sum(map(len, piece)) + 1)))
        elif kind == 2:
            found[at] = mark + found[at] + mark
        elif kind == 3:
            found[at] += mark * rng.choice((1, 1, 3, 3, 400, 30_000))
        elif kind == 4:
            found.insert(at, rng.choice(spare))
        elif kind == 5:
            found[at] = (found[at] + b" ") * max(1, min(rng.choice(_TIMES), 400_000 // (len(found[at]) + 1)))
        else:
            rng.shuffle(found)
    return b"\n".join(found)[: octets.MOST]


def tags(rng: Random, data: bytes, _: bytes) -> bytes:
    """Tags swapped, unclosed, deep, very many, with attributes as nobody writes them."""
    for _number in range(rng.choice((1, 2, 6, 20))):
        found = list(_TAG.finditer(data)) or list(re.finditer(rb"\A", data))
        one = rng.choice(found)
        name, times = rng.choice(_TAGS), rng.choice((1, 1, 5, 150, 4_000))
        kind = rng.randrange(6)
        opened, closed = f"<{name}>".encode(), f"</{name.split()[0]}>".encode()
        if kind == 0:
            data = data[: one.start()] + data[one.end() :]
        elif kind == 1:
            data = data[: one.start()] + opened * times + data[one.start() :]
        elif kind == 2:
            data = data[: one.start()] + closed * times + data[one.start() :]
        elif kind == 3:
            data = data[: one.start()] + opened * times + data[one.start() :] + closed * times
        elif kind == 4:
            data = data[: one.start()] + (opened + b"x" + closed) * times + data[one.start() :]
        else:
            value = rng.choice(
                (b" x='", b" colspan=99999999", b" " + b"a" * 60_000, b" style='" + b"(" * 5_000, b" \0", b" &#x110000;")
            )
            data = data[: max(one.start(), one.end() - 1)] + value + data[max(one.start(), one.end() - 1) :]
        data = data[: octets.MOST]
    return data


def mime(rng: Random, data: bytes, other: bytes) -> bytes:
    """Boundaries that never end or stand a thousand times, heads that contradict, half of a form and then something else."""
    found = data.split(b"\n")
    bounds = [at for at, line in enumerate(found) if line.startswith(b"--")] or [0]
    for _number in range(rng.choice((1, 1, 3, 8))):
        found = found or [b""]
        at, kind = rng.choice(bounds) % len(found), rng.randrange(6)
        if kind == 0:
            found.insert(at + rng.choice((0, 1)), rng.choice(_HEADS))
        elif kind == 1:
            found[at:at] = [found[at], b"", b"x"] * rng.choice((1, 10, 200, 1_500))
        elif kind == 2:
            heads = [n for n, line in enumerate(found) if line.lower().startswith(b"content-")] or [0]
            found[rng.choice(heads)] = rng.choice(_HEADS)
        elif kind == 3:
            found[at] = rng.choice((b"", b"--", found[at] + b"--", b"--fuzz-0", b"--fuzz-1--"))
        elif kind == 4:
            found[rng.randrange(len(found)) :] = other.split(b"\n")[rng.randrange(9) :]
        else:
            found = found[: rng.randrange(len(found)) + 1]
        bounds = [at for at, line in enumerate(found) if line.startswith(b"--")] or [0]
    return b"\n".join(found)[: octets.MOST]


def sheet(rng: Random, call: Call) -> Sheet:
    """A document as no reader yields it: questions, options, marks and noise in any order, in cells and out of them."""
    printed = [said for q in call.fields for said in (q.label, *q.also, *(o.label for o in q.options))]
    size, cells = rng.choice((1, 5, 30, 300, 6_000)), rng.random() < 0.5
    pool = [_said(rng, printed)[: MOST_TEXT // size] for _ in range(min(size, rng.choice((3, 40, 400))))]
    blocks = tuple(
        Block(
            rng.choice(pool),
            cell=(number // rng.choice((1, 2, 3, 50)), rng.randrange(4)) if cells and rng.random() < 0.9 else None,
            quoted=rng.random() < 0.1,
            stressed=rng.choice(pool) if rng.random() < 0.2 else "",
            item=rng.choice(("", "", "•", "2.")),
            begins=rng.random() < 0.8,
        )
        for number in range(size)
    )
    controls = tuple(
        Control(_said(rng, printed), _said(rng, printed), _said(rng, printed), rng.choice((None, None, True, False)))
        for _ in range(rng.choice((0, 0, 3, 500)))
    )
    return Sheet(blocks, controls, wrapped=rng.random() < 0.5, columns=rng.random() < 0.5)


def _said(rng: Random, printed: list[str]) -> str:
    """One to many words of the form, with marks between them."""
    count = rng.choice((1, 1, 1, 2, 5, 40, 200))
    words = (
        rng.choice((rng.choice(printed), rng.choice(_MARKS), rng.choice(printed)[: rng.randrange(1, 12)])) for _ in range(count)
    )
    return rng.choice((" ", "", ": ", "? ", "\t")).join(words)[:20_000]
