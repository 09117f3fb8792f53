/* Dictation where the browser turns speech into text on the phone itself; no voice leaves it. Elsewhere the keyboard has it. */
"use strict";
(() => {
  const box = document.querySelector("[data-dictate]");
  const target = document.querySelector("textarea[name=words]");
  const Speech = window.SpeechRecognition || window.webkitSpeechRecognition;
  if (!box || !target || !Speech?.available) return;
  const button = box.querySelector("button");
  const label = button.querySelector("span");
  let running = null;

  function show(on) {
    box.classList.toggle("on", on);
    button.setAttribute("aria-pressed", String(on));
    label.textContent = on ? box.dataset.sayStop : box.dataset.sayStart;
  }
  function begin() {
    const speech = new Speech();
    Object.assign(speech, { lang: "zh-CN", continuous: true, interimResults: false, processLocally: true });
    speech.onresult = (event) => {
      for (const result of Array.from(event.results).slice(event.resultIndex)) if (result.isFinal) add(result[0].transcript);
    };
    speech.onend = speech.onerror = () => { running = null; show(false); };
    speech.start();
    running = speech;
    show(true);
  }
  function add(words) {
    target.setRangeText(words, target.selectionEnd, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  async function offer() {
    const ready = await Speech.available({ langs: ["zh-CN"], processLocally: true });
    if (ready !== "available") return;
    show(false);
    box.hidden = false;
    button.addEventListener("click", () => (running ? running.stop() : begin()));
  }
  offer().catch(() => { /* the keyboard has it */ });
})();
