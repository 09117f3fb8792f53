/* Keys of the desk: comfort only, every page does its work without them.  j, k and o on lists are ui.js's. */
"use strict";
(() => {
  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

  /* the table of keys: open over the page, and closed again by the same key or Esc */
  const help = document.getElementById("keys");
  function toggleHelp() {
    help.open = !help.open;
    help.classList.toggle("over", help.open);
    if (help.open) help.querySelector("summary").focus({ preventScroll: true });
  }

  const actions = {
    "?": () => help && toggleHelp(),
    "/": () => document.querySelector(".filters input[type=search]")?.focus(),
    n: () => document.querySelector("[data-key='1']")?.click(),
    p: () => document.querySelector("[data-key='p']")?.click(),
    u: () => document.querySelector("[data-key='u']")?.click(),
    x: () => document.querySelector("tr.is-current input.pick")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && help?.classList.contains("over")) return toggleHelp();
    if (typing(event)) return;
    const act = /^[1-9]$/.test(event.key) ? () => document.querySelector(`[data-key='${event.key}']`)?.click() : actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
