"""Columns of dates in any wording: text that is not a date is kept as written.

No text in them rejects a row. The report lists what was rewritten and what could not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Container

import numpy as np

from sociogram.graph.columns import BoolArray
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.dates.period import Period, ends_before
from sociogram.loaders.values.dates.read import are_serials, from_serial, has_day_first, read_period
from sociogram.loaders.values.lasting import is_unspecific, lasts

DATE_FIELDS = ("start_date", "end_date", "date")
_EVENT_TITLES = frozenset(
    title_key(title)
    for title in (
        *("date", "when", "event date", "payment date", "transaction date", "award date", "sent"),
        *("sent at", "sent on", "date sent", "verzonden", "verzonden op", "enviado", "gesendet"),
        *("datum", "wanneer", "fecha", "cuando", "quand", "wann", "дата", "когда", "ημερομηνια"),
        *("period", "time period", "periode", "período", "zeitraum", "on"),
        *("timestamp", "datetime", "am", "tijdstip", "zeitpunkt", "horodatage", "occurred", "occurred on"),
        *("date of event", "gesendet am", "envoyé", "envoyé le", "enviado el"),
    )
)
_MOST_SHOWN = 5


def _is_moment(checked: CheckedRows, name: str) -> bool:
    """Return whether a column says when something happened, rather than since when it holds."""
    column = checked.plan.field(name)
    return column is not None and (column.is_moment or title_key(column.title) in _EVENT_TITLES)


def finish_dates(checked: CheckedRows) -> None:
    """Replace the texts of date columns by dates, ``date_note`` and ``date_certainty``."""
    texts = {name: cells for name in DATE_FIELDS if (cells := texts_of(checked, name)) is not None}
    order = has_day_first(text for cells in texts.values() for text in cells.used())
    bounds = _bounds(checked, texts)
    read = {name: _Dates(checked, name, cells, order, bounds.get(name)) for name, cells in texts.items()}
    for dates in read.values():
        dates.report()
    if "date" in read:
        checked.values["date"] = read["date"].map(lambda period: period.common)
    starts, ends = read.get("start_date"), read.get("end_date")
    if starts is not None or ends is not None:
        _set_period(checked, starts, ends, is_event="start_date" not in bounds)
    for dates in read.values():
        _add_note(checked, dates.notes)
        if dates.name != "date":
            within = dates.map(lambda period: "within" if period.is_within else None)
            fill(checked, "date_certainty", within)
    _drop_reversed(checked)


def _bounds(checked: CheckedRows, names: Container[str]) -> dict[str, str]:
    """Return which of the two date columns hold when a tie began or ended, rather than when it happened."""
    is_event = "end_date" not in names and _is_moment(checked, "start_date")
    return {"end_date": "end"} if is_event else {"start_date": "start", "end_date": "end"}


def texts_of(checked: CheckedRows, name: str) -> Categorical | None:
    """Return a field's texts; None if it is empty, or its title states another type."""
    cells = checked.values.get(name)
    if cells is None or checked.plan.field(name) is None or bool(cells.nulls().all()):
        return None
    return cells if all(isinstance(value, str) for value in cells.values) else None


class _Dates:
    """A column of dates: its texts and the period of each.

    Args:
        checked: the rows.
        name: the field.
        cells: the texts.
        day_first: whether days come before months; None if unknown.
        bound: ``start`` or ``end`` if the dates are when ties began or ended; None for dates of events.
    """

    def __init__(
        self, checked: CheckedRows, name: str, cells: Categorical, day_first: bool | None, bound: str | None
    ) -> None:
        self._checked = checked
        self.name = name
        self._bound = bound
        self._may_be_open = bound is not None and not _is_moment(checked, name)
        self._cells = cells
        self.is_serial = are_serials(cells.used())
        self._periods: list[Period | None] = [
            from_serial(text) if self.is_serial else read_period(text, day_first=day_first)
            for text in cells.values
        ]
        self._unbounded = [code for code, period in enumerate(self._periods) if self._is_unbounded(period)]
        for code in self._unbounded:
            self._periods[code] = Period()
        self.notes = self._of([self._note(code) for code in range(len(self._periods))])

    def map(self, change: Callable[[Period], str | None]) -> Categorical:
        """Return a column computed from each row's period; null if that could not be read."""
        return self._of([None if period is None else change(period) for period in self._periods])

    def _of(self, values: list[str | None]) -> Categorical:
        new = iter(values)
        return self._cells.map(lambda _: next(new))

    def _is_unbounded(self, period: Period | None) -> bool:
        """Return whether a tie began ``before 2019``, or ended ``after`` it: 2019 is then neither date."""
        if period is None or not self._may_be_open:
            return False
        near, far = (period.start, period.end) if self._bound == "start" else (period.end, period.start)
        return near is None and far is not None

    def _note(self, code: int) -> str | None:
        period = self._periods[code]
        is_vague = period is None or period.is_within or code in self._unbounded
        return self._cells.values[code] if is_vague else None

    def report(self) -> None:
        """Report which dates were rewritten, which are vague, and which could not be read."""
        exact, vague, unread = [], [], []
        for code in sorted({*np.flatnonzero(self._cells.counts()).tolist()}.difference(self._unbounded)):
            period = self._periods[code]
            if period is None:
                unread.append(code)
            elif period.is_within:
                vague.append(code)
            elif _in_words(period) != self._cells.values[code]:
                exact.append(code)
        start = f"Dates in `{self._checked.title(self.name)}`"
        say = self._checked.report.readings.append
        if exact:
            what = "are a spreadsheet's numbers of days" if self.is_serial else "were written as ISO 8601"
            say(f"{start} {what} in {self._rows(exact)}: {self._shown(exact, 1)}.")
        if vague:
            shown = self._shown(vague, _MOST_SHOWN)
            say(f"{start} are vague in {self._rows(vague)}: {shown}. The texts are in `date_note`.")
        self._report_unbounded(start)
        if unread:
            rows = self._cells.rows_of(unread)
            lines = self._checked.line_words(rows)
            for row in rows:
                self._checked.lose_date(
                    row, self.name, f"`{self._cells.value(row)}` could not be read as a date."
                )
            shown = self._shown(unread, _MOST_SHOWN)
            say(
                f"{start} could not be read ({lines}): {shown}. "
                "The rows have no such date; the texts are in `date_note`."
            )

    def _report_unbounded(self, start: str) -> None:
        codes = [code for code in self._unbounded if self._cells.counts()[code]]
        if codes:
            what = "beginning is earlier" if self._bound == "start" else "end is later"
            shown = ", ".join(f"`{self._cells.values[code]}`" for code in codes[:_MOST_SHOWN])
            more = ", …" if len(codes) > _MOST_SHOWN else ""
            self._checked.report.readings.append(
                f"{start} say only that the {what} in {self._rows(codes)}: {shown}{more}. "
                "The rows have no such date; the texts are in `date_note`."
            )

    def _rows(self, codes: list[int]) -> str:
        return rows_in_words(int(self._cells.counts()[codes].sum()))

    def _shown(self, codes: list[int], most: int) -> str:
        shown = []
        for code in codes[:most]:
            text, period = f"`{self._cells.values[code]}`", self._periods[code]
            if period is not None:
                text += f" as {self._stored(period)}"
            shown.append(text)
        return ", ".join([*shown, *(["…"] if most > 1 and len(codes) > most else [])])

    def _stored(self, period: Period) -> str:
        """Return the stored date in words: the first of a vague beginning, the last of a vague end."""
        if period.is_within and period.is_point and self._bound == "start":
            return f"at some time since {_start_of(period)}"
        if period.is_within and period.is_point and self._bound == "end":
            return f"at some time until {_end_of(period)}"
        return f"{'within ' if period.is_within else ''}{_in_words(period)}"


def _in_words(period: Period) -> str:
    if period.start == period.end:
        return period.start or "no date"
    if period.end is None:
        return f"{period.start} with an open end"
    return f"until {period.end}" if period.start is None else f"{period.start} to {period.end}"


def rows_in_words(count: int) -> str:
    """Return ``1 row`` or ``2 rows``."""
    return "1 row" if count == 1 else f"{count:,} rows"


def _set_period(checked: CheckedRows, starts: _Dates | None, ends: _Dates | None, *, is_event: bool) -> None:
    """Set start and end, each of which may be in the other's column: ``1969-1973``, ``until 2004``."""
    nothing = Categorical.constant(None, len(checked))
    begin = end = nothing
    if starts is not None:
        begin = starts.map(lambda period: period.start if is_event else _start_of(period))
        end = starts.map(lambda period: period.end if is_event or not period.is_point else None)
        if is_event:
            end = _left_open(checked, starts, end)
    if ends is not None:
        begin = begin.filled(ends.map(lambda period: None if period.is_point else period.start))
        end = ends.map(_end_of).filled(end)
    for name, values in (("start_date", begin), ("end_date", end)):
        if checked.plan.field(name) is not None or not bool(values.nulls().all()):
            checked.values[name] = values


def _left_open(checked: CheckedRows, starts: _Dates, ends: Categorical) -> Categorical:
    """Remove the ends of ties that last, where a single date gave both start and end."""
    implied = Categorical.constant(checked.plan.relation_type, len(checked))
    types = checked.get("type").filled(implied).map(lambda text: None if is_unspecific(str(text)) else text)
    # The role decides only if the type does not: a payment to a director is over.
    lasting = types.filled(checked.get("role")).map(lambda text: str(text) if lasts(str(text)) else None)
    is_single = ~starts.map(lambda period: "" if period.is_point and not period.is_within else None).nulls()
    rows = np.flatnonzero(is_single & ~lasting.nulls())
    if not len(rows):
        return ends
    kind = lasting.value(int(rows[0]))
    checked.report.readings.append(
        f"Dates in `{checked.title('start_date')}` are when something happened, but only the beginning of "
        f"what lasts, such as `{kind}`: {rows_in_words(len(rows))}."
    )
    codes = ends.codes.copy()
    codes[rows] = -1
    return Categorical(codes, ends.values)


def _start_of(period: Period) -> str | None:
    """Return the first possible date; of a date in two forms, such as 2017/18, what they share."""
    return (period.common if period.is_point and not period.is_within else None) or period.start


def _end_of(period: Period) -> str | None:
    return (period.common if period.is_point and not period.is_within else None) or period.end


def fill(checked: CheckedRows, name: str, values: Categorical) -> None:
    """Add a property; values of the sheet take precedence."""
    if not bool(values.nulls().all()):
        checked.values[name] = checked.get(name).filled(values)


def _add_note(checked: CheckedRows, notes: Categorical) -> None:
    """Append texts to ``date_note``."""
    there = checked.get("date_note")
    both = np.flatnonzero(~there.nulls() & ~notes.nulls()).tolist()
    if both:
        joined = there.filled(notes).to_list()
        for row in both:
            if notes.value(row) not in str(there.value(row)).split("; "):
                joined[row] = f"{there.value(row)}; {notes.value(row)}"
        checked.values["date_note"] = Categorical.of(joined)
    else:
        fill(checked, "date_note", notes)


def _drop_reversed(checked: CheckedRows) -> None:
    """Remove both dates if the end is before the start; ``date_note`` keeps them."""
    starts, ends = checked.get("start_date"), checked.get("end_date")
    wrong = _reversed(starts, ends)
    rows = np.flatnonzero(wrong).tolist()
    if not rows:
        return
    notes: list[str | None] = [None] * len(checked)
    for row in rows:
        notes[row] = f"{starts.value(row)} to {ends.value(row)}"
        message = f"{ends.value(row)} is before the start date, {starts.value(row)}."
        checked.lose_date(row, "end_date", message)
    for name, values in (("start_date", starts), ("end_date", ends)):
        checked.values[name] = Categorical(np.where(wrong, -1, values.codes).astype(np.int32), values.values)
    lines = checked.line_words(rows)
    checked.report.readings.append(
        f"The end date is before the start date ({lines}): `{notes[rows[0]]}`. "
        f"The rows have neither date; both are in `date_note`."
    )
    _add_note(checked, Categorical.of(notes))


def _reversed(starts: Categorical, ends: Categorical) -> BoolArray:
    """Return, for each row, whether its end is certainly before its start."""
    found = np.zeros(len(starts), dtype=np.bool_)
    both = np.flatnonzero(~starts.nulls() & ~ends.nulls())
    pairs = starts.codes[both].astype(np.int64) * (len(ends.values) + 1) + ends.codes[both]
    distinct, pair_of = np.unique(pairs, return_inverse=True)
    wrong = np.zeros(len(distinct), dtype=np.bool_)
    for number, pair in enumerate(distinct.tolist()):
        start, end = divmod(pair, len(ends.values) + 1)
        wrong[number] = ends_before(starts.values[start], ends.values[end])
    found[both[wrong[pair_of]]] = True
    return found
