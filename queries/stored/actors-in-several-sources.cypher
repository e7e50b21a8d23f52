// Actors in several sources
//
// Question: Which actors do the most texts mention?
// Param: least INTEGER = 2 -- the minimum number of texts
// Param: top INTEGER = 1000 -- how many actors to show
// Derived: $actors where in_texts $least first $top
// Needs: sources
// Note: Counts texts that somebody has read, not the documents that they cite; a copy or a translation counts as its original. Drafts, and retracted or taken back claims, do not count.
//
UNWIND $actors AS actor
RETURN actor.actor_name AS actor,
       size(actor.texts) AS sources,
       actor.text_titles AS titles
ORDER BY sources DESC, actor
