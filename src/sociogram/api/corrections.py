"""The methods of a graph that correct it: merge, rename, split, remove, set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from sociogram.api.base import GraphBase

if TYPE_CHECKING:
    from sociogram.loaders.folder.data_folder import WriteOptions
    from sociogram.queries.edits import Correction, Plan

RowKind = Literal["actor", "claim", "source"]


class Corrections(GraphBase):
    """Corrections of a graph, saved in its folder."""

    def merge_actors(
        self, keep: str, *others: str, dry_run: bool = False, wait: float | None = None
    ) -> Correction:
        """Merge several actors: all ties of the others become ties of the one to keep.

            >>> graph.merge_actors("Pedro Castillo", "P. Castillo").changes

        The names, aliases and ids of the others become its aliases, by which look-ups and later loads find
        it. It becomes the voice of all claims that the others made or relayed. Claims keep their ids.

        Args:
            keep: the actor to keep, by name, alias or id.
            others: the actors to merge into it.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            ActorError: a name matches no actor or several, or two names match the same actor.
            ConflictError: the folder changed since it was read; nothing was written.
        """
        from sociogram.queries.edits import plan_merge

        return self._correct(plan_merge(self.store, keep, others), dry_run=dry_run, wait=wait)

    def rename(
        self,
        actor: str,
        name: str | None = None,
        *,
        id: str | None = None,  # noqa: A002 - the column's name
        dry_run: bool = False,
        wait: float | None = None,
    ) -> Correction:
        """Give an actor another name, another id, or both; the old ones become aliases.

            >>> graph.rename("ann", "Ann Bee-Cee", id="ann-bee-cee").notes

        Args:
            actor: the actor, by name, alias or id.
            name: the new name.
            id: the new id.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            ActorError: the actor is not found, or another one has the new id.
            ConflictError: the folder changed since it was read; nothing was written.
        """
        from sociogram.queries.edits import plan_rename

        return self._correct(plan_rename(self.store, actor, name=name, new_id=id), dry_run=dry_run, wait=wait)

    def split(
        self,
        actor: str,
        to: str,
        *,
        name: str | None = None,
        sources: Sequence[str] = (),
        relations: Sequence[str] = (),
        dry_run: bool = False,
        wait: float | None = None,
    ) -> Correction:
        """Split an actor into two: the chosen claims move to the other actor, which is created if needed.

            >>> graph.split("J. Brook", "jane-brook", name="Jane Brook", sources=["ledger"]).changes

        In each of these claims, the other actor takes over every role: end, claimant and relay.

        Args:
            actor: the actor to split, by name, alias or id.
            to: the id of an existing actor, or the id or the name of a new one.
            name: the name of the new actor; by default ``to``.
            sources: the claims that cite these sources move.
            relations: the claims with these ids move.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            ActorError: the actor is not found.
            SourceError: a source does not exist.
            SociogramError: no claim is chosen, or a claim does not name the actor.
            ConflictError: the folder changed since it was read; nothing was written.
        """
        from sociogram.queries.edits import plan_split

        plan = plan_split(self.store, actor, to, name=name, sources=sources, relations=relations)
        return self._correct(plan, dry_run=dry_run, wait=wait)

    def remove(
        self,
        *rows: str,
        kind: RowKind | None = None,
        dry_run: bool = False,
        wait: float | None = None,
    ) -> Correction:
        """Remove actors, claims and sources, with the claims that cannot exist without them.

            >>> graph.remove("r17", dry_run=True).to_text()

        An actor is removed with all claims that name it as an end or a voice; a source with the claims that
        cite only it.

        Args:
            rows: actors by name, alias or id, claims and sources by id.
            kind: ``actor``, ``claim`` or ``source``; needed if an id is that of several rows.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Raises:
            SociogramError: no row has such a name or id, or several have.
            ConflictError: the folder changed since it was read; nothing was written.
        """
        from sociogram.queries.edits import plan_remove

        return self._correct(plan_remove(self.store, rows, kind=kind), dry_run=dry_run, wait=wait)

    def set(
        self,
        row: str,
        values: Mapping[str, str] | None = None,
        /,
        *,
        kind: RowKind | None = None,
        dry_run: bool = False,
        wait: float | None = None,
        **columns: str,
    ) -> Correction:
        """Set columns of an actor, a claim or a source, validated like the cells of a sheet.

            >>> graph.set("r17", certainty="alleged", paragraph="4").changes

        Args:
            row: an actor by name, alias or id, a claim or a source by id.
            values: the cells by column; an empty string empties the cell.
            kind: ``actor``, ``claim`` or ``source``; needed if an id is that of several rows.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.
            columns: more cells; these override ``values``.

        Raises:
            DataError: a column does not exist, or its value is invalid.
            SociogramError: no row has such a name or id, or several have.
            ConflictError: the folder changed since it was read; nothing was written.
        """
        from sociogram.queries.edits import plan_set

        texts = {**(values or {}), **columns}
        return self._correct(plan_set(self.store, row, texts, kind=kind), dry_run=dry_run, wait=wait)

    def _correct(self, plan: Plan, *, dry_run: bool, wait: float | None) -> Correction:
        """Apply a correction and save it as one step of the folder's history."""
        return self._correct_all([plan], plan.command, dry_run=dry_run, wait=wait)[0]

    def _correct_all(
        self, plans: Sequence[Plan], command: str, *, dry_run: bool, wait: float | None
    ) -> list[Correction]:
        """Apply several corrections and save them as one step of the folder's history."""
        from sociogram.loaders.folder.history import Step
        from sociogram.queries.edits import correct

        home = self.home
        if home is None or dry_run:
            return [correct(self.store, plan, dry_run=dry_run) for plan in plans]

        def change() -> tuple[list[Correction], WriteOptions | None]:
            corrections = [correct(self.store, plan) for plan in plans]
            if not any(correction.changes for correction in corrections):
                return corrections, None
            renamed = {old: new for one in corrections for old, new in one.new_ids.items()}
            return corrections, {"keeps_order": True, "step": Step(command), "renamed": renamed}

        return self._change_and_save(home, change, wait)
