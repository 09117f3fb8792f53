/* 监票人的密钥页：密钥只在这台设备上生成，只送出公开的部分。
 *
 * A scrutineer's device: keys are made from twenty-two signs that are written down and sealed in an envelope.  What is
 * sent is public, or sealed for another scrutineer's device.  Arithmetic comes from booth.js.
 */
(function () {
  'use strict';

  const L = self.Lianxin, page = document.getElementById('trustee');
  if (!page || !L) return;
  const facts = JSON.parse(page.dataset.facts), {P, Q, byG, power, modulo, sign, toExponent, hexOf} = L;
  const find = (name) => page.querySelector('[data-' + name + ']');
  const word = (name) => page.querySelector('[data-word="' + name + '"]').textContent;
  const kept = 'lianxin-seed-' + facts.uuid + '-' + facts.number;

  const wide = (text) => BigInt('0x' + hexOf(text + '|0') + hexOf(text + '|1')) % Q;
  const own = (seed, purpose) => toExponent(purpose + '|' + seed);
  const signed = (message, seed) => ({message: message, signature: sign('sigmsg|' + message, own(seed, 'sk'))});

  function newSeed() {
    let seed = '';
    while (seed.length < 22) seed += L.BASE58[Number(L.random(BigInt(58)))];
    return seed;
  }

  const grouped = (seed) => seed.match(/.{1,4}/g).join(' ');
  const certs = () => facts.certs.map((one) => JSON.parse(one.message));

  /* The polynomial hangs on all certificates: another set of them, another polynomial. */
  const polynomial = (seed) => [0, 1, 2].slice(0, facts.threshold).map(
    (degree) => wide('poly|' + degree + '|' + seed + '|' + hexOf(JSON.stringify(facts.certs))));

  function certificate(seed) {
    const context = {group: 'BELENIOS-2048', size: facts.size, threshold: facts.threshold, index: facts.number};
    const keys = {verification: String(byG(own(seed, 'sk'))), encryption: String(byG(own(seed, 'dk')))};
    return signed(JSON.stringify({context: context, verification: keys.verification, encryption: keys.encryption}), seed);
  }

  function pad(from, to, fresh, joint) {
    return BigInt('0x' + hexOf(['share', facts.uuid, from, to, fresh, joint].join('|')));
  }

  const shareWords = (from, to, one) => ['sigmsg|share', facts.uuid, from, to, one.fresh, one.sealed].join('|');

  function sealShare(share, to, seed) {
    const r = L.random(), fresh = String(byG(r)), joint = power(BigInt(certs()[to - 1].encryption), r);
    const one = {fresh: fresh, sealed: String(share ^ pad(facts.number, to, fresh, joint))};
    one.signature = sign(shareWords(facts.number, to, one), own(seed, 'sk'));
    return one;
  }

  function commitment(seed) {
    const secret = polynomial(seed), coefexps = secret.map((one) => String(byG(one))), shares = {};
    for (let to = 1; to <= facts.size; to++)
      if (to !== facts.number) shares[to] = sealShare(valueAt(secret, to), to, seed);
    const words = 'certs_sig|' + JSON.stringify({certs: facts.certs, coefexps: coefexps});
    return {
      commitment: signed(JSON.stringify({coefexps: coefexps}), seed),
      signature: sign('sigmsg|' + words, own(seed, 'sk')), shares: shares,
    };
  }

  const valueAt = (coefficients, place) => coefficients.reduceRight((sum, one) => modulo(sum * BigInt(place) + one), BigInt(0));

  /* What another scrutineer sealed for this device, checked against what that one published. */
  function openShare(from, seed) {
    const given = facts.commitments[from - 1], sender = certs()[from - 1], published = JSON.parse(given.commitment.message).coefexps;
    let share = null;
    if (!L.isSigned('sigmsg|' + given.commitment.message, given.commitment.signature, BigInt(sender.verification))) throw new Error('share');
    if (from === facts.number) {
      share = valueAt(polynomial(seed), from);
    } else {
      const one = given.shares[facts.number];
      if (!L.isSigned(shareWords(from, facts.number, one), one.signature, BigInt(sender.verification))) throw new Error('share');
      share = BigInt(one.sealed) ^ pad(from, facts.number, one.fresh, power(BigInt(one.fresh), own(seed, 'dk')));
    }
    let expected = BigInt(1), factor = BigInt(1);
    for (const one of published) {
      expected = expected * power(BigInt(one), factor) % P;
      factor *= BigInt(facts.number);
    }
    if (byG(share) !== expected) throw new Error('share');
    return share;
  }

  function secretKey(seed) {
    if (facts.kind !== '2of3') return wide('key|' + facts.uuid + '|' + seed);
    let sum = BigInt(0);
    for (let from = 1; from <= facts.size; from++) sum += openShare(from, seed);
    return sum % Q;
  }

  function publicKey(seed) {
    const secret = secretKey(seed), key = String(byG(secret));
    const found = {pok: sign('pok|BELENIOS-2048|' + key, secret), public_key: key};
    if (facts.kind === '2of3') found.signature = sign('sigmsg|' + key, own(seed, 'sk'));
    return found;
  }

  // The archive, as this device reads it -----------------------------------------------------------------------------

  function readArchive(raw) {
    const text = new TextDecoder(), data = {}, events = [];
    for (let at = 0; at < raw.length;) {
      const name = text.decode(raw.subarray(at, at + 100)).replace(/\0.*$/, '');
      const size = parseInt(text.decode(raw.subarray(at + 124, at + 135)), 8), body = raw.subarray(at + 512, at + 512 + size);
      if (/\.(data|event)\.json$/.test(name)) {
        const digest = hexOf(body);
        if (name.split('.')[0] !== digest) throw new Error('archive');
        if (/data/.test(name)) data[digest] = body;
        else {
          const event = JSON.parse(text.decode(body));
          if (events.length && event.parent !== events[events.length - 1].digest) throw new Error('archive');
          events.push(Object.assign(event, {digest: digest}));
        }
      }
      at += 512 + size + (512 - size % 512) % 512;
    }
    return {events: events, bytes: (name) => data[name], json: (name) => JSON.parse(text.decode(data[name]))};
  }

  /* The sum of the last ballot of each credential: this device adds it up itself and decrypts nothing else. */
  function addUp(archive) {
    const last = new Map();
    archive.events.filter((one) => one.type === 'Ballot').forEach((one) => {
      const ballot = archive.json(one.payload);
      last.set(ballot.credential, ballot);
    });
    let sums = null;
    last.forEach((ballot) => {
      const rows = ballot.answers.map((answer) => answer.choices.map((one) => [BigInt(one.alpha), BigInt(one.beta)]));
      sums = sums ? sums.map((row, at) => row.map((one, place) => one.map((part, side) => part * rows[at][place][side] % P))) : rows;
    });
    const tally = archive.events.find((one) => one.type === 'EncryptedTally');
    if (!tally || !sums) throw new Error('tally');
    const written = archive.json(archive.json(tally.payload).encrypted_tally);
    const mine = sums.map((row) => row.map((one) => ({alpha: String(one[0]), beta: String(one[1])})));
    if (JSON.stringify(written) !== JSON.stringify(mine)) throw new Error('tally');
    return {sums: sums, count: last.size};
  }

  function decrypt(archive, sums, seed) {
    const setup = archive.json(archive.events[0].payload), election = L.b64Of(archive.bytes(setup.election));
    const secret = secretKey(seed), key = byG(secret), factors = [], proofs = [];
    const trustees = JSON.stringify(archive.json(setup.trustees));
    if (trustees.indexOf('"' + key + '"') < 0) throw new Error('seed');
    sums.forEach((row) => {
      const some = [], checks = [];
      row.forEach((one) => {
        const nonce = L.random(), alpha = one[0];
        const challenge = toExponent('decrypt|' + election + '|' + key + '|' + byG(nonce) + ',' + power(alpha, nonce));
        some.push(String(power(alpha, secret)));
        checks.push(L.proof(challenge, modulo(nonce - secret * challenge)));
      });
      factors.push(some);
      proofs.push(checks);
    });
    return {decryption_factors: factors, decryption_proofs: proofs};
  }

  // The page ---------------------------------------------------------------------------------------------------------

  function say(text) {
    const told = find('told');
    told.textContent = text;
    told.hidden = false;
    told.focus();
  }

  function give(value) {
    const form = find('form');
    form.elements.given.value = JSON.stringify(value);
    form.submit();
  }

  /* The signs typed or kept in this window; they must be the ones this seat began with. */
  function seedHere() {
    const seed = (find('seed').value || sessionStorage.getItem(kept) || '').replace(/\s/g, '');
    if (facts.certs[facts.number - 1]) {
      const mine = JSON.parse(facts.certs[facts.number - 1].message).verification;
      if (seed.length !== 22 || String(byG(own(seed, 'sk'))) !== mine) throw new Error('seed');
    }
    if (facts.public && String(byG(secretKey(seed))) !== facts.public) throw new Error('seed');
    return seed;
  }

  function work(act) {
    try {
      act();
    } catch (fault) {
      const known = ['seed', 'share', 'tally', 'archive'];
      say(word(known.indexOf(fault.message) < 0 ? 'trouble' : fault.message));
    }
  }

  let fresh = '', archive = null, sums = null;

  const press = (name, act) => { const one = find('press-' + name); if (one) one.addEventListener('click', () => work(act)); };

  press('make', () => {
    fresh = newSeed();
    find('shown').textContent = grouped(fresh);
    find('made').hidden = false;
    find('press-make').hidden = true;
    find('made').focus();
  });
  press('print', () => self.print());
  press('kept', () => {
    if (!find('written').checked) { say(word('write-first')); return; }
    sessionStorage.setItem(kept, fresh);
    give(facts.kind === '2of3' ? certificate(fresh) : publicKey(fresh));
  });
  press('go', () => {
    const seed = seedHere();
    sessionStorage.setItem(kept, seed);
    if (facts.stage === 'commitment') give(commitment(seed));
    else if (facts.stage === 'key') give(publicKey(seed));
    else give(decrypt(archive, sums, seed));
  });

  if (facts.certs.length === facts.size && find('ceremony')) find('ceremony').textContent = hexOf(JSON.stringify(facts.certs)).slice(0, 16).match(/.{4}/g).join(' ');
  if (find('seed-row') && sessionStorage.getItem(kept)) find('seed-row').hidden = true;
  if (facts.stage === 'part') {
    fetch(facts.archive, {cache: 'no-store'}).then((answer) => answer.arrayBuffer()).then((raw) => work(() => {
      archive = readArchive(new Uint8Array(raw));
      const found = addUp(archive), ended = archive.events.find((one) => one.type === 'EncryptedTally');
      if (archive.events[0].digest !== facts.setup) throw new Error('archive');
      sums = found.sums;
      find('count').textContent = found.count;
      find('last').textContent = ended.digest.match(/.{4}/g).join(' ');
      find('ready').hidden = false;
    })).catch(() => say(word('trouble')));
  }
  if (facts.stage === 'wait') setTimeout(() => location.reload(), 5000);
  page.querySelectorAll('[data-script-only]').forEach((one) => { one.hidden = false; });
  find('refused').hidden = true;
}());
