// Documents to read
//
// Question: Which cited documents has nobody read, and what rests on each?
// Param: top INTEGER = 1000 -- how many documents to show
// Derived: $documents first $top
// Needs: sources or cites
// Note: `ties` counts the ties for which some claim relies on the document; `only_there` counts those that only unread documents affirm.
//
UNWIND $documents AS document
OPTIONAL MATCH (s:Source {id: document.document})
RETURN document.document AS document,
       document.document_title AS title,
       s.author AS author,
       s.date AS date,
       document.ties AS ties,
       document.ties_on_unread_alone AS only_there,
       document.texts AS cited_in,
       [claim IN document.claims | claim.in_words] AS claims
ORDER BY ties DESC, document
