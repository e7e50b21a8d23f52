// Runs before the page is drawn: with scripts, the static part is not shown, and the live page is.

document.documentElement.classList.add("scripted");

/* exported showStaticPart */
/** Show the static part after all: a browser is too old for the live page. The error stays on the console. */
function showStaticPart(error) {
  document.documentElement.classList.remove("scripted");
  for (const element of document.querySelectorAll("#tools, #main")) element.setAttribute("hidden", "");
  document.getElementById("foot")?.before(window.staticPart);
  throw error;
}
