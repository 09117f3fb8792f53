/* Delivery: one tab at a time, words before photos, and nothing goes from the phone before the server has it. */
"use strict";
(() => {
  const field = window.LianxinField;
  if (!field.able) return;
  const { config, say, base } = field;
  const PIECE = 256 * 1024;
  const TIMEOUT = 60000;
  const me = field.random();
  const notice = { text: "", signIn: false };
  let timer = 0;
  let busy = false;
  let more = false;
  field.sending = null;
  field.notice = notice;

  async function call(url, headers, body) {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const answer = await fetch(url, {
        method: "POST", body, signal: stop.signal, redirect: "error", credentials: "same-origin", cache: "no-store",
        headers: { "X-Lianxin-Field": "1", ...headers },
      });
      let data = {};
      try { data = await answer.json(); } catch { /* a page instead of an answer */ }
      return { status: answer.status, data, wait: Number(answer.headers.get("Retry-After")) || 0 };
    } catch {
      return { status: 0, data: {}, wait: 0 };
    } finally {
      clearTimeout(clock);
    }
  }
  function tell(text, signIn = false) {
    notice.text = text;
    notice.signIn = signIn;
  }
  /* what concerns the whole queue: true means stop for now */
  function stops(answer) {
    if (answer.status === 0) tell(say("no_network"));
    else if (answer.status === 401) tell(say("sign_in"), true);
    else if (answer.status === 403 && answer.data.code !== "kind_not_allowed") tell(say("forbidden"), true);
    else if (answer.status === 429) tell(answer.data.message || say("too_many"));
    else return false;
    later(answer.wait ? answer.wait * 1000 : answer.status === 0 ? 15000 : 60000);
    return true;
  }

  /* this phone's number on the visit; asked at every opening, since another link means another visit */
  async function takeSeat() {
    const answer = await call(config.seat, { "X-Field-Device": await field.device() }, "");
    if (answer.status === 200) {
      await field.setSeat({ visit: answer.data.visit, recorder: answer.data.recorder });
      tell("");
    } else stops(answer);
    return answer.status;
  }

  /* the words of every record first: a slow photo never holds back what somebody said */
  async function deliver(item, phase) {
    if (phase === "words") {
      if (item.number) return "done";
      const { key, kind, version, captured_at, slip, pin, device, salt, payload } = item;
      const body = JSON.stringify({ key, kind, version, captured_at, slip, pin, device, salt, payload, photos: item.photos.map((photo) => photo.sha256) });
      const answer = await call(config.receive, { "Content-Type": "application/json", "X-Field-Sent-At": new Date().toISOString() }, body);
      if (answer.status === 200 && answer.data.key === key) {
        const facts = { number: answer.data.number, received_at: answer.data.received_at, clock_skew: answer.data.clock_skew };
        await field.change(key, { ...facts, payload: null, salt: "", title: "", message: "", problems: [], tries: 0, next_at: 0, state: item.photos.every(settled) ? "received" : "waiting" });
        return "done";
      }
      return refused(item, answer);
    }
    if (!item.number) return "next";
    for (const photo of item.photos) {
      if (settled(photo)) continue;
      const goes = await deliverPhoto(item, photo);
      if (goes !== "done") return goes;
      item = await field.get(item.key);
    }
    return "done";
  }
  const settled = (photo) => photo.done || photo.dropped;
  async function refused(item, answer) {
    if (stops(answer)) return "stop";
    const final = [400, 403, 409, 413, 422].includes(answer.status);
    if (final) await field.change(item.key, { state: "attention", message: answer.data.message || say("server_down"), code: answer.data.code || "", problems: answer.data.problems || [] });
    else await again(item);
    return "next";
  }
  async function again(item) {
    const tries = (item.tries || 0) + 1;
    const wait = Math.min(5000 * 2 ** (tries - 1), 300000);
    tell(say("server_down"));
    await field.change(item.key, { tries, next_at: Date.now() + wait });
  }
  async function deliverPhoto(item, photo) {
    const blob = await field.photo(item.key, photo.sha256);
    const url = config.photo.replace("0".repeat(32), item.key).replace("0".repeat(64), photo.sha256);
    const headers = { "X-Field-Size": String(photo.size), "X-Field-Name": encodeURIComponent(photo.name), "Content-Type": "application/octet-stream" };
    let piece = new Blob([]);
    let offset = 0;
    let idle = 0;
    for (;;) {
      const answer = await call(url, { ...headers, "X-Field-Offset": String(offset) }, piece);
      if (answer.status !== 200) {
        if (stops(answer)) return "stop";
        if ([409, 413, 422].includes(answer.status)) await photoRefused(item, photo, answer.data.message);
        else await again(item);
        return "next";
      }
      if (answer.data.done && answer.data.refusal) {
        await photoRefused(item, photo, answer.data.refusal);
        return "next";
      }
      if (answer.data.done) break;
      idle = piece.size && answer.data.received <= offset ? idle + 1 : 0;
      if (!blob) {
        await photoRefused(item, photo, say("photo_lost"));
        return "next";
      }
      if (idle > 3) {
        await again(item);
        return "next";
      }
      offset = answer.data.received;
      piece = blob.slice(offset, offset + PIECE);
    }
    await field.dropPhoto(item.key, photo.sha256, (now) => settle(now, photo.sha256, { done: true }));
    return "done";
  }
  function settle(item, hash, facts) {
    const photos = item.photos.map((photo) => (photo.sha256 === hash ? { ...photo, ...facts } : photo));
    return { photos, tries: 0, next_at: 0, state: photos.every(settled) && item.number ? "received" : item.state };
  }
  field.settle = settle;
  const photoRefused = (item, photo, message) => field.change(item.key, (now) => ({
    state: "attention", message, photos: now.photos.map((one) => (one.sha256 === photo.sha256 ? { ...one, refusal: message } : one)),
  }));

  async function round(now) {
    tell("");
    const goes = (await pass("words", now)) === "stop" ? "stop" : await pass("photos", now);
    const waiting = (await field.all()).filter((item) => item.state === "waiting");
    if (!waiting.length || goes === "stop") return;
    later(Math.max(1000, Math.min(...waiting.map((item) => item.next_at || Date.now() + 15000)) - Date.now()));
  }
  async function pass(phase, now) {
    for (const { key } of await field.all()) {
      const item = await field.get(key);
      if (!item || item.state !== "waiting" || (!now && (item.next_at || 0) > Date.now())) continue;
      await renew();
      field.sending = key;
      field.refresh?.();
      const goes = await deliver(item, phase).catch(() => "next");
      field.sending = null;
      if (goes === "stop") return "stop";
    }
    return "done";
  }

  /* two tabs never send at once: the browser's own lock, or a lease in the phone's memory where it has none */
  async function exclusively(work) {
    if (navigator.locks) return navigator.locks.request(`${base} send`, work);
    if (!(await lease())) return later(5000);
    try { await work(); } finally { await field.writeNote("lease", { owner: "", until: 0 }); }
  }
  const lease = () => field.within(["notes"], "readwrite", async (store) => {
    const held = await field.note(store, "lease");
    if (held && held.owner !== me && held.until > Date.now()) return false;
    await field.answer(store("notes").put({ name: "lease", value: { owner: me, until: Date.now() + TIMEOUT * 2 } }));
    return true;
  });
  const renew = () => (navigator.locks ? true : lease());

  /* asked again while at it: another round follows, so that what was just stored does not wait */
  async function send({ now = false } = {}) {
    if (!navigator.onLine && !now) return;
    if (busy) {
      more = true;
      return;
    }
    busy = true;
    clearTimeout(timer);
    try {
      do {
        more = false;
        await exclusively(() => round(now));
      } while (more);
    } finally {
      busy = false;
      field.refresh?.();
    }
  }
  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => send(), Math.min(wait, 300000));
  }
  field.send = send;
  field.takeSeat = takeSeat;
  window.addEventListener("online", () => takeSeat().then(() => send({ now: true })));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
})();
