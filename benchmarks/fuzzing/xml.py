"""Damage to the structure of an XML part: well-formed still, for the most part, and not at all as anybody writes it."""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from random import Random

from lxml import etree

from benchmarks.fuzzing import octets

EXTREMES = (
    "", "0", "-1", "1", "3", "²", "٣", "2147483647", "4294967296", "99999999999999999999", "9" * 5_000, "1e308", "NaN", "true",
    "none", "\u202e", "\U0001f600" * 40, "☒", "☐ ☒", "\ue000\uf0fe", "F0FE", "a" * 70_000, "x " * 9_000, "(" * 3_000, "#ffffff",
    "../../word/document.xml", "http://nowhere.example/", "urn:x", "Wingdings", "{}", "%s",
)  # fmt: skip
_MOST_ELEMENTS = 30_000  # as many are made no more
_TIMES = (2, 3, 5, 20, 20, 300, 300, 7_000)
_DEPTHS = (2, 10, 60, 200, 240)
_ENTITIES = (
    b"&nobody;",
    b"&amp;" * 400,
    b"&#0;",
    b"&#55296;",
    b"&#x1F600;",
    b"&#xFFFFFFFF;",
    b"&#9999999999999;",
    b"&",
    b"&lt;",
)
DOCTYPES = (
    b"<!DOCTYPE x>",
    b"<!doctype x>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
    b"<!DOCTYPE x SYSTEM 'file:///etc/hostname'>",
    b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://nowhere.example/'> %p;]>",
)
_TOKEN = re.compile(rb"<[^<>]*>")
_HEAD = re.compile(rb"<\?xml[^>]*\?>")


def structure(rng: Random, data: bytes, _: bytes) -> bytes:
    """Elements doubled, deep, gone, moved, renamed; attributes and text that nobody would write."""
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    if root is None:
        return data
    for _number in range(rng.choice((1, 1, 2, 4, 12))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        if len(elements) > _MOST_ELEMENTS:
            break
        with suppress(ValueError):  # a name that is damaged already cannot be given to another element
            _change(rng, elements)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")[: octets.MOST]


def _change(rng: Random, elements: list[etree._Element]) -> None:
    one, other = rng.choice(elements), rng.choice(elements)
    rng.choice((_double, _double, _deepen, _deepen, _remove, _move, _rename, _attribute, _attribute, _attributes, _text))(
        rng, one, other, elements
    )


def _double(rng: Random, one: etree._Element, _: etree._Element, __: list[etree._Element]) -> None:
    parent = one.getparent()
    if parent is None:
        return
    size = len(etree.tostring(one, with_tail=False))
    for _number in range(min(rng.choice(_TIMES), max(1, 1_500_000 // size))):
        parent.append(deepcopy(one))


def _deepen(rng: Random, one: etree._Element, _: etree._Element, __: list[etree._Element]) -> None:
    """The element inside itself, many times; what it held is at the bottom, or on each level."""
    held, whole = list(one), rng.random() < 0.2 and len(etree.tostring(one)) < 3_000
    at = one
    for _number in range(rng.choice(_DEPTHS)):
        at = etree.SubElement(at, str(one.tag), {str(name): str(value) for name, value in one.attrib.items()})
        if whole:
            at.extend(deepcopy(child) for child in held)
    at.extend(held)


def _remove(_: Random, one: etree._Element, __: etree._Element, ___: list[etree._Element]) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _move(_: Random, one: etree._Element, other: etree._Element, __: list[etree._Element]) -> None:
    if one.getparent() is not None and one is not other and one not in list(other.iterancestors()):
        other.append(one)


def _rename(rng: Random, one: etree._Element, other: etree._Element, elements: list[etree._Element]) -> None:
    """The name of another element, or its own in another namespace; at times every element of that name."""
    name = str(one.tag).rpartition("}")[2]
    new = str(other.tag) if rng.random() < 0.7 else f"{str(other.tag).rpartition('}')[0]}}}{name}".removeprefix("}")
    for each in [e for e in elements if e.tag == one.tag] if rng.random() < 0.2 else [one]:
        each.tag = new


def _attribute(rng: Random, one: etree._Element, other: etree._Element, elements: list[etree._Element]) -> None:
    """An attribute of its own or of another, with an extreme value, one that stands elsewhere, or none."""
    names = [str(name) for e in (one, other) for name in e.attrib]
    if not names:
        return
    name = rng.choice(names)
    for each in [e for e in elements if e.tag == one.tag] if rng.random() < 0.2 else [one]:
        if rng.random() < 0.15:
            each.attrib.pop(name, "")
        else:
            each.set(name, rng.choice([*EXTREMES, *(str(value) for value in other.attrib.values())]))


def _attributes(rng: Random, one: etree._Element, _: etree._Element, __: list[etree._Element]) -> None:
    for name in [str(name) for name in one.attrib]:
        one.set(name, rng.choice(EXTREMES))


def _text(rng: Random, one: etree._Element, other: etree._Element, _: list[etree._Element]) -> None:
    text = rng.choice([*EXTREMES, f"{other.text or ''} " * rng.choice((1, 2, 500))])
    if rng.random() < 0.7:
        one.text = text
    else:
        one.tail = text


def markup(rng: Random, data: bytes, _: bytes) -> bytes:
    """Entities, sections, comments, instructions, other declarations, another encoding."""
    tokens = list(_TOKEN.finditer(data))
    if not tokens:
        return data
    return rng.choice((_put_in, _put_in, _declared, _encoded, _swapped, _respelled, _repeated, _numbered))(rng, data, tokens)


def _put_in(rng: Random, data: bytes, tokens: list[re.Match[bytes]]) -> bytes:
    sections = (b"<![CDATA[", b"<![CDATA[ ]]>" * 300, b"<!-- -->" * 300, b"<?x y?>", b"]]>", b"<!ELEMENT x ANY>")
    at = rng.choice(tokens).end()
    return data[:at] + rng.choice((*_ENTITIES, *sections)) + data[at:]


def _declared(rng: Random, data: bytes, _: list[re.Match[bytes]]) -> bytes:
    name = rng.choice((b"UTF-16", b"EBCDIC-CP-US", b"ISO-8859-15", b"UTF-7", b"nonsense", b"x" * 9_000))
    return _HEAD.sub(b"<?xml version='1.0' encoding='" + name + b"'?>", data, count=1)


def _encoded(rng: Random, data: bytes, _: list[re.Match[bytes]]) -> bytes:
    codec = rng.choice(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "cp500"))
    return _HEAD.sub(b"", data, count=1).decode("utf-8", "replace").encode(codec, "replace")


def _swapped(rng: Random, data: bytes, tokens: list[re.Match[bytes]]) -> bytes:
    one, other = rng.choice(tokens), rng.choice(tokens)
    return data[: one.start()] + other.group() + data[one.end() :]


def _respelled(rng: Random, data: bytes, _: list[re.Match[bytes]]) -> bytes:
    return data.replace(b"xmlns:", rng.choice((b"xmlns:x", b"q:")), rng.choice((1, 1, -1)))


def _repeated(rng: Random, data: bytes, tokens: list[re.Match[bytes]]) -> bytes:
    token = rng.choice(tokens)
    times = min(rng.choice((3, 100, 250, 3_000)), 1_000_000 // (len(token.group()) + 1))
    return data[: token.start()] + token.group() * times + data[token.end() :]


def _numbered(rng: Random, data: bytes, _: list[re.Match[bytes]]) -> bytes:
    return re.sub(rb"\d+", lambda found: rng.choice((found.group(), b"0", b"65536", b"-9", b"9" * 30)), data)


def doctype(rng: Random, data: bytes, _: bytes) -> bytes:
    """A document type, which no form has: the part must not be read."""
    found = re.match(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?", data)
    at = found.end() if found else 0
    changed = data[:at] + rng.choice(DOCTYPES) + data[at:]
    if rng.random() < 0.5:
        return changed
    codec = rng.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "cp500"))
    names = {"utf-16": "UTF-16", "utf-16-be": "UTF-16BE", "utf-32": "UTF-32", "utf-7": "UTF-7", "cp500": "EBCDIC-CP-BE"}
    text = changed[at:].decode("utf-8", "replace")
    return f"<?xml version='1.0' encoding='{names[codec]}'?>{text}".encode(codec, "replace")


ALL = (structure, structure, structure, structure, markup)
