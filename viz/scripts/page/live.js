// Replaces the static part, whose elements may have the ids of actors: it must go before any element is looked up.

import { allOf, byId } from "../common/dom.js";

window.staticPart = byId("static");
window.staticPart.remove();
for (const element of allOf("#tools, #main, .skip")) element.hidden = false;
