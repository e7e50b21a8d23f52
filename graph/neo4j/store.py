"""A graph on a Neo4j server."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from sociogram.graph.common import timer
from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.errors import LimitExceeded, SociogramError
from sociogram.graph.neo4j.address import checked_uri
from sociogram.graph.neo4j.errors import Failures
from sociogram.graph.neo4j.parameters import refusal
from sociogram.graph.neo4j.results import PLAIN, forget_entities, to_model
from sociogram.graph.neo4j.summary import to_summary
from sociogram.graph.store import Answer, Progress, ServerStore
from sociogram.graph.summary import Summary

if TYPE_CHECKING:
    import neo4j
    import networkx as nx
    from neo4j.exceptions import DriverError, Neo4jError

RETRY_SECONDS = 120.0
"""How long work is tried again after a failure that may pass: a restart, a deadlock, a lost connection."""

CONNECT_SECONDS = 15.0
LIVENESS_SECONDS = 1.0
"""A connection that was idle for longer is tried before it is used: the server may have restarted."""

_SMALLEST_TIMEOUT = 0.001  # to the server, 0 means: no limit
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_FORGET_AFTER = 1000
"""Rows after which the driver is made to let go of the nodes and relationships in them."""

Found = TypeVar("Found")


class Neo4jStore(ServerStore):
    """A graph on a Neo4j server; connects when it is first asked for something.

    Args:
        uri: ``neo4j://host``, or with another of the driver's schemes.
        user: the user to sign in as; None where the server asks for nobody.
        password: that user's password; it is in no message, log or ``repr``.
        database: the database; None leaves it to the server.
        retry_seconds: how long failures that may pass are tried again.

    Attributes:
        warnings: what did not stop the work but should be known; ``merge`` starts it anew.
    """

    def __init__(
        self,
        uri: str,
        user: str | None = None,
        password: str | None = None,
        database: str | None = None,
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self.uri = checked_uri(uri)
        self.user = user or ("neo4j" if password else "")
        self.database = database or None
        self.warnings: list[str] = []
        self.retry_seconds = retry_seconds
        self._password = password or ""
        self._failures = Failures(self.uri, self.user, self.database)
        self._driver: neo4j.Driver | None = None
        self._bookmarks: neo4j.BookmarkManager | None = None
        self._lock = threading.Lock()

    @classmethod
    def from_environment(cls, uri: str) -> Self:
        """Open ``uri`` with ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``."""
        found = os.environ.get
        return cls(uri, found("NEO4J_USERNAME"), found("NEO4J_PASSWORD"), found("NEO4J_DATABASE"))

    def __repr__(self) -> str:
        return f"<Neo4jStore {self.location}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def location(self) -> str:
        """The address and the database."""
        return f"{self.uri.rstrip('/')}/{self.database}" if self.database else self.uri

    def verify(self) -> None:
        """Connect, sign in and reach the database.

        Raises:
            StoreError: it did not work; the message says what to check.
        """
        self.execute("RETURN 1").summary()

    def close(self) -> None:
        """Let go of the connections; the store connects again when it is asked for something."""
        with self._lock:
            driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    @property
    def driver(self) -> neo4j.Driver:
        """The driver of this server."""
        with self._lock:
            if self._driver is None:
                self._driver = self._connect()
            return self._driver

    def _connect(self) -> neo4j.Driver:
        import neo4j

        # The driver's warnings reach a user as errors of ours or not at all, unless logging is set up.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        if self._bookmarks is None:
            self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self._failures.translated():
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=(self.user, self._password) if self.user else None,
                connection_timeout=CONNECT_SECONDS,
                liveness_check_timeout=LIVENESS_SECONDS,
                max_transaction_retry_time=self.retry_seconds,
                notifications_min_severity="OFF",
                user_agent="sociogram",
            )

    def session(self, *, write: bool) -> neo4j.Session:
        """Open a session that sees what this store wrote before."""
        return self.driver.session(
            database=self.database,
            default_access_mode="WRITE" if write else "READ",
            bookmark_manager=self._bookmarks,
        )

    # Reading and writing by Cypher

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query; its rows stream.

        Args:
            text: one query.
            parameters: the values of its ``$parameters``.
            write: let it change the graph; otherwise the server refuses a query that writes.
            timeout: seconds after which the server, and reading the rows here, give it up.

        Raises:
            CypherError: the query is at fault.
            LimitExceeded: it ran into its time or the server's memory.
            StoreError: the server does not answer or refuses to.
        """
        deadline = None if timeout is None else timer.monotonic() + timeout
        session, result = self._begun(text, parameters or {}, write, timeout)
        rows = _Rows(session, result, self._failures, timeout, deadline)
        return Answer(columns=tuple(result.keys()), rows=rows, summary=rows.summary)

    def _begun(
        self, text: str, parameters: Mapping[str, Any], write: bool, timeout: float | None
    ) -> tuple[neo4j.Session, neo4j.Result]:
        """Start a query and wait for its first row; try again what failed in a way that may pass."""
        from neo4j.exceptions import DriverError, Neo4jError

        patience = self.retry_seconds if timeout is None else min(self.retry_seconds, timeout)
        stop = timer.monotonic() + patience
        pause = _FIRST_PAUSE
        while True:
            session = self.session(write=write)
            try:
                return session, self._first_row(session, text, parameters, timeout)
            except (Neo4jError, DriverError) as error:
                session.close()
                failure = self._failures.translate(error, timeout)
                may_pass = _may_run_again(error, text, write=write) and not isinstance(failure, LimitExceeded)
                if not may_pass or timer.monotonic() + pause > stop:
                    raise failure from error
            except BaseException:
                session.close()
                raise
            time.sleep(pause)
            pause *= 2

    def _first_row(
        self, session: neo4j.Session, text: str, parameters: Mapping[str, Any], timeout: float | None
    ) -> neo4j.Result:
        import neo4j

        # The driver wants a literal against injection; this store runs what its caller wrote.
        limit = None if timeout is None else max(timeout, _SMALLEST_TIMEOUT)
        query = neo4j.Query(cast("Any", text), timeout=limit)
        try:
            result = session.run(query, dict(parameters))
        except (OverflowError, TypeError, ValueError) as error:
            raise refusal(parameters, error) from error
        result.peek()
        return result

    # The graph as a whole

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Add what is new, update what differs; the same data set twice changes nothing.

        Args:
            dataset: entities, relations between them, sources, relation types.
            progress: called with rows done and rows in all.

        Raises:
            StoreError: the server does not answer or refuses to; what was written until then stays,
                and the same call again finishes it.
        """
        from sociogram.graph.neo4j.merge.merger import Merger

        self.warnings = []
        return Merger(self, dataset, progress).run()

    @property
    def networkx(self) -> nx.MultiDiGraph:
        """A copy of the graph, where it is small enough; see ``to_networkx``."""
        return self.to_networkx()

    def to_networkx(self, *, everything: bool = False) -> nx.MultiDiGraph:
        """Fetch the graph as NetworkX holds it.

        Args:
            everything: fetch it whatever its size; otherwise up to 100,000 relationships.

        Raises:
            StoreError: it has more.
        """
        from sociogram.graph.neo4j.to_networkx import networkx_copy

        return networkx_copy(self, everything=everything)

    def managed(self, work: Callable[[neo4j.Transaction], Found]) -> Found:
        """Run work in a write transaction, again where it failed in a way that may pass.

        Work must be such that doing it twice is the same as once: a connection that breaks at the
        commit does not tell whether the server has done it. The driver's own ``execute_write`` leaves
        that to its user; and it would ask for the same again where the server lacks the memory.

        Raises:
            LimitExceeded: the server lacks the memory or the time.
            StoreError: it did not work within ``retry_seconds``.
        """
        from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

        stop: float | None = None
        pause = _FIRST_PAUSE
        while True:
            try:
                return self.attempt(work)
            except (Neo4jError, DriverError) as error:
                failure = self._failures.translate(error)
                may_pass = error.is_retryable() or isinstance(error, IncompleteCommit)
                stop = stop or timer.monotonic() + self.retry_seconds
                if isinstance(failure, LimitExceeded) or not may_pass or timer.monotonic() + pause > stop:
                    raise failure from error
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def attempt(self, work: Callable[[neo4j.Transaction], Found]) -> Found:
        """Run work in a write transaction, once.

        Raises:
            neo4j.exceptions.Neo4jError: the server's, as the driver has it; see ``failure``.
            neo4j.exceptions.DriverError: the driver's own.
        """
        with self.session(write=True) as session, session.begin_transaction() as transaction:
            done = work(transaction)
            transaction.commit()
            return done

    def failure(self, error: Neo4jError | DriverError) -> SociogramError:
        """Return an error of the driver's as one of ours."""
        return self._failures.translate(error)

    def fetch(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one short statement in a managed transaction and return its rows."""
        query: Any = text
        given = dict(parameters or {})
        rows: list[tuple[Any, ...]] = self.managed(
            lambda tx: [tuple(record.values()) for record in tx.run(query, given)]
        )
        return rows


class _Rows(Iterator[tuple[Any, ...]]):
    """The rows of a running query; the session ends with the last of them."""

    __slots__ = (
        "__weakref__",
        "_close",
        "_deadline",
        "_failures",
        "_records",
        "_remembered",
        "_result",
        "_summary",
        "_timeout",
    )

    def __init__(
        self,
        session: neo4j.Session,
        result: neo4j.Result,
        failures: Failures,
        timeout: float | None,
        deadline: float | None,
    ) -> None:
        # Rows that nobody read to the end hold a connection. The collector ends them in any order where
        # they are part of a cycle, so that the session must not be there for it to find before.
        self._close = weakref.finalize(self, session.close)
        self._close.atexit = False
        self._result = result
        self._records = iter(result)
        self._failures = failures
        self._timeout = timeout
        self._deadline = deadline
        self._remembered = 0
        self._summary: Summary | None = None

    def __next__(self) -> tuple[Any, ...]:
        from neo4j.exceptions import DriverError, Neo4jError

        if self._summary is not None:
            raise StopIteration
        if self._deadline is not None and timer.monotonic() > self._deadline:
            self.close()
            raise self._late()
        try:
            values = next(self._records).values()
        except StopIteration:
            self.summary()
            raise
        except (Neo4jError, DriverError) as error:
            self.close()
            raise self._failures.translate(error, self._timeout) from error
        row = tuple([value if type(value) in PLAIN else to_model(value) for value in values])
        self._remembered += 1
        if self._remembered == _FORGET_AFTER:
            forget_entities(self._result)
            self._remembered = 0
        return row

    def summary(self) -> Summary:
        """Return what the server told; rows not read yet are given up."""
        if self._summary is None:
            try:
                with self._failures.translated(self._timeout):
                    self._summary = to_summary(self._result.consume())
            finally:
                self.close()
        return self._summary

    def close(self) -> None:
        """Give up the rows not read yet, and the connection with them."""
        self._close()

    def _late(self) -> LimitExceeded:
        return LimitExceeded(
            f"The rows were not read within {self._timeout:g} s. "
            "Give it more time with timeout= (--timeout on the command line).",
            limit="timeout",
        )


def _may_run_again(error: Exception, text: str, *, write: bool) -> bool:
    """Tell whether a query that failed has surely left nothing behind, and may succeed."""
    from neo4j.exceptions import SessionExpired, TransientError

    if isinstance(error, TransientError):
        # CALL … IN TRANSACTIONS commits as it goes.
        return error.is_retryable() and not (write and "TRANSACTIONS" in text.upper())
    return isinstance(error, SessionExpired) and not write
