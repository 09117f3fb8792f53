/* Lianxin's own script: comfort only. Every page does its whole work without it.
   Character counters, thumbnails, unsent input kept in this tab, copy and print buttons, keyboard triage. */
"use strict";
(() => {
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const english = document.documentElement.lang === "en";

  /* how many characters are left; counted as the server counts them (code points) */
  function counters(root) {
    for (const note of all(root, "[data-counter-for]")) {
      const field = document.getElementById(note.dataset.counterFor);
      if (!field) continue;
      const limit = Number(field.dataset.counter);
      const first = note.textContent;
      const show = () => {
        const left = limit - Array.from(field.value).length;
        const over = left < 0;
        note.classList.toggle("over", over);
        if (!field.value) note.textContent = first;
        else if (english) note.textContent = over ? `${-left} characters too many` : `${left} characters left`;
        else note.textContent = over ? `超出 ${-left} 字，请删短一些` : `还可以写 ${left} 字`;
      };
      field.addEventListener("input", show);
      show();
    }
  }

  /* thumbnails of chosen photos, drawn on a canvas so that no address besides our own is needed */
  function thumbnails(root) {
    for (const input of all(root, "input[type=file][data-files]")) {
      const list = input.parentElement.querySelector("[data-thumbs]");
      if (!list) continue;
      input.addEventListener("change", () => {
        list.replaceChildren();
        list.hidden = !input.files.length;
        for (const file of input.files) list.append(thumbnail(file));
      });
    }
  }
  function thumbnail(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    if (file.type.startsWith("image/") && "createImageBitmap" in window) {
      createImageBitmap(file).then((picture) => {
        const canvas = document.createElement("canvas");
        const side = 224;
        canvas.width = canvas.height = side;
        const scale = Math.max(side / picture.width, side / picture.height);
        const [w, h] = [picture.width * scale, picture.height * scale];
        canvas.getContext("2d").drawImage(picture, (side - w) / 2, (side - h) / 2, w, h);
        item.prepend(canvas);
      }).catch(() => {});
    }
    item.append(name);
    return item;
  }

  /* unsent words stay in this tab until the form was accepted (<form data-keep="name">) */
  const keepKey = (form) => `lx-keep:${form.dataset.keep}`;
  const keepable = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type) && !field.closest("[data-keep-not]");
  function keeper(root) {
    for (const form of all(root, "form[data-keep]")) {
      restore(form);
      form.addEventListener("input", () => {
        const kept = {};
        for (const field of form.elements) {
          if (!keepable(field)) continue;
          const ticked = field.type === "checkbox" || field.type === "radio";
          if (ticked ? field.checked : field.value) (kept[field.name] ||= []).push(field.value);
        }
        try { sessionStorage.setItem(keepKey(form), JSON.stringify(kept)); } catch { /* storage is full or off */ }
      });
    }
    for (const done of all(root, "[data-keep-done]")) {
      try { sessionStorage.removeItem(`lx-keep:${done.dataset.keepDone}`); } catch { /* storage is off */ }
    }
  }
  function restore(form) {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(keepKey(form)) || "null"); } catch { return; }
    if (!kept || form.querySelector("[aria-invalid]")) return;
    for (const field of form.elements) {
      if (!keepable(field) || !kept[field.name]) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept[field.name].includes(field.value);
      else if (!field.value) field.value = kept[field.name][0];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /* copy, print */
  function buttons(root) {
    for (const button of all(root, "[data-copy]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        const source = document.getElementById(button.dataset.copy);
        await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
        button.setAttribute("aria-live", "polite");
        button.lastChild.textContent = english ? "Copied" : "已复制";
      });
    }
    for (const button of all(root, "[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }

  /* work lists: j and k walk, Enter or o opens; never while typing */
  function triage(root) {
    const table = root.querySelector("table[data-triage]");
    if (!table) return;
    const rows = () => all(table, "tbody tr");
    let at = -1;
    const go = (step) => {
      const list = rows();
      if (!list.length) return;
      list[at]?.classList.remove("is-current");
      at = Math.min(Math.max(at + step, 0), list.length - 1);
      list[at].classList.add("is-current");
      const link = list[at].querySelector("[data-open], a");
      (link || list[at]).focus({ preventScroll: true });
      list[at].scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
      if (event.key === "j") go(1);
      else if (event.key === "k") go(-1);
      else if (event.key === "o" && at >= 0) rows()[at].querySelector("[data-open], a")?.click();
    });
  }

  /* a second press while the first is under way does nothing (the server guards as well) */
  function onePress(root) {
    for (const form of all(root, "form[method=post]:not([data-many])")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        else form.dataset.sent = "1";
      });
    }
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of all(document, "form[data-sent]")) delete form.dataset.sent;
  });

  function start(root) {
    counters(root); thumbnails(root); keeper(root); buttons(root); onePress(root);
  }
  start(document);
  triage(document);
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
