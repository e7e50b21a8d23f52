"""Names in several columns: ``first name`` and ``last name`` form one name."""

from __future__ import annotations

from sociogram.loaders.headers.detection.actors import JOB_TITLES
from sociogram.loaders.headers.evidence import SheetView, keys_of
from sociogram.loaders.headers.titles import Title, title_key
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES


def _keys(text: str) -> frozenset[str]:
    return frozenset(map(title_key, text.replace("\n", "").split("|")))


_GIVEN = _keys("""first name|firstname|given name|given names|forename|forenames|voornaam|voornamen|roepnaam
|nombre de pila|prenom|prenoms|vorname|vornamen|rufname|first|given""")
_BETWEEN = _keys("""middle name|middle names|middle initial|second name|tussenvoegsel|tussenvoegsels|infix
|voorvoegsel|segundo nombre|deuxieme prenom|zweiter vorname|middle|namenszusatz""")
_FAMILY = _keys("""last name|lastname|family name|surname|achternaam|familienaam|geslachtsnaam|apellido
|apellidos|primer apellido|apellido 1|nom de famille|nachname|familienname|zuname|last|family""")
_AFTER = _keys("segundo apellido|apellido 2")
_EITHER = _keys("name|naam|nom|nombre|nombres")
"""Titles that mean the whole name or, next to a part of it, the rest."""


def name_parts(view: SheetView) -> tuple[int, ...]:
    """Return the numbers of the columns that form one name, in spoken order."""
    given, family = _titled(view, _GIVEN), _titled(view, _FAMILY)
    other = _titled(view, _EITHER)
    if other is not None and (given is None or family is None):
        part = given or family
        if part is None or _holds(view, other, part):
            return ()
        given, family = given or other, family or other
    elif _whole(view) is not None:
        return ()
    if given is None or family is None:
        return ()
    parts = (given, _titled(view, _BETWEEN), family, _titled(view, _AFTER))
    return tuple(part.number for part in parts if part is not None)


def _titled(view: SheetView, keys: frozenset[str]) -> Title | None:
    return next((title for title in view.titles if title.key in keys), None)


def _whole(view: SheetView) -> Title | None:
    """Return the title of a whole name, such as ``full name``, or None."""
    return _titled(view, keys_of(ENTITIES, "name") - JOB_TITLES)


def _holds(view: SheetView, whole: Title, part: Title) -> bool:
    """Return whether one column of names contains those of another: whole names next to last names."""
    names, parts = view.profile(whole.number), view.profile(part.number)
    if names is None or parts is None:
        return whole.key != "nombre"
    words = {word for text in names.texts for word in text.casefold().split()}
    found = {word for text in parts.texts for word in text.casefold().split()}
    return bool(found) and len(found & words) * 2 > len(found)
