"""The methods of a graph that find duplicate actors and store decisions about them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sociogram.api.base import patience
from sociogram.api.corrections import Corrections
from sociogram.graph.errors import StoreError
from sociogram.sources import title_of

if TYPE_CHECKING:
    from sociogram.graph.duplicates.decisions import Decision, Decisions, Verdict
    from sociogram.queries.duplicates import Duplicates
    from sociogram.queries.edits import Correction
    from sociogram.viz.duplicates import DuplicatesPage


class Deduplication(Corrections):
    """Duplicate actors of a graph, and the decisions about them."""

    def duplicates(
        self, *, least: float = 0.5, decisions: str | os.PathLike[str] | None = None
    ) -> Duplicates:
        """Return pairs of actors that may be the same, the likeliest first, each with its reasons.

            >>> [(pair.a.name, pair.b.name, pair.score) for pair in graph.duplicates()]

        Pairs with the decision ``same`` or ``different`` are left out.

        Args:
            least: the lowest score of a pair, from 0 to 1.
            decisions: a file of decisions; by default ``decisions.csv`` of the graph's folder.

        Raises:
            DataError: a row of the decisions is invalid, or contradicts others.
        """
        from sociogram.queries.duplicates import read_duplicates

        return read_duplicates(self.store, self._decisions(decisions), least=least)

    def duplicates_page(
        self,
        *,
        least: float = 0.5,
        decisions: str | os.PathLike[str] | None = None,
        limit: int = 5_000,
    ) -> DuplicatesPage:
        """Return a page for deciding about pairs one by one; ``write`` saves it.

            >>> graph.duplicates_page().write("duplicates.html")

        The page saves a file of decisions, which ``add_decisions`` and ``sociogram decide --from`` take.

        Args:
            least: the lowest score of a pair, from 0 to 1.
            decisions: a file of decisions; by default ``decisions.csv`` of the graph's folder.
            limit: the maximum number of pairs; the likeliest are shown.

        Raises:
            DataError: a row of the decisions is invalid, or contradicts others.
        """
        from sociogram.queries.duplicates import read_details
        from sociogram.viz.duplicates import DuplicatesPage

        found = self.duplicates(least=least, decisions=decisions).top(limit)
        details = read_details(self.store, (one.id for pair in found for one in (pair.a, pair.b)))
        inputs = self.inputs if decisions is None else (*self.inputs, Path(decisions))
        return DuplicatesPage(found, details, title_of(self.store.location), inputs)

    def decide(
        self,
        a: str,
        decision: Verdict,
        b: str,
        *,
        by: str | None = None,
        why: str = "",
        decisions: str | os.PathLike[str] | None = None,
        wait: float | None = None,
    ) -> Decision:
        """Decide whether two actors are the same; every later load follows the decision.

            >>> graph.decide("Pedro Castillo", "same", "P. Castillo", why="signed both letters")

        Nothing is merged: ``apply_decisions`` does that. An earlier decision about the two is replaced.

        Args:
            a: an actor, by id or name; if both are the same, the one to keep.
            decision: ``same``, ``different`` or ``unsure``.
            b: another actor, by id or name, or another spelling of the first.
            by: who decides; by default the user name on this computer.
            why: the reason.
            decisions: the file of decisions; by default ``decisions.csv`` of the graph's folder.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Returns:
            The decision as it was stored, with ids.

        Raises:
            ActorError: a name matches several actors, or neither of the two is an actor.
            ConflictError: the folder changed since it was read; nothing was written.
            DataError: the decision is not one of the three, or contradicts others.
            StoreError: the graph has no folder, and no file was named.
        """
        from sociogram.graph.duplicates.decisions import Decision
        from sociogram.loaders.folder.history import user_name
        from sociogram.queries.duplicates import pair_of

        one, other = pair_of(self.store, a, b)
        who = user_name() if by is None else by
        made = Decision(one, other, decision, who, date.today().isoformat(), why)
        self.add_decisions([made], decisions=decisions, wait=wait)
        return made

    def add_decisions(
        self,
        added: Sequence[Decision],
        *,
        decisions: str | os.PathLike[str] | None = None,
        wait: float | None = None,
    ) -> None:
        """Add decisions that were made elsewhere, such as on a page; see ``decide`` for errors.

            >>> graph.add_decisions([Decision("ann", "ann-b", "same")])

        Args:
            added: the decisions.
            decisions: the file of decisions; by default ``decisions.csv`` of the graph's folder.
            wait: seconds to wait for another process that writes to the folder; None means 10.
        """
        from sociogram.loaders.folder.decide import decide_in_file, decide_in_folder, folder_of
        from sociogram.loaders.folder.history import Step

        folder = self.home if decisions is None else folder_of(Path(decisions))
        if folder is None and decisions is not None:
            decide_in_file(Path(decisions), added, wait=patience(wait))
            return
        if folder is None:
            raise StoreError(
                f"{self.store.location} has no folder for decisions. Name a file: `decisions=FILE`, on the "
                "command line --decisions FILE."
            )
        one = added[0] if len(added) == 1 else None
        what = f"{len(added)} pairs" if one is None else f"{one.first} {one.verdict} {one.second}"
        key = folder.resolve()
        digest = decide_in_folder(
            folder,
            added,
            expected=self._digests.get(key),
            step=Step(f"decide {what}"),
            wait=patience(wait),
        )
        if key in self._digests:
            self._digests[key] = digest

    def apply_decisions(
        self,
        *,
        decisions: str | os.PathLike[str] | None = None,
        dry_run: bool = False,
        wait: float | None = None,
    ) -> list[Correction]:
        """Merge the actors that are the same according to the decisions, as ``merge_actors`` does.

            >>> [correction.changes for correction in graph.apply_decisions()]

        Args:
            decisions: a file of decisions; by default ``decisions.csv`` of the graph's folder.
            dry_run: report what would change, but write nothing.
            wait: seconds to wait for another process that writes to the folder; None means 10.

        Returns:
            What each merge changed.

        Raises:
            ConflictError: the folder changed since it was read; nothing was written.
            DataError: a row of the decisions is invalid, or contradicts others.
        """
        from sociogram.queries.duplicates import plan_merges, read_unmerged

        plans = plan_merges(self.store, read_unmerged(self.store, self._decisions(decisions)))
        return self._correct_all(plans, "duplicates --apply", dry_run=dry_run, wait=wait)

    def _decisions(self, file: str | os.PathLike[str] | None) -> Decisions:
        from sociogram.graph.duplicates.decisions import Decisions
        from sociogram.loaders.folder.decide import decisions_in, decisions_of

        if file is not None:
            return decisions_in(Path(file))
        return Decisions() if self.home is None else decisions_of(self.home)
