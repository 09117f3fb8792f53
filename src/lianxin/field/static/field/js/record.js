/* A form of the field: what is typed is stored on the phone first, then delivered. Works for every kind of record. */
"use strict";
(() => {
  const field = window.LianxinField;
  const form = document.querySelector("form[data-record]");
  if (!form || !field.able) return;
  const { config, say } = field;
  const slipBox = document.querySelector("[data-slip]");
  const editBox = document.querySelector("[data-editing]");
  const MOST_PHOTOS = 9;
  const LARGEST_PHOTO = 10 * 1024 * 1024;
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "once"]);
  /* what the next record most likely shares; a kind may name more in data-remember (single choices) */
  const CHOSEN = (form.dataset.remember || "").split(" ").filter(Boolean);
  const REMEMBERED = ["channel", "occasion", "deputies", ...CHOSEN];
  const multiple = new Set(Array.from(form.querySelectorAll("input[type=checkbox]"), (input) => input.name).filter((name) => form.querySelectorAll(`input[name="${name}"]`).length > 1));
  let edited = null;
  let shown = null;

  /* --- what was typed -------------------------------------------------------------------- */
  function payload() {
    const found = {};
    for (const input of form.elements) {
      if (!input.name || input.disabled || LEFT_OUT.has(input.name) || ["file", "submit", "button"].includes(input.type)) continue;
      if (["checkbox", "radio"].includes(input.type) && !input.checked) continue;
      if (multiple.has(input.name)) (found[input.name] ||= []).push(input.value);
      else found[input.name] = input.value.replace(/\r\n?/g, "\n");
    }
    return found;
  }
  function fill(values) {
    for (const input of form.elements) {
      if (!input.name || LEFT_OUT.has(input.name) || input.type === "file") continue;
      const value = values[input.name];
      if (["checkbox", "radio"].includes(input.type)) input.checked = [].concat(value ?? []).includes(input.value);
      else if (value !== undefined) input.value = value;
    }
    form.elements.place?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const chosen = () => Array.from(form.querySelector("input[type=file]")?.files || []);

  /* --- sentences at the fields ------------------------------------------------------------ */
  function clearProblems() {
    for (const made of form.querySelectorAll("[data-made]")) made.remove();
    for (const one of form.querySelectorAll(".field.has-error")) one.classList.remove("has-error");
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }
  function showProblems(problems) {
    clearProblems();
    let first = null;
    for (const { field: name, message } of problems) {
      const input = name ? form.elements[name] : null;
      const target = input instanceof RadioNodeList ? input[0] : input;
      const place = (target || document.getElementById(`id_${name}`))?.closest(".field");
      const list = document.createElement("ul");
      list.className = "field-error";
      list.dataset.made = "1";
      list.append(Object.assign(document.createElement("li"), { textContent: message }));
      if (!place) form.prepend(list);
      else {
        place.closest("details")?.setAttribute("open", "");
        place.classList.add("has-error");
        place.querySelector("label, legend").after(list);
        target?.setAttribute("aria-invalid", "true");
      }
      first ||= target && target.type !== "hidden" ? target : null;
    }
    if (first) first.focus();
    else form.scrollIntoView();
  }
  function check(values, photos, kept) {
    const problems = [];
    if (form.elements.words && !("wordless" in form.dataset) && !values.words.trim()) problems.push({ field: "words", message: say("words_missing") });
    if (photos.length + kept > MOST_PHOTOS) problems.push({ field: "photos", message: say("photo_many") });
    for (const photo of photos) if (photo.size > LARGEST_PHOTO) problems.push({ field: "photos", message: say("photo_large", { name: photo.name }) });
    return problems;
  }

  /* --- storing ---------------------------------------------------------------------------- */
  async function save() {
    const values = payload();
    const files = chosen();
    const kept = edited ? edited.photos.filter((photo) => !photo.dropped) : [];
    const problems = check(values, files, kept.length);
    if (problems.length) return showProblems(problems);
    const photos = [];
    for (const blob of files) photos.push({ sha256: await field.sha256(blob), name: blob.name, size: blob.size, blob });
    const fresh = photos.filter((photo) => !kept.some((one) => one.sha256 === photo.sha256));
    const slipIsWrong = ["foreign_slip", "used_slip"].includes(edited?.code);
    const item = {
      key: edited?.key || field.random(), kind: config.kind, version: config.version, captured_at: edited?.captured_at || stamp(),
      slip: slipIsWrong ? "" : edited?.slip || "", pin: edited?.pin || field.pin(), salt: field.random(), payload: values,
      photos: [...kept, ...fresh.map(({ sha256, name, size }) => ({ sha256, name, size }))],
      state: "waiting", title: Array.from((values.words || "").trim()).slice(0, 24).join(""), message: "", code: "", problems: [], number: "", tries: 0, next_at: 0,
    };
    const stored = await field.add(item, fresh);
    await field.writeNote(`remember ${config.kind}`, Object.fromEntries(REMEMBERED.map((name) => [name, values[name]])));
    showSlip(stored);
    forgetForm();
    field.send();
  }
  /* the phone's own time with its offset, to the second */
  function stamp() {
    const now = new Date();
    const minutes = -now.getTimezoneOffset();
    const offset = `${minutes < 0 ? "-" : "+"}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0")}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
    return new Date(now.getTime() + minutes * 60000).toISOString().slice(0, 19) + offset;
  }
  function forgetForm() {
    form.reset();
    clearProblems();
    for (const list of form.querySelectorAll("[data-thumbs]")) { list.replaceChildren(); list.hidden = true; }
    try { sessionStorage.removeItem(`lx-keep:${form.dataset.keep}`); } catch { /* storage is off */ }
    edited = null;
    if (editBox) editBox.hidden = true;
    if (location.hash) history.replaceState(null, "", location.pathname);
  }
  async function remembered() {
    const values = await field.readNote(`remember ${config.kind}`);
    if (!values) return;
    for (const name of ["channel", "occasion"]) {
      const input = form.elements[name];
      if (input && values[name] && input.value === (input.defaultValue ?? input.value)) input.value = values[name];
    }
    for (const name of CHOSEN) {
      const input = form.elements[name];
      if (input instanceof RadioNodeList) for (const one of input) one.checked = one.value === (values[name] ?? "");
      else if (input && values[name] !== undefined) input.value = values[name];
    }
    for (const input of form.querySelectorAll("input[name=deputies]")) input.checked = (values.deputies || []).includes(input.value);
  }

  /* --- the slip, large enough to be copied down by the resident -------------------------- */
  function showSlip(item) {
    shown = item.key;
    slipBox.querySelector("[data-code]").textContent = item.slip || say("no_slip");
    slipBox.querySelector("[data-pin]").textContent = item.slip ? item.pin : "";
    slipBox.querySelector("[data-how]").hidden = !item.slip;
    slipBox.querySelector("[data-state]").textContent = say("waiting");
    slipBox.hidden = false;
    form.hidden = true;
    slipBox.focus();
    window.scrollTo(0, 0);
  }
  document.addEventListener("field:queue", (event) => {
    const item = event.detail.find((one) => one.key === shown);
    if (!item || slipBox.hidden) return;
    const word = item.state === "attention" ? `${say("attention")}：${item.message}` : item.number ? `${say("received")}　${say("number", { number: item.number })}` : say(field.sending === item.key ? "sending" : "waiting");
    const line = slipBox.querySelector("[data-state]");
    if (line.textContent !== word) line.textContent = word;
    line.className = `slip-state tone-${item.state === "attention" ? "bad" : item.number ? "good" : "warn"}`;
  });
  slipBox.querySelector("[data-next]").addEventListener("click", async () => {
    slipBox.hidden = true;
    form.hidden = false;
    await remembered();
    window.scrollTo(0, 0);
    form.querySelector("textarea")?.focus();
  });

  /* --- buildings of the chosen compound --------------------------------------------------- */
  async function buildings() {
    const place = form.elements.place;
    const hidden = form.elements.building;
    if (!place || !hidden) return;
    const box = document.querySelector("template[data-building]")?.content.firstElementChild.cloneNode(true);
    if (!box) return;
    const select = box.querySelector("select");
    place.closest(".field").after(box);
    box.hidden = true;
    let known = {};
    try { known = (await (await fetch(config.lists, { credentials: "same-origin" })).json()).buildings; } catch { /* not kept yet */ }
    const offer = () => {
      const rows = known[place.value] || [];
      box.hidden = !rows.length;
      select.replaceChildren(new Option(say("choose_building"), ""), ...rows.map(([id, name]) => new Option(name, id)));
      select.value = rows.some(([id]) => id === hidden.value) ? hidden.value : "";
      hidden.value = select.value;
    };
    place.addEventListener("change", offer);
    select.addEventListener("change", () => { hidden.value = select.value; });
    form.addEventListener("reset", () => setTimeout(offer));
    offer();
  }

  /* --- a record that came back ------------------------------------------------------------ */
  async function edit() {
    const item = /^#[0-9a-f]{32}$/.test(location.hash) ? await field.get(location.hash.slice(1)) : null;
    if (!item || item.number || !item.payload || item.kind !== config.kind) return remembered();
    edited = item;
    slipBox.hidden = true;
    form.hidden = false;
    fill(item.payload);
    editBox.hidden = false;
    const photos = item.photos.filter((photo) => !photo.dropped).length;
    editBox.querySelector("p").textContent = [say("editing"), photos ? say("photo_kept", { n: photos }) : ""].join(" ");
    showProblems(item.problems?.length ? item.problems : [{ field: "", message: item.message }].filter((one) => one.message));
  }

  let saving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving) return;
    saving = true;
    try { await save(); } catch { showProblems([{ field: "", message: say("full") }]); } finally { saving = false; }
  });
  window.addEventListener("hashchange", edit);
  buildings().then(edit);
})();
