"""T5 of the protocol: what staff typed, by reference and column; and the settings the program keeps for itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, insert, select, update

from intake.ledger.changes import raise_generation
from intake.ledger.schema import conflicts, overrides, settings
from intake.rows import Conflict, Override


def store(connection: Connection, typed: Sequence[Override], clashes: Sequence[Conflict]) -> None:
    """The latest reading of each cell wins, whatever time its file bears: a copy put back may bear an older one.

    The same values again change nothing; what is not named stays.
    """
    changed = [_store_override(connection, one) for one in typed] + [_store_conflict(connection, one) for one in clashes]
    if any(changed):
        raise_generation(connection)


def _store_override(connection: Connection, one: Override) -> bool:
    cell = and_(overrides.c.sheet == one.sheet, overrides.c.reference == one.reference, overrides.c.header == one.column)
    row = connection.execute(select(overrides).where(cell)).one_or_none()
    values = {"cell_value": one.value, "formula": one.formula, "seen": one.seen}
    if row is None:
        cell_of = {"sheet": one.sheet, "reference": one.reference, "header": one.column}
        connection.execute(insert(overrides).values(**cell_of, **values))
        return True
    if _same(row.cell_value, one.value, row.formula, one.formula):
        return False
    connection.execute(update(overrides).where(overrides.c.id == row.id).values(**values))
    return True


def _same(before: object, after: object, formula_before: bool, formula_after: bool) -> bool:
    """1, 1.0 and True are equal to Python and not to the reader of a cell."""
    return type(before) is type(after) and before == after and formula_before == formula_after


def _store_conflict(connection: Connection, one: Conflict) -> bool:
    cell = and_(
        conflicts.c.sheet == one.sheet,
        conflicts.c.reference == one.reference,
        conflicts.c.header == one.column,
        conflicts.c.staff_value == one.staff_value,
        conflicts.c.program_value == one.program_value,
    )
    if connection.execute(select(conflicts.c.id).where(cell)).first() is not None:
        return False
    values = {"sheet": one.sheet, "reference": one.reference, "header": one.column, "seen": one.seen}
    values |= {"staff_value": one.staff_value, "program_value": one.program_value}
    connection.execute(insert(conflicts).values(**values))
    return True


def setting(connection: Connection, key: str) -> str | None:
    return connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()


def set_setting(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(settings).where(settings.c.key == key))
    connection.execute(insert(settings).values(key=key, value=value))
