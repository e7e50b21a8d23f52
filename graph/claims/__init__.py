"""Claims: who says that a tie holds, who denies it, who only relays it, and what follows from that.

The rules are pure functions of tables and access no graph. Start at ``derive``.
"""

from sociogram.graph.claims.derive import Claims, derive
from sociogram.graph.claims.model import Charge, Claim, Conflict, Tie

__all__ = ["Charge", "Claim", "Claims", "Conflict", "Tie", "derive"]
