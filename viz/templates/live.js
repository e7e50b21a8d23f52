// The live page instead of the static part, whose elements may have the ids of actors: they go before any is looked up.

window.staticPart = document.getElementById("static");
window.staticPart.remove();
for (const element of document.querySelectorAll("#tools, #main, .skip")) element.hidden = false;
