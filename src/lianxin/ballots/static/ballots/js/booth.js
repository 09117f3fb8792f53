/* 连心桥的投票页。一个文件，不用别的东西；印出来可以从头读到尾。
 *
 * The voting booth: one script without dependencies.  The choices and the randomness never leave this page; what is
 * sent is a sealed ballot of the public Belenios format v1 (group BELENIOS-2048).  The same file runs three times:
 * as arithmetic for any page (`Lianxin`), as a worker that seals in the background, and as the booth's pages.
 */
(function (scope) {
  'use strict';

  // The group -------------------------------------------------------------------------------------------------------

  const P = BigInt(
    '2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433' +
    '8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049' +
    '0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019' +
    '1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366' +
    '8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201' +
    '3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031' +
    '25680162072880719'
  );
  const G = BigInt(
    '2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678' +
    '7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274' +
    '0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065' +
    '8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982' +
    '6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751' +
    '7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668' +
    '0037745308460627'
  );
  const Q = BigInt('78571733251071885079927659812671450121821421258408794611510081919805623223441');
  const ZERO = BigInt(0), ONE = BigInt(1);
  const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

  const modulo = (value) => { const rest = value % Q; return rest < ZERO ? rest + Q : rest; };

  /* base^exponent modulo p, for bases that are used once. */
  function power(base, exponent) {
    const small = [ONE];
    for (let at = 1; at < 16; at++) small.push(small[at - 1] * base % P);
    let result = ONE;
    for (const digit of exponent.toString(16)) {
      for (let at = 0; at < 4; at++) result = result * result % P;
      const value = parseInt(digit, 16);
      if (value) result = result * small[value] % P;
    }
    return result;
  }

  /* Powers of one base by a table of windows of six bits. */
  class Fixed {
    constructor(base) {
      this.rows = [];
      let step = base;
      for (let row = 0; row < 43; row++) {
        const line = [ONE];
        for (let at = 1; at < 64; at++) line.push(line[at - 1] * step % P);
        this.rows.push(line);
        step = line[63] * step % P;
      }
    }
    power(exponent) {
      const bits = exponent.toString(2);
      let result = ONE;
      for (let row = 0, end = bits.length; end > 0; row++, end -= 6) {
        const digit = parseInt(bits.slice(Math.max(0, end - 6), end), 2);
        if (digit) result = result * this.rows[row][digit] % P;
      }
      return result;
    }
  }

  let generator = null;
  const byG = (exponent) => (generator || (generator = new Fixed(G))).power(exponent);

  function random(bound) {
    const bytes = new Uint8Array(64);
    scope.crypto.getRandomValues(bytes);
    return BigInt('0x' + hex(bytes)) % (bound || Q);
  }

  const inGroup = (value) => value > ZERO && value < P && power(value, Q) === ONE;

  // SHA-256, PBKDF2 -------------------------------------------------------------------------------------------------

  const START = [], ROUND = [];
  for (let number = 2; ROUND.length < 64; number++) {
    let prime = true;
    for (let by = 2; by * by <= number; by++) if (number % by === 0) prime = false;
    if (!prime) continue;
    const part = (root) => ((root - Math.floor(root)) * 0x100000000) | 0;
    if (START.length < 8) START.push(part(Math.sqrt(number)));
    ROUND.push(part(Math.cbrt(number)));
  }
  const words = new Int32Array(64);
  const turn = (value, by) => (value >>> by) | (value << (32 - by));

  function compress(state, bytes, from) {
    for (let at = 0; at < 16; at++, from += 4)
      words[at] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
    for (let at = 16; at < 64; at++) {
      const a = words[at - 15], b = words[at - 2];
      words[at] = words[at - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + words[at - 7]
        + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[at] + words[at] | 0;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    return [state[0] + a | 0, state[1] + b | 0, state[2] + c | 0, state[3] + d | 0,
      state[4] + e | 0, state[5] + f | 0, state[6] + g | 0, state[7] + h | 0];
  }

  /* The digest of bytes; `state` and `before` go on from a block that was taken in already. */
  function sha256(bytes, state, before) {
    let now = state || START, at = 0;
    for (; at + 64 <= bytes.length; at += 64) now = compress(now, bytes, at);
    const rest = bytes.length - at, tail = new Uint8Array(rest < 56 ? 64 : 128), total = (before || 0) + bytes.length;
    tail.set(bytes.subarray(at));
    tail[rest] = 128;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(total / 0x20000000));
    view.setUint32(tail.length - 4, (total * 8) >>> 0);
    for (let from = 0; from < tail.length; from += 64) now = compress(now, tail, from);
    const found = new Uint8Array(32), out = new DataView(found.buffer);
    now.forEach((word, index) => out.setInt32(index * 4, word));
    return found;
  }

  const utf8 = (text) => new TextEncoder().encode(text);
  const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
  const b64 = (bytes) => scope.btoa(String.fromCharCode.apply(null, bytes)).replace(/=+$/, '');
  const hexOf = (text) => hex(sha256(typeof text === 'string' ? utf8(text) : text));
  const b64Of = (text) => b64(sha256(typeof text === 'string' ? utf8(text) : text));
  const toExponent = (text) => BigInt('0x' + hexOf(text)) % Q;

  function pbkdf2(password, salt, rounds) {
    const key = new Uint8Array(64), typed = utf8(password);
    key.set(typed.length > 64 ? sha256(typed) : typed);
    const inner = compress(START, key.map((one) => one ^ 0x36), 0), outer = compress(START, key.map((one) => one ^ 0x5c), 0);
    const hmac = (bytes) => sha256(sha256(bytes, inner, 64), outer, 64);
    const first = utf8(salt), block = new Uint8Array(first.length + 4);
    block.set(first);
    block[block.length - 1] = 1;
    let last = hmac(block);
    const found = last.slice();
    for (let round = 1; round < rounds; round++) {
      last = hmac(last);
      for (let at = 0; at < 32; at++) found[at] ^= last[at];
    }
    return found;
  }

  // Credentials -----------------------------------------------------------------------------------------------------

  function isCode(code) {
    if (!/^[1-9A-HJ-NP-Za-km-z]{3}(-[1-9A-HJ-NP-Za-km-z]{3}){4}$/.test(code)) return false;
    const signs = code.replace(/-/g, '');
    let value = 0;
    for (const sign of signs.slice(0, 14)) value = (value * 58 + BASE58.indexOf(sign)) % 53;
    return BASE58[53 - value] === signs[14];
  }

  /* What was typed, with the dashes put where they belong. */
  function tidyCode(typed) {
    const signs = typed.replace(/[^0-9A-Za-z]/g, '');
    return (signs.match(/.{1,3}/g) || []).join('-');
  }

  const secretOf = (code, uuid) => BigInt('0x' + hex(pbkdf2(code, uuid, 1000))) % Q;

  // Proofs ----------------------------------------------------------------------------------------------------------

  const proof = (challenge, response) => ({challenge: String(challenge), response: String(response)});

  /* A Schnorr signature over `text|`. */
  function sign(text, secret) {
    const nonce = random(), challenge = toExponent(text + '|' + byG(nonce));
    return proof(challenge, modulo(nonce - secret * challenge));
  }

  function isSigned(text, made, key) {
    const challenge = BigInt(made.challenge), commitment = byG(BigInt(made.response)) * power(key, challenge) % P;
    return toExponent(text + '|' + commitment) === challenge;
  }

  /* One of the branches {r, m, v} is true: that m, sealed with r, is v.  Branch `truth` is. */
  function disjunction(start, branches, truth, key) {
    const made = [], parts = [], nonce = random();
    let others = ZERO;
    branches.forEach((one, at) => {
      if (at === truth) {
        parts.push(byG(nonce), key.power(nonce));
        made.push(null);
        return;
      }
      const challenge = random(), response = random(), joint = modulo(response + one.r * challenge);
      const shift = modulo(BigInt(one.m - one.v) * challenge);
      parts.push(byG(joint), key.power(joint) * byG(shift) % P);
      made.push(proof(challenge, response));
      others += challenge;
    });
    const challenge = modulo(toExponent(start + parts.join(',')) - others);
    made[truth] = proof(challenge, modulo(nonce - branches[truth].r * challenge));
    return made;
  }

  // The ballot ------------------------------------------------------------------------------------------------------

  /* An election out of the very bytes that were published. */
  function readElection(bytes) {
    const data = JSON.parse(new TextDecoder().decode(bytes));
    if (data.version !== 1 || data.group !== 'BELENIOS-2048') throw new Error('version');
    const key = BigInt(data.public_key);
    if (!inGroup(key)) throw new Error('group');
    return {uuid: data.uuid, name: data.name, questions: data.questions, fingerprint: b64Of(bytes), key: new Fixed(key)};
  }

  function fits(row, question) {
    const blank = question.blank ? 1 : 0, marks = row.slice(blank).reduce((sum, one) => sum + one, 0);
    if (row.length !== question.answers.length + blank) return false;
    return blank && row[0] ? marks === 0 : marks >= question.min && marks <= question.max;
  }

  function sealAnswer(row, question, election, start) {
    if (!fits(row, question)) throw new Error('choices');
    const key = election.key, open = row.map((m) => ({r: random(), m: m}));
    const choices = open.map((one) => {
      const beta = key.power(one.r);
      return {alpha: String(byG(one.r)), beta: String(one.m ? beta * G % P : beta)};
    });
    const pair = (one) => one.alpha + ',' + one.beta;
    const individual = open.map((one, at) => disjunction(
      'prove|' + start + '|' + pair(choices[at]) + '|', [{r: one.r, m: one.m, v: 0}, {r: one.r, m: one.m, v: 1}], one.m, key));
    const whole = start + '|' + choices.map(pair).join(','), first = question.blank ? 1 : 0;
    const rest = open.slice(first).reduce((sum, one) => ({r: (sum.r + one.r) % Q, m: sum.m + one.m}), {r: ZERO, m: 0});
    const branches = [];
    for (let v = question.min; v <= question.max; v++) branches.push({r: rest.r, m: rest.m, v: v});
    const answer = {choices: choices, individual_proofs: individual};
    if (first) {
      const flag = open[0];
      answer.overall_proof = disjunction('bproof1|' + whole + '|', [{r: flag.r, m: flag.m, v: 1}].concat(branches),
        flag.m ? 0 : 1 + rest.m - question.min, key);
      answer.blank_proof = disjunction('bproof0|' + whole + '|',
        [{r: flag.r, m: flag.m, v: 0}, {r: rest.r, m: rest.m, v: 0}], flag.m ? 1 : 0, key);
    } else {
      const product = (name) => choices.reduce((value, one) => value * BigInt(one[name]) % P, ONE);
      answer.overall_proof = disjunction('prove|' + whole + '|' + product('alpha') + ',' + product('beta') + '|',
        branches, rest.m - question.min, key);
    }
    return {answer: answer, open: open.map((one) => ({r: String(one.r), m: one.m}))};
  }

  /* A sealed ballot: its text, its tracker, and what would open it. */
  function seal(election, code, rows) {
    const secret = secretOf(code, election.uuid), credential = byG(secret);
    const start = election.fingerprint + '|' + credential;
    const made = election.questions.map((question, at) => sealAnswer(rows[at], question, election, start));
    const ballot = {
      election_uuid: election.uuid, election_hash: election.fingerprint, credential: String(credential),
      answers: made.map((one) => one.answer),
    };
    const digest = b64Of(JSON.stringify(ballot));
    ballot.signature = {hash: digest, proof: sign('sig|' + digest, secret)};
    const text = JSON.stringify(ballot);
    return {text: text, tracker: b64Of(text), open: made.map((one) => one.open)};
  }

  /* Whether the board's answer is signed by the key that stands on the page and speaks of this very ballot. */
  function isReceipt(receipt, election, tracker, key) {
    const text = ['receipt', election.uuid, receipt.tracker, receipt.event, receipt.height].join('|');
    return receipt.tracker === tracker && isSigned(text, receipt.signature, key);
  }

  const Lianxin = {
    P: P, G: G, Q: Q, BASE58: BASE58, power: power, byG: byG, modulo: modulo, random: random, inGroup: inGroup, sha256: sha256,
    hex: hex, hexOf: hexOf, b64Of: b64Of, utf8: utf8, toExponent: toExponent, isCode: isCode, tidyCode: tidyCode,
    secretOf: secretOf, sign: sign, isSigned: isSigned, proof: proof, readElection: readElection, seal: seal,
    isReceipt: isReceipt,
  };
  scope.Lianxin = Lianxin;

  // The worker: the tables are made while the voter reads, so that sealing takes a moment ----------------------------

  if (typeof document === 'undefined') {
    let election = null;
    scope.onmessage = (event) => {
      try {
        if (event.data.bytes) {
          election = readElection(new Uint8Array(event.data.bytes));
          byG(ONE);
          scope.postMessage({ready: true});
        } else {
          scope.postMessage({sealed: seal(election, event.data.code, event.data.rows)});
        }
      } catch (fault) {
        scope.postMessage({fault: String(fault && fault.message)});
      }
    };
    return;
  }

  // The booth: enter the code, choose, review, seal, cast or open for a check ------------------------------------------

  const booth = document.getElementById('booth');
  if (!booth) return;
  const find = (name) => booth.querySelector('[data-' + name + ']');
  const word = (name) => booth.querySelector('[data-word="' + name + '"]').textContent;
  const told = find('told'), form = find('questions'), hall = /[?&]hall/.test(location.search);
  let election = null, worker = null, code = '', rows = null, sealed = null, later = null, bytes = null, begun = false;

  function step(name) {
    told.hidden = true;
    booth.querySelectorAll('[data-step]').forEach((one) => { one.hidden = one.dataset.step !== name; });
    const head = booth.querySelector('[data-step="' + name + '"] h2');
    if (head && begun) head.focus();
    begun = true;
    scope.scrollTo(0, 0);
  }

  /* Said at the top, or right before what is meant. */
  function say(text, before) {
    booth.insertBefore(told, booth.firstChild);
    if (before) before.parentNode.insertBefore(told, before);
    told.textContent = text;
    told.hidden = false;
    told.focus();
  }

  function make(tag, facts, children) {
    const element = document.createElement(tag);
    for (const name of Object.keys(facts || {})) {
      if (name === 'text') element.textContent = facts[name];
      else element.setAttribute(name, facts[name]);
    }
    (children || []).forEach((one) => element.appendChild(one));
    return element;
  }

  const press = (name, act) => booth.querySelectorAll('[data-press="' + name + '"]').forEach(
    (one) => one.addEventListener('click', (event) => { event.preventDefault(); act(one); }));

  function choice(kind, name, value, label) {
    const input = make('input', {type: kind, name: name, value: String(value)});
    return make('label', {class: 'choice'}, [input, make('span', {text: label})]);
  }

  function drawQuestion(question, at) {
    const several = question.max > 1 || question.blank, kind = several ? 'checkbox' : 'radio', name = 'q' + at;
    const parts = [make('legend', {text: question.question})];
    if (several) {
      const rule = word(question.min > 1 ? 'between' : 'up-to').replace('{min}', question.min).replace('{max}', question.max);
      parts.push(make('p', {class: 'hint', text: rule}), make('p', {class: 'count', 'aria-live': 'polite', 'data-count': at}));
    }
    const first = question.blank ? 1 : 0;
    const options = question.answers.map((answer, number) => choice(kind, name, number + first, several ? (number + 1) + '　' + answer : answer));
    if (question.blank) options.push(choice(kind, name, 0, word('blank')));
    parts.push(make('div', {class: several ? 'choices' : 'choices inline'}, options));
    return make('fieldset', {class: 'question', id: name}, parts);
  }

  function marked(at, question) {
    const row = new Array(question.answers.length + (question.blank ? 1 : 0)).fill(0);
    form.querySelectorAll('input[name="q' + at + '"]:checked').forEach((one) => { row[Number(one.value)] = 1; });
    return row;
  }

  function count() {
    election.questions.forEach((question, at) => {
      const place = form.querySelector('[data-count="' + at + '"]');
      if (!place) return;
      const marks = marked(at, question).slice(question.blank ? 1 : 0).reduce((sum, one) => sum + one, 0);
      place.textContent = word('marked').replace('{n}', marks).replace('{max}', question.max);
      place.classList.toggle('over', marks > question.max);
    });
  }

  /* Blank and marks exclude each other: the last one pressed holds. */
  function exclude(input) {
    const at = Number(input.name.slice(1)), question = election.questions[at];
    if (!question.blank || !input.checked) return;
    form.querySelectorAll('input[name="' + input.name + '"]').forEach((one) => {
      if ((one.value === '0') !== (input.value === '0')) one.checked = false;
    });
  }

  function review() {
    rows = election.questions.map((question, at) => marked(at, question));
    const wrong = election.questions.findIndex((question, at) => !fits(rows[at], question));
    if (wrong >= 0) {
      const question = election.questions[wrong], marks = rows[wrong].reduce((sum, one) => sum + one, 0);
      say((election.questions.length > 1 ? question.question + '：' : '')
        + word(marks > question.max ? 'too-many' : 'too-few').replace('{n}', marks).replace('{max}', question.max).replace('{min}', question.min),
        document.getElementById('q' + wrong));
      return;
    }
    const list = find('reviewed');
    list.textContent = '';
    election.questions.forEach((question, at) => {
      const first = question.blank ? 1 : 0, row = rows[at];
      const names = first && row[0] ? [word('blank')] : question.answers.filter((_one, number) => row[number + first]);
      if (election.questions.length > 1) list.appendChild(make('li', {}, [make('span', {text: question.question}), make('strong', {text: names[0]})]));
      else names.forEach((name) => list.appendChild(make('li', {text: name})));
    });
    step('review');
  }

  function begin() {
    const typed = tidyCode(find('code').value);
    if (!isCode(typed)) {
      say(word('bad-code'));
      return;
    }
    code = typed;
    step('choose');
  }

  function take(made) {
    sealed = made;
    find('tracker').textContent = made.tracker;
    step('sealed');
  }

  function shut() {
    step('sealing');
    const fault = () => { worker = null; scope.setTimeout(() => take(seal(election, code, rows)), 50); };
    if (!worker) { fault(); return; }
    worker.onmessage = (event) => {
      if (event.data.sealed) take(event.data.sealed);
      else if (event.data.fault) fault();
    };
    worker.onerror = fault;
    worker.postMessage({code: code, rows: rows});
  }

  function offer(link, name, text) {
    link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    link.download = name;
  }

  /* A ballot that was opened must never be cast: whoever sees it knows the vote. */
  function open() {
    const text = JSON.stringify({ballot: JSON.parse(sealed.text), tracker: sealed.tracker, open: sealed.open});
    sealed = null;
    offer(find('opened'), 'opened-ballot.json', text);
    find('opened-text').value = text;
    step('audited');
  }

  async function send(button) {
    button.disabled = true;
    try {
      const answer = await fetch(booth.dataset.cast, {
        method: 'POST', body: sealed.text, credentials: 'omit', referrerPolicy: 'no-referrer',
        headers: {'Content-Type': 'application/json'},
      });
      const data = await answer.json();
      if (!answer.ok) say(data.message);
      else if (!isReceipt(data, election, sealed.tracker, BigInt(booth.dataset.key))) say(word('false-receipt'));
      else cast(data);
    } catch (fault) {
      say(word('no-network'));
    }
    button.disabled = false;
  }

  function cast(receipt) {
    find('cast-tracker').textContent = receipt.tracker;
    find('cast-event').textContent = receipt.event;
    find('cast-height').textContent = receipt.height;
    offer(find('receipt'), 'receipt.json', JSON.stringify(receipt));
    code = ''; rows = null; sealed = null;
    find('code').value = '';
    form.reset();
    count();
    step('done');
    if (hall) later = scope.setTimeout(again, 30000);
  }

  function again() {
    scope.clearTimeout(later);
    find('cast-tracker').textContent = find('cast-event').textContent = find('opened-text').value = '';
    code = ''; rows = null; sealed = null;
    form.reset();
    find('code').value = '';
    count();
    step('code');
    find('code').focus();
  }

  function start(loaded) {
    bytes = loaded;
    election = readElection(bytes);
    if (election.fingerprint !== booth.dataset.fingerprint) throw new Error('fingerprint');
    election.questions.forEach((question, at) => form.insertBefore(drawQuestion(question, at), form.firstChild ? find('form-end') : null));
    form.addEventListener('change', (event) => { exclude(event.target); count(); });
    count();
    try {
      worker = new Worker(booth.dataset.script);
      worker.onerror = () => { worker = null; };
      worker.postMessage({bytes: bytes});
    } catch (fault) { worker = null; }
    const given = location.hash.slice(1);
    if (given) {
      find('code').value = tidyCode(given);
      history.replaceState(null, '', location.pathname + location.search);
    }
    booth.querySelectorAll('[data-hall]').forEach((one) => { one.hidden = !hall; });
    booth.querySelectorAll('[data-rest]').forEach((one) => { one.hidden = election.questions.length < 2; });
    step('code');
  }

  press('begin', begin);
  press('rest', () => {
    election.questions.forEach((question, at) => {
      if (!fits(marked(at, question), question)) form.querySelectorAll('input[name="q' + at + '"]')[question.answers.length - 1].checked = true;
    });
  });
  press('review', review);
  press('change', () => step('choose'));
  press('seal', shut);
  press('cast', send);
  press('open', open);
  press('again-sealed', shut);
  press('again', again);
  const larger = document.querySelector('[data-large]');
  larger.hidden = false;
  larger.addEventListener('click', () => larger.setAttribute('aria-pressed', String(document.documentElement.classList.toggle('large'))));
  find('code').addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); begin(); } });
  form.addEventListener('submit', (event) => event.preventDefault());

  if (booth.dataset.election && scope.crypto && scope.fetch && typeof BigInt === 'function') {
    fetch(booth.dataset.election, {credentials: 'omit', cache: 'no-store'})
      .then((answer) => { if (!answer.ok) throw new Error('election'); return answer.arrayBuffer(); })
      .then((loaded) => start(new Uint8Array(loaded)))
      .catch(() => say(word('not-loaded')));
  }
}(typeof self === 'undefined' ? this : self));
