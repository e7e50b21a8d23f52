// Runs before the page is drawn: hides the static part, so that scripts can show the live page.

document.documentElement.classList.add("scripted");

/* exported showStaticPart */
/** Show the static part after all, if a browser is too old for the live page. The error stays in the console. */
function showStaticPart(error) {
  document.documentElement.classList.remove("scripted");
  for (const element of document.querySelectorAll("#tools, #main")) element.setAttribute("hidden", "");
  document.getElementById("foot")?.before(window.staticPart);
  throw error;
}
