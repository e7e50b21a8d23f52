// Actors in several sources
//
// Question: Which actors do the most texts speak of?
// Param: least INTEGER = 2 -- the minimum number of texts
// Param: top INTEGER = 1000 -- how many actors to show
// Derived: $actors where in_texts $least first $top
// Needs: sources
// Note: Only texts that somebody has read count, and not the documents that they cite; a copy or a translation counts with its original. Drafts, retracted claims and those that were taken back count for nothing.
//
UNWIND $actors AS actor
RETURN actor.actor_name AS actor,
       size(actor.texts) AS sources,
       actor.text_titles AS titles
ORDER BY sources DESC, actor
