/* The service worker of /field/: keeps this face's own files and pages, and nothing of any other face.
   CONFIG (version, scope, files, pages) is put before this text by the server; it changes with the files. */
"use strict";
const FAMILY = `lianxin-field ${CONFIG.scope} `;
const CACHE = FAMILY + CONFIG.version;
const files = new Set(CONFIG.files.map((path) => new URL(path, self.location.origin).pathname));
const pages = new Set(CONFIG.pages);
const PATIENCE = 6000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (files.has(url.pathname)) event.respondWith(file(event.request));
  else if (pages.has(url.pathname)) event.respondWith(page(event.request, url.pathname));
});

/* all files or none: a half-filled cache would fail only without network, when nobody can help */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(CONFIG.files.map((path) => new Request(path, { cache: "reload" })));
  for (const path of CONFIG.pages) await fetch(path, { redirect: "manual" }).then((answer) => keep(path, answer)).catch(() => {});
  await self.skipWaiting();
}

/* pages that this version could not fetch (the link may have ended) are taken over from the version before */
async function activate() {
  const cache = await caches.open(CACHE);
  for (const name of await caches.keys()) {
    if (!name.startsWith(FAMILY) || name === CACHE) continue;
    const old = await caches.open(name);
    for (const path of CONFIG.pages) {
      const kept = await old.match(path);
      if (kept && !(await cache.match(path))) await cache.put(path, kept);
    }
    await caches.delete(name);
  }
  await self.clients.claim();
}

async function keep(path, answer) {
  if (answer.status !== 200 || answer.redirected || answer.type !== "basic") return;
  await (await caches.open(CACHE)).put(path, answer.clone());
}

async function file(request) {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreSearch: true });
  return kept || fetch(request);
}

/* the network first; without an answer, with a broken server or an ended session, what was kept */
async function page(request, path) {
  let answer = null;
  try {
    answer = await patient(request);
    await keep(path, answer);
  } catch { /* no network */ }
  if (answer && answer.status >= 200 && answer.status < 500) return answer;
  const kept = await caches.match(path, { cacheName: CACHE });
  return kept || answer || Response.error();
}
function patient(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
}
