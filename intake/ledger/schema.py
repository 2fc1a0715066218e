"""The tables, and how our values lie in them: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as PlainText
from sqlalchemy.types import TypeDecorator

VERSION = 1


def clean(text: str) -> str:
    """What either database can store: PostgreSQL refuses NUL, and neither takes a lone surrogate."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


class Text(TypeDecorator[str]):
    """Text of any message, made storable."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the ledger takes aware datetimes only")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain values, lists and dicts as JSON text; dates and datetimes keep their type, tuples come back as lists."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else clean(json.dumps(_finite(value), ensure_ascii=False, default=_dated))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value, object_hook=_undated)


def _dated(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    raise TypeError(f"{type(value).__name__} does not go into the ledger")


def _finite(value: Any) -> Any:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _undated(value: dict[str, Any]) -> Any:
    if set(value) == {"$datetime"}:
        return datetime.fromisoformat(value["$datetime"])
    if set(value) == {"$date"}:
        return date.fromisoformat(value["$date"])
    return value


metadata = MetaData()

# One row: which form the ledger has, and how far the register has followed it.
meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False, default=0),
    Column("published_generation", BigInteger, nullable=False, default=0),
    Column("published_digest", PlainText, nullable=False, default=""),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    Column("received", Moment, nullable=False),
    Column("taken_in", Moment, nullable=False),
    Column("recorded", Moment),
    Column("size", BigInteger, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("whole", Boolean, nullable=False),  # False: over the size limit, only the headers are kept
    Column("fetch_again", Boolean, nullable=False, default=False),  # released although it was too large
    Column("state", Text, nullable=False, index=True),
    Column("original", ForeignKey("messages.id")),  # of a duplicate
    Column("child_deaths", Integer, nullable=False, default=0),
    Column("parent_deaths", Integer, nullable=False, default=0),
    Column("reference", Text, unique=True),
    Column("message_id", Text, index=True),  # the sender's Message-ID header
    Column("likeness", Text, index=True),
    Column("kinship", Text, index=True),
    Column("sender_name", Text, nullable=False, default=""),
    Column("sender_email", Text, nullable=False, default=""),
    Column("sender_key", Text, nullable=False, default="", index=True),  # case-folded address
    Column("subject", Text, nullable=False, default=""),
    Column("own_words", Text, nullable=False, default=""),
    Column("cut", Json),  # {"quoted": ..., "forwarded": ..., "signature": ..., "disclaimer": ...}
    Column("kinds", Json),
    Column("decision", Text, nullable=False, default=""),
    Column("reasons", Json),
    Column("suggestion", Text, nullable=False, default=""),
    Column("no_letter", Text, nullable=False, default=""),
    Column("review", Boolean, nullable=False, default=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("case_json", Json),  # the whole Case, without HTML and without the bytes of its files
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)

# Messages in the mailbox that the server has not handed over yet, although it was asked.
unfetched = Table(
    "unfetched",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)

files = Table(
    "files",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("detected_type", Text, nullable=False),
    Column("extension", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    Column("safe", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("inline", Boolean, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("message", ForeignKey("messages.id"), nullable=False, index=True),
    Column("sheet", Text, nullable=False),
    Column("seminar", Text),
    Column("status", Text, nullable=False),
    Column("entry_values", Json, nullable=False),  # column key -> what the program read
    Column("trail", Json, nullable=False),  # sentences, oldest first
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "message", ForeignKey("messages.id"), nullable=False, index=True
    ),  # that it answers, or (the first) that it tells of
    Column("kind", Text, nullable=False),  # as NewLetter.kind
    Column("to_address", Text, nullable=False),
    Column("to_key", Text, nullable=False, index=True),  # case-folded address
    Column("message_id", Text, nullable=False, index=True),  # ours
    Column("subject", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("plan", Text, nullable=False, default=""),  # of a letter that could not be written yet
    Column("state", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("code", Integer),  # SMTP reply code of the last attempt
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Moment),
    Column("put_off_since", Moment),  # its first 4xx since it was queued, or released
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
)
TO_SENDERS = letters.c.kind.in_(("automatic", "decision"))  # all others are notices to staff
_automatic = letters.c.kind == "automatic"
Index("one_automatic_letter", letters.c.message, unique=True, sqlite_where=_automatic, postgresql_where=_automatic)

# What is owed to the mail server: a message to file away, or a copy of a letter for the Sent folder.
duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # "file away" or "copy"
    Column("message", ForeignKey("messages.id"), unique=True),
    Column("letter", ForeignKey("letters.id"), unique=True),
    Column("done", Boolean, nullable=False, default=False, index=True),
    Column("how", Text, nullable=False, default=""),  # once done: "moved", "copied", "left", "gone", ...
    Column("reason", Text, nullable=False, default=""),  # why the last attempt failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Moment),
    Column("changed", Moment),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("header", Text, nullable=False),  # of the register's column
    Column("cell_value", Json),
    Column("formula", Boolean, nullable=False),
    Column("seen", Moment, nullable=False),
    UniqueConstraint("sheet", "reference", "header"),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("staff_value", Text, nullable=False),
    Column("program_value", Text, nullable=False),
    Column("seen", Moment, nullable=False),
)

passes = Table(
    "passes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("seen", Integer, nullable=False, default=0),
    Column("recorded", Integer, nullable=False, default=0),
    Column("gone", Integer, nullable=False, default=0),
    Column("to_fetch", Integer, nullable=False, default=0),
    Column("by_state", Json),
    Column("sent", Integer, nullable=False, default=0),
    Column("problem", Text, nullable=False, default=""),
)
