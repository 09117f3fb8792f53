/* What is on this phone, always in sight: waiting, on its way, received, or in need of a look. */
"use strict";
(() => {
  const field = window.LianxinField;
  const { config, say } = field;
  const box = document.querySelector("[data-queue]");
  const ready = document.querySelector("[data-ready]");
  const KEEP_RECEIVED = 3 * 86400000;

  function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  function button(text, className, press) {
    const made = element("button", `btn ${className}`, text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }
  function shape(tone) {
    const template = document.querySelector(`template[data-shape="${tone}"]`);
    return template ? template.content.cloneNode(true) : "";
  }
  const time = (text) => new Date(text).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

  function stateOf(item) {
    if (item.state === "attention") return ["bad", say("attention")];
    if (item.state === "received") return ["good", say("received")];
    if (field.sending === item.key) return ["info", say("sending")];
    return ["warn", say("waiting")];
  }
  function row(item) {
    const [tone, word] = stateOf(item);
    const made = element("li", `queue-item tone-${tone}`);
    made.dataset.key = item.key;
    const head = element("p", "queue-state");
    head.append(shape(tone), element("strong", "", word));
    if (item.number) head.append(element("span", "queue-number", say("number", { number: item.number })));
    made.append(head);
    if (item.title) made.append(element("p", "queue-words", item.title));
    if (item.slip) made.append(slipLine(item));
    const facts = [say("recorded_at", { time: time(item.captured_at) })];
    if (item.photos.length) facts.push(say("photos", { done: item.photos.filter((photo) => photo.done).length, all: item.photos.length }));
    made.append(element("p", "queue-facts", facts.join("　")));
    if (Math.abs(item.clock_skew || 0) >= 300) made.append(element("p", "queue-facts", say("clock_off", { how_long: howLong(Math.abs(item.clock_skew)) })));
    if (item.state === "attention") attention(made, item);
    return made;
  }
  function howLong(seconds) {
    // The two largest units say enough: 1 day 2 hours, 3 hours 20 minutes.
    const minutes = Math.round(seconds / 60);
    const parts = [["days", Math.floor(minutes / 1440)], ["hours", Math.floor(minutes / 60) % 24], ["minutes", minutes % 60]];
    return parts.slice(parts.findIndex(([, n]) => n > 0)).slice(0, 2).filter(([, n]) => n > 0).map(([unit, n]) => say(unit, { n })).join(" ");
  }
  function slipLine(item) {
    const line = element("p", "queue-slip");
    line.append(element("span", "queue-label", say("slip")), element("span", "queue-code", item.slip), element("span", "queue-code", item.pin));
    return line;
  }
  function attention(made, item) {
    const text = element("p", "queue-message", item.message);
    const acts = element("div", "queue-acts");
    made.append(text, acts);
    for (const photo of item.photos.filter((one) => one.refusal && !one.dropped && !one.done)) {
      acts.append(button(say("drop_photo"), "btn-small", () => field.dropPhoto(item.key, photo.sha256, (now) => ({ ...settled(now, photo.sha256) })).then(() => field.send({ now: true }))));
    }
    if (item.number) return;
    if (item.code === "altered") acts.append(button(say("as_new"), "btn-small btn-primary", () => asNew(item)));
    const edit = element("a", "btn btn-small btn-primary", say("edit"));
    edit.href = `${config.pages[item.kind]}#${item.key}`;
    if (config.pages[item.kind] && item.code !== "altered") acts.append(edit);
    acts.append(button(say("forget"), "btn-small btn-danger", () => { if (window.confirm(say("forget_sure"))) field.forget(item.key); }));
  }
  function settled(now, hash) {
    const next = field.settle(now, hash, { dropped: true, refusal: "" });
    const wrong = next.photos.some((photo) => photo.refusal && !photo.dropped && !photo.done);
    return { ...next, state: next.state === "received" ? "received" : wrong ? "attention" : "waiting", message: wrong ? now.message : "" };
  }
  /* what the server has under the old key stays as it is; this goes as something new, with a slip of its own */
  async function asNew(item) {
    const key = field.random();
    const photos = [];
    for (const photo of item.photos) photos.push({ sha256: photo.sha256, blob: await field.photo(item.key, photo.sha256) });
    await field.add({ ...item, key, slip: "", salt: field.random(), pin: field.pin(), state: "waiting", message: "", code: "", problems: [] }, photos);
    await field.forget(item.key);
    field.send({ now: true });
  }

  async function refresh() {
    if (!box) return;
    const items = (await field.all()).reverse();
    const open = items.filter((item) => item.state !== "received").length;
    const order = { attention: 0, waiting: 1, received: 2 };
    items.sort((one, other) => order[one.state] - order[other.state]);
    box.hidden = false;
    box.querySelector("[data-title]").textContent = open ? say("summary", { n: open }) : say(items.length ? "all_done" : "empty");
    box.classList.toggle("has-open", open > 0);
    const brief = document.querySelector("[data-brief]");
    if (brief) {
      brief.hidden = !open;
      brief.firstElementChild.textContent = say("summary", { n: open });
    }
    const note = box.querySelector("[data-notice]");
    note.hidden = !(field.notice.text || !navigator.onLine);
    note.querySelector("p").textContent = field.notice.text || (navigator.onLine ? "" : say("offline"));
    note.querySelector("a").hidden = !field.notice.signIn;
    const list = box.querySelector("[data-list]");
    list.replaceChildren(...items.map(row));
    box.querySelector("[data-send]").hidden = !items.some((item) => item.state === "waiting");
    box.querySelector("[data-clear]").hidden = !items.some((item) => item.state === "received");
    document.dispatchEvent(new CustomEvent("field:queue", { detail: items }));
  }
  let wanted = 0;
  field.refresh = () => {
    cancelAnimationFrame(wanted);
    wanted = requestAnimationFrame(() => refresh().catch(() => {}));
  };
  field.onChange(() => field.refresh());

  async function clearReceived(older = 0) {
    for (const item of await field.all()) {
      if (item.state === "received" && Date.now() - Date.parse(item.received_at || item.captured_at) >= older) await field.forget(item.key);
    }
  }
  function status(name, tone) {
    if (!ready) return;
    ready.hidden = false;
    ready.className = `field-ready tone-${tone}`;
    ready.querySelector("p").textContent = say(name);
  }

  /* keep this face's pages for the time without network; ask the browser not to throw the records away */
  async function prepare() {
    if (navigator.serviceWorker.controller) status("ready", "good");
    else status("preparing", "mute");
    await navigator.serviceWorker.register(config.worker, { scope: config.scope, updateViaCache: "none" });
    await Promise.race([navigator.serviceWorker.ready, new Promise((_done, failed) => setTimeout(failed, 20000))]);
    status("ready", "good");
    if (navigator.storage?.persist) await navigator.storage.persist();
  }
  async function start() {
    if (!field.able) return status("insecure", "warn");
    box?.querySelector("[data-send]").addEventListener("click", () => field.send({ now: true }));
    box?.querySelector("[data-clear]").addEventListener("click", () => clearReceived());
    window.addEventListener("offline", field.refresh);
    window.addEventListener("online", field.refresh);
    field.refresh();
    await clearReceived(KEEP_RECEIVED);
    const prepared = prepare().catch(() => status("not_ready", "warn"));
    if (navigator.onLine && (await field.takeSeat()) === 200) await field.send();
    await prepared;
    field.refresh();
  }
  start();
})();
