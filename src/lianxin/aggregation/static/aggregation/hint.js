/* While words are typed: ask whether somebody said it already.  Comfort only; nothing waits for the answer. */
"use strict";
(() => {
  const box = document.getElementById("said-before");
  const words = document.querySelector("textarea[name=words]");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!box || !words || !token || !window.fetch) return;
  let timer = 0;
  let asked = "";

  async function ask() {
    const place = document.querySelector("[name=place]")?.value ?? "";
    const typed = words.value.trim();
    if (typed.length < 6) return box.replaceChildren();
    if (`${place} ${typed}` === asked) return;
    asked = `${place} ${typed}`;
    const body = new URLSearchParams({ words: typed, place, csrfmiddlewaretoken: token.value });
    try {
      const answer = await fetch(box.dataset.href, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok && `${place} ${words.value.trim()}` === asked) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        box.replaceChildren(...page.body.childNodes);
      }
    } catch {
      /* without network nothing is shown */
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 900);
  };
  words.addEventListener("input", later);
  document.querySelector("[name=place]")?.addEventListener("change", later);
})();
