"""A connection to a Neo4j server: the driver, its sessions, and retries."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from sociogram.graph.actor_rules import ActorChoice, ActorRule
from sociogram.graph.common import timer
from sociogram.graph.common.time_limit import seconds_left
from sociogram.graph.errors import LimitExceeded, SociogramError, StoreError
from sociogram.graph.neo4j.errors import Failures, refusal
from sociogram.graph.neo4j.results import RecordStream, to_model, to_summary
from sociogram.graph.store import Answer, QueryRunner

if TYPE_CHECKING:
    import neo4j
    from neo4j.exceptions import DriverError, Neo4jError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

RETRY_SECONDS = 120.0
"""How long a transient failure is retried: a restart, a deadlock, a lost connection."""

CONNECT_SECONDS = 15.0
"""The time limit for opening a connection to a server."""
LIVENESS_SECONDS = 1.0
"""A connection that was idle for longer is tested before use, because the server may have restarted."""

_SMALLEST_TIMEOUT = 0.001  # for the server, 0 means no limit
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
Found = TypeVar("Found")


class Connection:
    """A connection to one database; connects on first use.

    Args:
        uri: ``neo4j://host``, or with another of the driver's schemes.
        user: the user to sign in as; empty if the server requires no authentication.
        password: that user's password; no message, log or ``repr`` contains it.
        database: the database; None selects the server's default.
        retry_seconds: how long transient failures are retried.

    Attributes:
        failures: translates the driver's errors.
    """

    def __init__(
        self, uri: str, user: str | None, password: str | None, database: str | None, retry_seconds: float
    ) -> None:
        self.uri: str = checked_uri(uri)
        self.user: str = user or ("neo4j" if password else "")
        self.database: str | None = database or None
        self.retry_seconds = retry_seconds
        self.failures: Failures = Failures(self.uri, self.user, self.database)
        self._password = password or ""
        self._driver: neo4j.Driver | None = None
        self._bookmarks: neo4j.BookmarkManager | None = None
        self._lock = threading.Lock()
        self.actor_choice = ActorChoice()
        self._actor_rule: ActorRule | None = None
        self._held_keys: frozenset[str] | None = None

    @property
    def actor_rule(self) -> ActorRule:
        """Which nodes are actors; detected once, and again after a write through this connection."""
        if self._actor_rule is None:
            from sociogram.graph.neo4j.actors import actor_rule

            rule, is_certain = actor_rule(self, self.actor_choice)
            if not is_certain:
                return rule
            self._actor_rule = rule
        return self._actor_rule

    def forget_actor_rule(self) -> None:
        """Detect the actors, and the properties of a server that does not list them, again on next use."""
        self._actor_rule = self._held_keys = None

    def property_keys(self, among: Collection[str] | None = None) -> set[str]:
        """Return the properties that nodes and relationships have, or those ``among`` the given names."""
        from sociogram.graph.neo4j.property_keys import held_keys, property_keys

        def held_once(runner: QueryRunner) -> frozenset[str]:
            if self._held_keys is None:
                self._held_keys = held_keys(runner)
            return self._held_keys

        return property_keys(self, among, are_listed=self.is_neo4j, held=held_once)

    @property
    def location(self) -> str:
        """The address and the database."""
        return f"{self.uri.rstrip('/')}/{self.database}" if self.database else self.uri

    def close(self) -> None:
        """Close the driver; the next use opens it again."""
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

        # Without a handler, Python would print the driver's warnings to stderr.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        if self._bookmarks is None:
            self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self.failures.translated():
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=(self.user, self._password) if self.user else None,
                connection_timeout=CONNECT_SECONDS,
                liveness_check_timeout=LIVENESS_SECONDS,
                max_transaction_retry_time=self.retry_seconds,
                notifications_min_severity="OFF",
                user_agent="sociogram",
            )

    @cached_property
    def is_neo4j(self) -> bool:
        """Whether the server is Neo4j; a compatible one says so in its name, as ArcadeDB and Memgraph do."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            agent = self.driver.get_server_info().agent
        except (Neo4jError, DriverError) as error:
            raise self.failures.translate(error) from error
        return re.fullmatch(r"Neo4j/[\w.+-]+", agent) is not None

    def session(self, *, write: bool) -> neo4j.Session:
        """Open a session that sees everything written by this store before."""
        if write:
            self.forget_actor_rule()
        return self.driver.session(
            database=self.database,
            default_access_mode="WRITE" if write else "READ",
            bookmark_manager=self._bookmarks,
        )

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query and stream its rows.

        Args:
            text: one query.
            parameters: the values of its ``$parameters``.
            write: whether it may change the graph; if not, the server rejects a query that writes.
            timeout: seconds after which the server stops the query and reading its rows fails.

        Raises:
            CypherError: the query is invalid or fails.
            LimitExceeded: it exceeded its time or the server's memory.
            StoreError: the server does not answer or refuses the query.
        """
        timeout = seconds_left(timeout)
        deadline = None if timeout is None else timer.monotonic() + timeout
        session, result = self._start(text, parameters or {}, write, timeout)
        rows = RecordStream(session, result, self.failures, timeout, deadline, self.close)
        return Answer(columns=tuple(result.keys()), rows=rows, summary=rows.summary)

    def _start(
        self, text: str, parameters: Mapping[str, Any], write: bool, timeout: float | None
    ) -> tuple[neo4j.Session, neo4j.Result]:
        """Start a query and wait for its first row; retry transient failures."""
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
                failure = self.failures.translate(error, timeout)
                may_pass = _may_run_again(error, text, write=write) and not isinstance(failure, LimitExceeded)
                if not may_pass or timer.monotonic() + pause > stop:
                    raise failure from error
            except KeyboardInterrupt:
                self.close()  # first, as closing the session alone would wait for the query
                session.close()
                raise
            except BaseException:
                session.close()
                raise
            time.sleep(pause)
            pause *= 2

    def _first_row(
        self, session: neo4j.Session, text: str, parameters: Mapping[str, Any], timeout: float | None
    ) -> neo4j.Result:
        import neo4j

        # The driver's type accepts only literals, to prevent injection; this method runs its caller's text.
        limit = None if timeout is None else max(timeout, _SMALLEST_TIMEOUT)
        query = neo4j.Query(cast("Any", text), timeout=limit)
        try:
            result = session.run(query, dict(parameters))
        except (OverflowError, TypeError, ValueError) as error:
            raise refusal(parameters, error) from error
        result.peek()
        return result

    def managed(
        self, work: Callable[[neo4j.Transaction], Found], *, timeout: float | None = None, once: bool = False
    ) -> Found:
        """Run work in a write transaction; retry transient failures.

        The work must be idempotent unless it is done ``once``: if the connection breaks during the commit,
        the client cannot know whether the server has committed. The driver's own ``execute_write`` does not
        retry that case, and it would retry a transaction for which the server lacks the memory.

        Raises:
            LimitExceeded: the server lacks the memory or the time.
            StoreError: it did not succeed within ``retry_seconds``.
        """
        from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

        stop: float | None = None
        pause = _FIRST_PAUSE
        while True:
            try:
                return self.attempt(work, timeout=timeout)
            except (Neo4jError, DriverError) as error:
                failure = self.failures.translate(error, timeout)
                is_unknown = isinstance(error, IncompleteCommit)
                may_pass = not once if is_unknown else error.is_retryable()
                stop = stop or timer.monotonic() + self.retry_seconds
                if isinstance(failure, LimitExceeded) or not may_pass or timer.monotonic() + pause > stop:
                    raise failure from error
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def attempt(self, work: Callable[[neo4j.Transaction], Found], *, timeout: float | None = None) -> Found:
        """Run work in a write transaction once.

        Raises:
            neo4j.exceptions.Neo4jError: the server's error, untranslated; see ``failure``.
            neo4j.exceptions.DriverError: the driver's own error.
        """
        with (
            self.session(write=True) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            done = work(transaction)
            transaction.commit()
            return done

    def failure(self, error: Neo4jError | DriverError) -> SociogramError:
        """Translate an error of the driver."""
        return self.failures.translate(error)

    def fetch(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one short statement in a retried write transaction and return its rows."""
        query: Any = text
        given = dict(parameters or {})
        rows: list[tuple[Any, ...]] = self.managed(
            lambda tx: [tuple(record.values()) for record in tx.run(query, given)]
        )
        return rows


class TransactionRunner:
    """Runs the queries of one transaction."""

    def __init__(self, transaction: neo4j.Transaction, connection: Connection) -> None:
        self._transaction = transaction
        self._connection = connection

    @property
    def actor_rule(self) -> ActorRule:
        """Which nodes are actors, as the connection knows it."""
        return self._connection.actor_rule

    def property_keys(self, among: Collection[str] | None = None) -> set[str]:
        """Return the properties that nodes and relationships have, or those ``among`` the given names."""
        from sociogram.graph.neo4j.property_keys import property_keys

        return property_keys(self, among, are_listed=self._connection.is_neo4j)

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,  # noqa: ARG002 - the transaction may write
        timeout: float | None = None,  # noqa: ARG002 - the transaction has one
    ) -> Answer:
        """Run a query and fetch its rows."""
        result = self._transaction.run(cast("Any", text), dict(parameters or {}))
        columns = tuple(result.keys())
        rows = [tuple(map(to_model, record.values())) for record in result]
        summary = to_summary(result.consume())
        return Answer(columns, iter(rows), lambda: summary)


def _may_run_again(error: Exception, text: str, *, write: bool) -> bool:
    """Return whether a query that failed has certainly written nothing and may succeed if repeated."""
    from neo4j.exceptions import SessionExpired, TransientError

    if isinstance(error, TransientError):
        # CALL … IN TRANSACTIONS commits while it runs.
        return error.is_retryable() and not (write and "TRANSACTIONS" in text.upper())
    return isinstance(error, SessionExpired) and not write


def checked_uri(uri: str) -> str:
    """Return the URI of a server after checking it.

    Raises:
        StoreError: it is not a URI, its scheme is unknown, it has no host, or it contains credentials.
    """
    scheme = uri.partition("://")[0]
    if "://" not in uri or scheme not in SCHEMES:
        shown = f"{scheme}://…" if "://" in uri else "This"
        raise StoreError(
            f"{shown} is not the address of a Neo4j server. An address begins with {_listed(SCHEMES)}, then ://."
        )
    try:
        parts = urlsplit(uri)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise StoreError(f"The address of the Neo4j server cannot be read: {error}.") from None
    if "@" in parts.netloc:
        raise StoreError(
            "The address of the Neo4j server contains a user name or a password, which others could read. "
            "Set NEO4J_USERNAME and NEO4J_PASSWORD, and remove them from the address."
        )
    if not host or port == 0:
        raise StoreError(f"The address {scheme}:// names no host. Write it as {scheme}://host or host:7687.")
    return uri


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
