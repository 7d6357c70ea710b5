"""SQLite asked directly: what every phone reads and every ballot writes, with nothing in between."""

from __future__ import annotations

import sqlite3
from collections import deque, namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Executable, Select, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

STATEMENTS = 128  # kept written out; the room has fewer that are put together once
DIALECT: Dialect = sqlite.dialect(paramstyle="qmark")

Values = Mapping[str, Any]
Processor = Callable[[Any], Any]


class Found(list[Any]):
    """The rows a statement found, and how many it changed; read as SQLAlchemy's results are."""

    rowcount = 0

    def first(self) -> Any:
        """Return the first row, or None."""
        return self[0] if self else None

    def one(self) -> Any:
        """Return the only row."""
        (row,) = self
        return row

    def scalar(self) -> Any:
        """Return the first value of the first row, or None."""
        return self[0][0] if self else None

    def scalars(self) -> Found:
        """Return the first value of every row."""
        return Found(row[0] for row in self)

    def all(self) -> Found:
        """Return all rows."""
        return self


class Sentence:
    """A statement written out for SQLite, with what turns values and rows into its types and back."""

    def __init__(self, statement: Executable, names: tuple[str, ...]) -> None:
        written = statement.compile(  # type: ignore[attr-defined]
            dialect=DIALECT, column_keys=list(names), compile_kwargs={"render_postcompile": True}
        )
        self.text = str(written)
        self._places = [(name, *_bound(written, name)) for name in written.positiontup or ()]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._readers = [
            (place, reader)
            for place, column in enumerate(columns)
            if (reader := _impl(column.type).result_processor(DIALECT, None))
        ]
        row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        self._row = row._make

    def values(self, given: Values) -> list[Any]:
        """Put values into the order of their places."""
        return [
            fixed if name not in given else writer(given[name]) if writer else given[name]
            for name, writer, fixed in self._places
        ]

    def row(self, read: Sequence[Any]) -> Any:
        """Return a row as its columns' types are."""
        values = list(read)
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return self._row(values)


class Quick:
    """A connection of the driver's own; it takes the statements of this room, as a session does.

    Values of columns that a statement does not name are not filled in: their defaults are SQLAlchemy's.
    """

    dialect = DIALECT

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw

    def connection(self) -> Quick:
        """Return itself: a session has one, too."""
        return self

    def execute(self, statement: Executable, values: Values | Sequence[Values] = ()) -> Found:
        """Run a statement once with its values, or once for each of several."""
        if isinstance(values, list):
            sentence = _sentence(statement, tuple(values[0]))
            self.raw.executemany(sentence.text, map(sentence.values, values))
            return Found()
        given: Values = values or {}  # type: ignore[assignment]
        sentence = _sentence(statement, tuple(given))
        cursor = self.raw.execute(sentence.text, sentence.values(given))
        found = Found(map(sentence.row, cursor.fetchall()))
        found.rowcount = cursor.rowcount
        return found


class QuickConnections:
    """Connections with the engine's settings that stay open; as many as are used at the same moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[sqlite3.Connection] = deque()
        event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def transaction(self, begin: str) -> Iterator[Quick]:
        """Begin, and commit when the block ends; one that fails takes its connection along."""
        raw = self._idle.pop() if self._idle else self._open()
        try:
            raw.execute(begin)
            yield Quick(raw)
            raw.execute("COMMIT")
        except BaseException:
            raw.close()
            raise
        self._idle.append(raw)

    def _open(self) -> sqlite3.Connection:
        fairy = self._engine.raw_connection()
        fairy.detach()  # ours alone: the pool makes another
        found: sqlite3.Connection = fairy.dbapi_connection  # type: ignore[assignment]
        return found

    def _close(self, _: Engine) -> None:
        while self._idle:
            self._idle.pop().close()


Writer = Session | Quick
Rows = Session | Connection | Quick


@lru_cache(maxsize=STATEMENTS)
def _sentence(statement: Executable, names: tuple[str, ...]) -> Sentence:
    return Sentence(statement, names)


def _bound(written: SQLCompiler, name: str) -> tuple[Processor | None, Any]:
    """Return what makes values ready for a place, and the ready value that stands in the statement itself."""
    place = written.binds.get(name)
    if place is None:  # one of several values in a list
        place = written.binds[name.rpartition("_")[0]]
    writer = _impl(place.type).bind_processor(DIALECT)
    fixed = None if place.required else written.params[name]
    return writer, writer(fixed) if writer and fixed is not None else fixed


def _impl(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.dialect_impl(DIALECT)
