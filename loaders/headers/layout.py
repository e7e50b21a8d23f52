"""Sheets that do not begin with titles: matrices, and ties from the first line on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sociogram.loaders.headers.evidence import ENOUGH, MOSTLY, Reading
from sociogram.loaders.headers.profile import (
    DATE,
    EMAIL,
    ID,
    NAME,
    NUMBER,
    URL,
    WORDS,
    Profile,
    profile,
    shape_of,
)
from sociogram.loaders.headers.titles import title_words
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    NAME_WORDS,
    OFFICE_WORDS,
    RELATION_WORDS,
    ROLE_WORDS,
)
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.values.types import BOOLEANS, MARKS, marks_among

_FEWEST = 2
_MOST_BESIDE = 3
_MOST_ROLE_WORDS = 5
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_QUALIFIED = re.compile(r"[(\[]\s*(\w+|[^\s\w])\s*[?*]?\s*[)\]]|(\w+|[^\s\w])\s*(?:\(\?\)|[?*†¹²³]+)")
_LONG_WORD = 4
_ENDS = ("source", "target")
_ALWAYS = 4
"""Columns that ties from a matrix have even if they are empty: ends, type, direction."""
_YES = frozenset(("+", "*", *(word for word, value in BOOLEANS.items() if value)))
_NO = frozenset(("", "0", "-", "–", "—", ".", *(word for word, value in BOOLEANS.items() if not value)))
_TITLES_BY_SHAPE = (
    (WORDS, ("type",)),
    (DATE, ("start date", "end date")),
    (URL, ("url",)),
    (NUMBER, ("weight",)),
)
_VOCABULARY = ACTOR_WORDS.keys() | ATTRIBUTE_WORDS | KEY_WORDS | NAME_WORDS | RELATION_WORDS | ROLE_WORDS


def settle_layout(sheet: Sheet, known_titles: Callable[[Sequence[str]], int]) -> None:
    """Rewrite a matrix of ties, or ties without titles, as a sheet with titles, if that is likely enough.

    Args:
        sheet: changed in place; its notes describe the change.
        known_titles: counts the texts that are titles of a field.
    """
    if _is_bare_matrix(sheet):
        return
    if _reading_of_matrix(sheet).points >= ENOUGH:
        _spread_matrix(sheet, "type")
        return
    if _reading_of_affiliations(sheet).points >= ENOUGH:
        _spread_matrix(sheet, "role")
        return
    reading = _reading_of_rows(sheet, known_titles)
    if reading is None:
        return
    if reading.points >= ENOUGH:
        _add_titles(sheet, reading)
    else:
        sheet.first_row_is_open = True


def _reading_of_matrix(sheet: Sheet) -> Reading:
    """Weigh whether the titles are distinct names that the first column repeats, each once."""
    reading = Reading("matrix")
    across = [title.strip() for title in sheet.header[1:]]
    if len(across) < _FEWEST or not len(sheet) <= 2 * len(across) <= 4 * len(sheet):
        return reading
    names = [name for cell in sheet.columns[0] if (name := cell.strip().casefold())]
    titles, down = {title.casefold() for title in across}, set(names)
    are_distinct = len(titles) == len(across) and len(down) == len(names)
    corner = sheet.header[0].strip().casefold()
    is_corner = corner not in titles | down and not corner.isdecimal()
    if not (are_distinct and is_corner) or len(titles & down) <= 0.8 * len(across):
        return reading
    reading.weigh("the names in the first row are in the first column as well")
    cells = {cell.strip() for column in sheet.columns[1:] for cell in column}
    if not all(_is_value(text) for text in cells):
        reading.weigh("a cell below them says neither whether nor how")
    return reading


def _reading_of_affiliations(sheet: Sheet) -> Reading:
    """Weigh whether marks say which names in the first column belong to which titles, such as events."""
    reading = Reading("matrix")
    across = [title.strip() for title in sheet.header[1:]]
    if len(across) < _FEWEST or len(sheet) < _FEWEST or not all(map(_is_affiliation, across)):
        return reading
    names = profile(sheet.columns[0])
    if names.share(NAME, ID) <= MOSTLY or not names.is_unique:
        return reading
    cells = {cell.strip() for column in sheet.columns[1:] for cell in set(column)}
    yes, no = _signs(cells)
    words = [
        text for text in cells if text.casefold() not in yes | no and _marked(text).casefold() not in yes
    ]
    if all(map(_names_role, words)) and (words or not cells.isdisjoint(no)) and not cells <= no:
        reading.weigh("the cells beside the names say only yes, no or a role")
    if not sheet.header[0].strip():
        reading.weigh("the names have no title")
    if all(len(title.split()) > 1 or set(title_words(title)) & ACTOR_WORDS.keys() for title in across):
        reading.weigh("the titles are names of two words or more, or of organisations")
    return reading


def _is_affiliation(title: str) -> bool:
    """Return whether a title may name an organisation or an event, rather than a role or an attribute."""
    words = set(title_words(title))
    if words & (ROLE_WORDS | ATTRIBUTE_WORDS | RELATION_WORDS) or shape_of(title) not in (NAME, ID):
        return False
    return all(
        not word[0].isalpha() or word[0].isupper() for word in title.split() if len(word) >= _LONG_WORD
    )


def _names_role(text: str) -> bool:
    """Return whether a cell is a role, such as ``chair`` or ``stellv. Vorsitzende``."""
    words = title_words(text)
    return len(words) <= _MOST_ROLE_WORDS and not OFFICE_WORDS.isdisjoint(words)


def _marked(text: str) -> str:
    """Return the mark of a cell that qualifies it: ``(x)``, ``[x]``, ``x?``, ``x*``."""
    found = _QUALIFIED.fullmatch(text)
    return found[1] or found[2] or "" if found else ""


def _signs(cells: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the signs that mean yes in a matrix with these cells, and those that mean no or nothing."""
    marks = marks_among(cells)
    means_yes = {mark for mark, value in marks.items() if value}
    return _YES | means_yes, _NO | (marks.keys() - means_yes)


def _is_value(text: str) -> bool:
    return text.casefold() in _YES | _NO | MARKS.keys() or shape_of(text) in (NUMBER, WORDS)


def _spread_matrix(sheet: Sheet, word: str) -> None:
    """Create a row for each filled cell, and one for each name that no cell ties to another.

    Args:
        sheet: changed in place.
        word: the title for what the cells say of a tie, beside yes and no.
    """
    across = [title.strip() for title in sheet.header[1:]]
    spelled = {title.casefold(): title for title in across}
    down = [spelled.get(cell.strip().casefold(), cell.strip()) for cell in sheet.columns[0]]
    yes, no = _signs({cell.strip() for column in sheet.columns[1:] for cell in column})
    cells = {
        (down[row], title): (text, sheet.lines[row])
        for row in range(len(sheet))
        for title, column in zip(across, sheet.columns[1:], strict=True)
        if (text := column[row].strip()).casefold() not in no and down[row] != title
    }
    has_both = not {name.casefold() for name in down}.isdisjoint(spelled)
    is_mutual = has_both and _is_mutual({pair: text for pair, (text, _) in cells.items()}, across)
    directed = "no" if is_mutual else ""
    rows = []
    for (start, end), (text, line) in cells.items():
        if is_mutual and (end, start) in cells and across.index(end) < across.index(start):
            continue
        is_qualified = _marked(text).casefold() in yes
        said = "" if is_qualified or text.casefold() in yes else text
        rows.append((start, end, said, directed, text if is_qualified else "", "", line))
    tied = {name for pair in cells for name in pair}
    alone = zip(down, sheet.lines, strict=True)
    rows += [("", "", "", "", "", name, line) for name, line in alone if name and name not in tied]
    _note_matrix(sheet, across[0], len(cells), is_mutual, [row[4] for row in rows if row[4]])
    is_count = all(shape_of(row[2]) == NUMBER for row in rows if row[2])
    titles = ("source", "target", "weight" if is_count else word, "directed", "note", "name")
    used = [number for number in range(len(titles)) if number < _ALWAYS or any(row[number] for row in rows)]
    sheet.header = tuple(titles[number] for number in used)
    sheet.columns = [[str(row[number]) for row in rows] for number in used]
    sheet.lines = [row[-1] for row in rows]


def _note_matrix(sheet: Sheet, first: str, filled: int, is_mutual: bool, qualified: Sequence[str]) -> None:
    what = "without direction" if is_mutual else "from the name on the left to the name at the top"
    sheet.notes.append(
        f"The first row and the first column hold names: read as a table of who is tied to whom, {what} "
        f"({filled:,} filled cells)."
    )
    sheet.notes.append(f"To read these as columns of a list: --map '{first}={first}'.")
    if qualified:
        shown = " and ".join(f"`{text}`" for text in dict.fromkeys(qualified))
        sheet.notes.append(
            f"{shown} says more than yes, but not what, so it is in `note` (ties: {len(qualified):,}). "
            "If it is a doubt, `sociogram set ID certainty=…` says so."
        )


def _is_mutual(cells: Mapping[tuple[str, str], str], names: Sequence[str]) -> bool:
    """Return whether a matrix is symmetric, or filled on one side of its diagonal only."""
    if all(cells.get((end, start)) == text for (start, end), text in cells.items()):
        return True
    order = {name: number for number, name in enumerate(names)}
    sides = {order.get(start, -1) < order.get(end, -1) for start, end in cells}
    return len(cells) > 1 and len(sides) == 1


def _reading_of_rows(sheet: Sheet, known_titles: Callable[[Sequence[str]], int]) -> Reading | None:
    """Weigh whether the first line is a row like the others; None if it has a title."""
    first = [title.strip() for title in sheet.header]
    if len(first) < _FEWEST or not len(sheet) or known_titles(first) > 1:
        return None
    profiles = [profile(column) for column in sheet.columns]
    titles = dict(_titles_for(first, profiles))
    if "target" not in titles.values():
        return None
    reading = Reading("rows", titles)
    pairs = list(zip(first, profiles, strict=True))
    if all(shape_of(text) == found.shape for text, found in pairs if text and found.filled):
        reading.weigh("the first line looks like those below it")
    ends = [found for number, found in enumerate(profiles) if titles.get(number) in _ENDS]
    below = {text for found in ends for text in found.texts}
    again = [text for text, found in pairs if text in below or text in found.texts]
    has_titles = known_titles(first) or any(map(is_title, first)) or _are_years_in_order(first)
    if not again and has_titles:
        return None
    if again:
        reading.weigh("texts of the first line occur below it again", f"`{again[0]}`")
    if any(shape_of(text) in (DATE, NUMBER, URL, EMAIL) for text in first if text):
        reading.weigh("the first line holds a date, a number or an address")
    return reading


def _is_bare_matrix(sheet: Sheet) -> bool:
    """Return whether all cells, from the first line on, are the numbers of a matrix without names."""
    rows = [sheet.header, *zip(*sheet.columns, strict=True)] if len(sheet) < len(sheet.header) else []
    is_square = len(rows) == len(sheet.header) > _FEWEST
    cells = [cell.strip() for row in rows for cell in row]
    return (
        is_square
        and all(shape_of(cell) == NUMBER for cell in cells)
        and all(row[number].strip() in _NO for number, row in enumerate(rows))
    )


def _are_years_in_order(first: Sequence[str]) -> bool:
    years = [int(text) for text in first if _YEAR.fullmatch(text)]
    return len(years) == len(first) and years == list(range(years[0], years[0] + len(years)))


def is_title(text: str) -> bool:
    """Return whether all words of a text occur in titles."""
    words = title_words(text)
    return not words or all(word in _VOCABULARY for word in words)


def _titles_for(first: Sequence[str], profiles: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    """Yield titles for columns according to their cells, if two columns hold names."""
    named = [number for number, found in enumerate(profiles) if found.share(NAME, ID) > MOSTLY]
    keyed = list(_keyed_ends(first, profiles))
    if keyed:
        yield from keyed
        yield from _other_titles(profiles)
        return
    if _are_numbered_ends(first, profiles):
        yield from enumerate(_ENDS)
        yield from _other_titles(profiles, first=len(_ENDS))
        return
    if len(named) == len(_ENDS) + 1:
        types = min(named, key=lambda number: len({first[number], *profiles[number].texts}))
        others = {text for number in named if number != types for text in profiles[number].texts}
        if others.isdisjoint(profiles[types].texts):
            named.remove(types)
            yield types, "type"
    if len(named) != len(_ENDS) or any(shape_of(first[number]) not in (NAME, ID) for number in named):
        return
    yield from zip(named, _ENDS, strict=True)
    yield from _other_titles(profiles)


def _keyed_ends(first: Sequence[str], profiles: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    """Yield titles for ends that each have an id and, right of it, a name."""
    shapes = [found.shape if found.filled else "" for found in profiles]
    pairs = [number for number in range(len(shapes) - 1) if shapes[number : number + 2] == [ID, NAME]]
    is_like = all(shape_of(first[number]) == ID and shape_of(first[number + 1]) == NAME for number in pairs)
    if len(pairs) == len(_ENDS) and is_like:
        for number, end in zip(pairs, _ENDS, strict=True):
            yield number, end
            yield number + 1, f"{end} name"


def _are_numbered_ends(first: Sequence[str], profiles: Sequence[Profile]) -> bool:
    """Return whether all rows begin with the numbers of two nodes, with at most a weight, type or date.

    With more than two columns, some node must be the start of one tie and the end of another: rows that begin
    with an id and an age are not ties. Two columns, one of which holds years, are a table by year.
    """
    ends = [{text, *found.texts} for text, found in zip(first[:2], profiles[:2], strict=True)]
    if not all(text.isdecimal() for texts in ends for text in texts):
        return False
    beside = profiles[len(_ENDS) :]
    if any(found.share(NUMBER, DATE, WORDS) <= MOSTLY for found in beside):
        return False
    if not beside:
        return sum(all(map(_YEAR.fullmatch, texts)) for texts in ends) != 1
    return len(beside) < _MOST_BESIDE and not ends[0].isdisjoint(ends[1])


def _other_titles(profiles: Sequence[Profile], first: int = 0) -> Iterator[tuple[int, str]]:
    """Yield titles for the columns beside the ends, from the first on, by what their cells look like."""
    for shape, titles in _TITLES_BY_SHAPE:
        numbers = [
            number for number, found in enumerate(profiles) if number >= first and found.share(shape) > MOSTLY
        ]
        yield from zip(numbers, titles, strict=False)


def _add_titles(sheet: Sheet, reading: Reading) -> None:
    titles = [reading.fields.get(number, f"column {number + 1}") for number in range(len(sheet.header))]
    shown = ", ".join(f"`{title}`" for title in titles)
    sheet.notes.append(
        f"The first line is a row, not titles ({'; '.join(reason for reason, _ in reading.reasons)}): "
        f"the columns are read as {shown}."
    )
    sheet.columns = [[text, *column] for text, column in zip(sheet.header, sheet.columns, strict=True)]
    sheet.lines = [max(1, sheet.lines[0] - 1), *sheet.lines]
    sheet.header = tuple(titles)
