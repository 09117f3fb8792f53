/* The phone's own memory: records that wait, their photos, and the number of this phone. Nothing leaves it here. */
"use strict";
window.LianxinField = (() => {
  const holder = document.getElementById("field-config");
  const config = JSON.parse(holder.textContent);
  const words = config.words;
  const say = (name, facts = {}) => words[name].replace(/\{(\w+)\}/g, (all, fact) => facts[fact] ?? all);
  const able = window.isSecureContext && "indexedDB" in window && "serviceWorker" in navigator && !!window.crypto?.subtle;
  const base = `lianxin-field ${config.scope}`;
  const MOST_SLIPS = 9999;

  const answer = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let opened = null;
  function open() {
    opened ||= new Promise((done, failed) => {
      const request = indexedDB.open(base, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("items", { keyPath: "key" });
        request.result.createObjectStore("photos", { keyPath: ["key", "sha256"] });
        request.result.createObjectStore("notes", { keyPath: "name" });
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  }
  /* one transaction; it is over only when it is on the disk */
  async function within(stores, mode, work) {
    const database = await open();
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const over = new Promise((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error || new Error("aborted"));
    });
    over.catch(() => {});
    let made;
    try {
      made = await work((name) => transaction.objectStore(name));
    } catch (fault) {
      try { transaction.abort(); } catch { /* it is over already */ }
      throw fault;
    }
    await over;
    return made;
  }
  const note = async (store, name) => (await answer(store("notes").get(name)))?.value;
  const readNote = (name) => within(["notes"], "readonly", (store) => note(store, name));
  const writeNote = (name, value) => within(["notes"], "readwrite", (store) => answer(store("notes").put({ name, value })));

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const random = () => hex(crypto.getRandomValues(new Uint8Array(16)));
  const sha256 = async (blob) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));

  /* the slip's number, as core.ids.slip_code makes it: value times position modulo 31 */
  const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  function slipCode(visit, recorder, counter) {
    const digits = String(recorder).padStart(2, "0") + String(counter).padStart(4, "0");
    const values = [...Array.from(visit, (sign) => SIGNS.indexOf(sign)), ...Array.from(digits, Number)];
    const sum = values.reduce((total, value, at) => total + value * (at + 1), 0);
    return `${visit}-${digits.slice(0, 2)}-${digits.slice(2)}-${SIGNS[sum % 31]}`;
  }
  /* four signs that open the way from the slip to the matter; 248 = 8 × 31, so that every sign is equally likely */
  function pin() {
    let made = "";
    while (made.length < 4) for (const byte of crypto.getRandomValues(new Uint8Array(8))) if (byte < 248 && made.length < 4) made += SIGNS[byte % 31];
    return made;
  }

  async function device() {
    return within(["notes"], "readwrite", async (store) => {
      let key = await note(store, "device");
      if (!key) await answer(store("notes").put({ name: "device", value: (key = random()) }));
      return key;
    });
  }
  const setSeat = (seat) => writeNote("seat", seat);
  const seat = () => readNote("seat");

  async function nextSlip(store) {
    const place = await note(store, "seat");
    if (!place) return "";
    const name = `counter ${place.visit}-${place.recorder}`;
    const counter = ((await note(store, name)) || 0) + 1;
    await answer(store("notes").put({ name, value: counter }));
    if (counter >= MOST_SLIPS) {
      await answer(store("notes").delete("device"));
      await answer(store("notes").delete("seat"));
    }
    return slipCode(place.visit, place.recorder, counter);
  }
  /* store a record and its photos; its slip number is counted in the same transaction, so no two records share one */
  async function add(item, photos) {
    const key = await device();
    const made = await within(["items", "photos", "notes"], "readwrite", async (store) => {
      const whole = { ...item, device: key, slip: item.slip || (await nextSlip(store)) };
      await answer(store("items").put(whole));
      for (const photo of photos) await answer(store("photos").put({ key: whole.key, sha256: photo.sha256, blob: photo.blob }));
      return whole;
    });
    changed();
    return made;
  }
  const get = (key) => within(["items"], "readonly", (store) => answer(store("items").get(key)));
  async function all() {
    const items = await within(["items"], "readonly", (store) => answer(store("items").getAll()));
    return items.sort((one, other) => (one.captured_at < other.captured_at ? -1 : 1));
  }
  /* change what stands of a record, if it still stands */
  async function change(key, facts) {
    const made = await within(["items"], "readwrite", async (store) => {
      const item = await answer(store("items").get(key));
      if (!item) return null;
      const next = { ...item, ...(typeof facts === "function" ? facts(item) : facts) };
      await answer(store("items").put(next));
      return next;
    });
    changed();
    return made;
  }
  async function forget(key) {
    await within(["items", "photos"], "readwrite", async (store) => {
      await answer(store("items").delete(key));
      await answer(store("photos").delete(IDBKeyRange.bound([key, ""], [key, "\uffff"])));
    });
    changed();
  }
  const photo = async (key, hash) => (await within(["photos"], "readonly", (store) => answer(store("photos").get([key, hash]))))?.blob;
  /* the photo is with the server (or nobody wants it): its bytes go, and the record says so, at once */
  async function dropPhoto(key, hash, facts) {
    await within(["items", "photos"], "readwrite", async (store) => {
      const item = await answer(store("items").get(key));
      if (item) await answer(store("items").put({ ...item, ...facts(item) }));
      await answer(store("photos").delete([key, hash]));
    });
    changed();
  }

  /* every tab shows the same list */
  const listeners = [];
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(base) : null;
  if (channel) channel.onmessage = () => listeners.forEach((listen) => listen());
  function changed() {
    listeners.forEach((listen) => listen());
    channel?.postMessage("changed");
  }
  const onChange = (listen) => listeners.push(listen);

  return { config, say, able, base, random, sha256, pin, device, seat, setSeat, add, get, all, change, forget, photo, dropPhoto, readNote, writeNote, within, note, answer, onChange, slipCode };
})();
