// Charged and never heard
//
// Question: Who is charged with something and does not speak?
// Param: scope STRING = 'text' -- text: not heard in the text that charges them; folder: heard in no text at all [text | folder]
// Suggest scope: UNWIND ['text', 'folder'] AS suggestion RETURN suggestion
// Param: top INTEGER = 1000 -- how many actors to show
// Derived: $charges where unheard_in $scope first $top
// Needs: charges
// Note: `charges` of the relation types says who is charged: the accused of ACCUSES, and those alleged to have done a deed such as KILLED. A voice that only relays somebody else's word is not heard. Agreements, works, things and places cannot speak and are left out.
//
UNWIND $charges AS charge
RETURN charge.actor_name AS actor,
       charge.actor AS id,
       charge.text_title AS text,
       charge.voices AS charged_by,
       [claim IN charge.claims | claim.in_words] AS charges
ORDER BY actor, id, text
