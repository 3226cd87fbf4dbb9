// Progressive enhancement only: every page does all of its work without this file.
"use strict";

// After a failed post the summary is what to read first.
document.querySelector(".summary")?.focus();

// One press sends once. The button keeps its value in the form's data; it only looks and acts busy.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});
// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

// Menus close with Escape and by a press elsewhere.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// An answer on which other questions depend sends the page for the server to show them; the button that does so
// without a script goes away. Focus and place come back afterwards.
const PLACE = "portal-place";
const remembered = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
if (remembered && !document.querySelector(".summary")) {
  const [path, id, scroll] = JSON.parse(remembered);
  if (path === location.pathname) {
    document.getElementById(id)?.focus({ preventScroll: true });
    window.scrollTo(0, scroll);
  }
}
for (const update of document.querySelectorAll(".update")) update.hidden = true;
// Whoever presses a button, or Enter, has said what to send: the change that leaving the field makes asks for no more.
let pressing = false;
document.addEventListener("pointerdown", ({ target }) => { pressing = Boolean(target.closest("button, a")); });
document.addEventListener("keydown", ({ key, target }) => { pressing = key === "Enter" && target.tagName === "INPUT"; });
document.addEventListener("change", (event) => {
  if (pressing) return;
  const field = event.target.closest("[data-controls]");
  const button = field?.form?.querySelector("button[value=update]") ?? field?.closest("form")?.querySelector("button[value=update]");
  if (!button) return;
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, event.target.id, window.scrollY]));
  button.form.requestSubmit(button);
});

// A usual reason fills the text, unless somebody wrote their own words there.
document.addEventListener("change", ({ target }) => {
  const box = target.dataset.fills && document.getElementById(target.dataset.fills);
  if (!box) return;
  const usual = Array.from(document.getElementsByName(target.name), (choice) => choice.dataset.text.trim());
  if (!box.value.trim() || usual.includes(box.value.trim())) box.value = target.dataset.text;
});

// A usual reply goes behind what was typed, once.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-inserts]");
  const box = button && document.getElementById(button.dataset.inserts);
  if (!box) return;
  event.preventDefault();
  const [typed, text] = [box.value.trimEnd(), button.dataset.text];
  if (!typed.includes(text)) box.value = typed ? `${typed}\n\n${text}` : text;
  box.focus();
});

// Two minutes before the session ends, say so while there is time to save.
const ends = Number(document.body.dataset.sessionSeconds);
const warning = document.getElementById("session-warning");
if (ends && warning) setTimeout(() => { warning.hidden = false; }, Math.min(Math.max(ends - 120, 0) * 1000, 2 ** 31 - 1));
