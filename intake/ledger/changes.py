"""The counter of changes that the register shows, and how far the register has followed it."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from intake.ledger.schema import meta


def raise_generation(connection: Connection) -> None:
    """Every write that the register shows calls this in its own transaction."""
    connection.execute(update(meta).values(generation=meta.c.generation + 1))


def generation(connection: Connection) -> int:
    return int(connection.execute(select(meta.c.generation)).scalar_one())


def published(connection: Connection) -> tuple[int, str]:
    """The generation that the register shows, and the digest of that projection."""
    row = connection.execute(select(meta.c.published_generation, meta.c.published_digest)).one()
    return row.published_generation, row.published_digest


def set_published(connection: Connection, number: int, digest: str) -> None:
    connection.execute(update(meta).values(published_generation=number, published_digest=digest))
