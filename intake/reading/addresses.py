"""Who wrote, and to whom: the addresses mail-parser found, held against the rules for the one sender we may answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from intake.model import Address
from intake.reading.text import decode, header, one_line

# A mailbox that can be written to: RFC 5322 dot-atom (RFC 6532 lets letters of all scripts in) at a name with a dot.
_USABLE = re.compile(r"[^\s\"(),:;<>@\[\\\]\x00-\x1f\x7f]{1,64}@[^\s\"(),:;<>@\[\\\]\x00-\x20\x7f]{1,250}")
_UNQUOTED_COMMA = re.compile(r"([^\"<>@:;,]{1,100},[^\"<>@:;,]{1,100})<[^<>]+>")
_LOST_BYTE = re.compile(r"\\udc([89a-f][0-9a-f])")
_WRAPPED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|<[^>]*>|=\?[^?]*\?[bq]\?[^?]*\?=", re.IGNORECASE)


def listed(found: Iterable[Any]) -> tuple[Address, ...]:
    """Pairs of (name, address) as mail-parser gives them, as Addresses; what is no address is left out."""
    return tuple(address for pair in found if (address := _address(*pair)) is not None)


def sender(found: Iterable[Any], raw_headers: list[bytes]) -> tuple[Address | None, str]:
    """The one From address, or None and the reason as a sentence.

    `found`: mail-parser's pairs of the first From header; `raw_headers`: all From headers as they came.
    """
    pairs = list(found)
    if not raw_headers or not b"".join(raw_headers).strip():
        return None, "The message has no From line."
    if len(raw_headers) > 1:
        return None, "The message has more than one From line."
    if _is_group(raw_headers[0]):
        return None, "The From line names a group, not one person."
    if len(pairs) > 1:
        return None, "The From line names more than one person."
    address = _address(*pairs[0]) if pairs else None
    if address is None or not _reachable(address.email):
        return None, "The From line has no address that can be written to."
    # A comma without quotes ("Lee, Ann <...>") cuts the name in two; it is one person all the same.
    whole = _UNQUOTED_COMMA.fullmatch(header(raw_headers[0]))
    return (Address(whole[1].strip(), address.email) if whole else address), ""


def _address(name: str, email: str) -> Address | None:
    local, at, domain = email.strip().rpartition("@")
    email = f"{local}{at}{domain.lower()}"
    if not _USABLE.fullmatch(email) or one_line(email) != email:
        return None
    name = _LOST_BYTE.sub(lambda lost: decode(bytes([int(lost[1], 16)]))[0], name)
    if "=?" in name and "?=" in name:
        name = header(name.encode("utf-8", "replace"))
    name = one_line(name).strip("'\" ")
    return Address("" if name.casefold() == email.casefold() else name[:200], email)


def _reachable(email: str) -> bool:
    """Not to a bare machine name, such as root@localhost: a person cannot be answered there."""
    domain = email.rpartition("@")[2]
    return "." in domain.strip(".") and ".." not in email and not email.startswith(".") and ".@" not in email


def _is_group(raw: bytes) -> bool:
    """RFC 5322, section 3.4: `name: mailbox, mailbox;`, looked for outside quotes, comments and addresses."""
    bare = _WRAPPED.sub("", raw.decode("latin-1")).partition("(")[0]
    return ":" in bare
