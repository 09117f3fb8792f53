#!/usr/bin/env python3
"""核对一份电子票决的档案：不装任何软件，只要 Python 3.9 以上。 Audit one archive; standard library only.

    python3 audit.py FILE.bel [--earlier COPY]... [--last-hash H] [--help]
This file stands alone and shares no code with the system that held the vote.  Read it from top to bottom: numbers of
the group, how things are written, proofs, then one function per rule.  It follows the public Belenios specification,
format v1, group BELENIOS-2048, homomorphic questions.  Rule 16 (another program, e.g. belenios-tool 2.0) is yours.
Exit 0: no rule failed; 1: some rule failed; 2: asked wrongly.  About half a second a ballot of twelve candidates.
"""

import argparse, base64, hashlib, itertools, json, re, sys
P = int("20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633"
        "13807895840496005438963628979639303877390572280360597374942767137677761889858987273586504908116709931053586778"
        "09800307904916540637771737641986785272734744763418356000356983051931442845617019110007867373073335641239717328"
        "97913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366"
        "14949100292344434637322214588410058642105024212036543356120132048111885240873107701415166620016231317716937218"
        "9248078507711827842317498073276598828825169183103125680162072880719")
G = int("24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696787996946682"
        "98749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661"
        "21505579709716201616827031288643245666383486363578210615491841998253431518974065818686865115135857641013888221"
        "53960160432288436039309893336627728484065931384060102316750957637779826651036068224066350766977640253462537730"
        "85133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639"
        "858334115700568353695553423781475582491896050296680037745308460627")
Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441
NAMES = {
    1: "只有一次设定，在最前面", 2: "事件次序", 3: "链和逐字节的排列", 4: "版本、群、题目", 5: "选票凭证名单",
    6: "监票人密钥", 7: "每一张选票", 8: "没有重复的选票", 9: "记录的密文合计", 10: "各监票人的解密", 11: "结果",
    12: "数目合理", 13: "作废凭证", 14: "最后一个事件的摘要", 15: "与早先的副本一致", 16: "独立工具复核"}
NEXT = {"": ["Setup"], "Setup": ["Ballot", "EndBallots"], "Ballot": ["Ballot", "EndBallots"],
        "EndBallots": ["EncryptedTally"], "EncryptedTally": ["PartialDecryption"],
        "PartialDecryption": ["PartialDecryption", "Result"], "Result": []}
INNER = {"Setup": ["election", "trustees", "credentials"], "EncryptedTally": ["encrypted_tally"],
         "PartialDecryption": ["payload"]}

class Wrong(Exception): """A rule does not hold."""
class Later(Exception): """A rule cannot be judged: something was not given, or the vote has not come so far."""

def need(condition, why, kind=Wrong):
    if not condition:
        raise kind(why)

# How things are written ---------------------------------------------------------------------------------------------
def compact(value): return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
def digest(raw): return hashlib.sha256(raw).hexdigest()
def b64(raw): return base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
def hashed(text): return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % Q
def parsed(raw):
    """JSON; repeated keys and fractions show when it is written again and compared."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Wrong("不是 JSON") from None
def fields(value, *names, may=()):
    """The named fields of an object that has just these in this order, and perhaps those it may have."""
    good = isinstance(value, dict) and (set(names) <= set(value) <= {*names, *may} if may else [*value] == [*names])
    need(good, "栏目不对")
    return [value[name] for name in names]
def listed(value, size=None):
    need(isinstance(value, list) and size in (None, len(value)), "列表长度不对")
    return value
def whole(value, least=0, most=2**30):
    need(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most, "数目超出范围")
    return value
def decimal(text, most):
    good = isinstance(text, str) and len(text) <= len(str(most)) and re.fullmatch("0|[1-9][0-9]*", text, re.ASCII)
    need(good and int(text) < most, "数字的写法不规范或者太大")
    return int(text)
def element(text):
    """A member of the group: the cofactor is huge, so this must be checked everywhere."""
    value = decimal(text, P)
    need(value > 0 and pow(value, Q, P) == 1, "数不在群里")
    return value
def proof(value): return [decimal(one, Q) for one in fields(value, "challenge", "response")]
def product(pairs):
    alpha = beta = 1
    for one, two in pairs:
        alpha, beta = alpha * one % P, beta * two % P
    return alpha, beta

# Proofs and ballots -------------------------------------------------------------------------------------------------
def knows(start, public, pair):
    """Challenge = hash(start, g^response · public^challenge): a proof of knowledge or a signature."""
    return hashed(f"{start}|{pow(G, pair[1], P) * pow(public, pair[0], P) % P}") == pair[0]
def one_of(start, key, claims, proofs):
    """Of several claims "(alpha, beta) encrypts m" one is true, and nobody can see which."""
    parts = []
    for (alpha, beta, value), (challenge, response) in zip(claims, proofs):
        parts.append(str(pow(G, response, P) * pow(alpha, challenge, P) % P))
        parts.append(str(pow(key, response, P) * pow(beta * pow(G, -value, P), challenge, P) % P))
    return hashed(start + ",".join(parts)) == sum(one[0] for one in proofs) % Q

def check_ballot(raw, election, phi, key, names):
    """Rule 7 for one ballot; returns its credential and its ciphertexts by question."""
    need(len(raw) < 2_000_000, "选票太长")
    ballot = parsed(raw)
    uuid, bound, credential, answers, signature = fields(
        ballot, "election_uuid", "election_hash", "credential", "answers", "signature")
    need((uuid, bound) == (election["uuid"], phi), "选票属于别的选举")
    need(credential in names, "凭证不在名单上")
    need(compact(ballot).encode() == raw, "选票的写法不规范")
    rows, start = zip(listed(answers, len(election["questions"])), election["questions"]), f"{phi}|{credential}"
    found = [check_answer(answer, question, start, key) for answer, question in rows]
    said, pair = fields(signature, "hash", "proof")
    body = compact({name: value for name, value in ballot.items() if name != "signature"}).encode()
    need(b64(body) == said and knows(f"sig|{said}", int(credential), proof(pair)), "选票的签名不对")
    return credential, found
def check_answer(answer, question, start, key):
    """Every choice is 0 or 1, and their sum is allowed; returns the ciphertexts."""
    blank, low, high = bool(question.get("blank")), question["min"], question["max"]
    size, names = len(question["answers"]) + blank, ["choices", "individual_proofs", "overall_proof", "blank_proof"]
    choices, single, overall, *rest = fields(answer, *names[: 3 + blank])
    ciphers = [tuple(element(one) for one in fields(row, "alpha", "beta")) for row in listed(choices, size)]
    for (alpha, beta), row in zip(ciphers, listed(single, size)):
        proofs = [proof(one) for one in listed(row, 2)]
        claims = [(alpha, beta, 0), (alpha, beta, 1)]
        need(one_of(f"prove|{start}|{alpha},{beta}|", key, claims, proofs), "选票的逐项证明不对")
    total = [proof(one) for one in listed(overall, high - low + 1 + blank)]
    start += "|" + ",".join(f"{alpha},{beta}" for alpha, beta in ciphers)
    alpha, beta = product(ciphers[blank:])
    sums = [(alpha, beta, value) for value in range(low, high + 1)]
    if not blank:
        need(one_of(f"prove|{start}|{alpha},{beta}|", key, sums, total), "选票的总数证明不对")
        return ciphers
    empty, flag = [proof(one) for one in listed(rest[0], 2)], ciphers[0]
    need(one_of(f"bproof0|{start}|", key, [(*flag, 0), (alpha, beta, 0)], empty), "选票的空白证明不对")
    need(one_of(f"bproof1|{start}|", key, [(*flag, 1), *sums], total), "选票的总数证明不对")
    return ciphers

# Trustees -----------------------------------------------------------------------------------------------------------
def public_key(value):
    pok, text = fields(value, "pok", "public_key", may=("signature", "name"))
    key = element(text)
    need(key != 1 and knows(f"pok|BELENIOS-2048|{key}", key, proof(pok)), "监票人密钥没有证明")
    return key
def signed(value, verification=None):
    """The content of a signed message, by a known key or by the one it brings itself."""
    message, signature = fields(value, "message", "signature")
    data = parsed(message)
    key = verification or element(data["verification"])
    need(knows(f"sigmsg|{message}", key, proof(signature)), "监票人证书或承诺的签名不对")
    return data

def threshold_group(value):
    """A key ceremony "t of n": everything that can be recomputed is; returns keys, threshold, joint key, hardened."""
    needed, certs, commits, keys = fields(
        value, "threshold", "certs", "coefexps", "verification_keys", may=("signatures",))
    size, polynomials, found, joint = len(listed(certs)), [], [], 1
    whole(needed, 1, size)
    opened = [signed(row) for row in certs]
    for data in opened:
        fields(data, "verification", "encryption", may=("context",))
        element(data["encryption"])
    signing, contexts = [int(one["verification"]) for one in opened], [one.get("context") for one in opened]
    wanted = [{"group": "BELENIOS-2048", "size": size, "threshold": needed, "index": at + 1} for at in range(size)]
    hardened = contexts == wanted and "signatures" in value
    need(hardened or contexts == [None] * size, "监票人证书的场合不对")
    for at, row in enumerate(listed(commits, size)):
        own = [element(one) for one in listed(fields(signed(row, signing[at]), "coefexps")[0], needed)]
        seen = "sigmsg|certs_sig|" + compact({"certs": certs, "coefexps": [str(one) for one in own]})
        need(not hardened or knows(seen, signing[at], proof(listed(value["signatures"], size)[at])), "密钥仪式的签名不对")
        polynomials.append(own)
        joint = joint * own[0] % P
    for at, row in enumerate(listed(keys, size)):
        key, expected = public_key(row), 1
        for degree, coefficient in ((degree, one) for own in polynomials for degree, one in enumerate(own)):
            expected = expected * pow(coefficient, (at + 1) ** degree, P) % P
        need(key == expected, "监票人公钥和承诺不符")
        need(not hardened or knows(f"sigmsg|{key}", signing[at], proof(row["signature"])), "公钥的签名不对")
        found.append(key)
    return found, needed, joint, hardened

# The archive --------------------------------------------------------------------------------------------------------
def entry(name, body, stamp):
    """One entry, as the format lays it out: an old-style tar with one time for all."""
    header = bytearray(512)
    header[: len(name)] = name.encode()
    header[100:107], header[108:115], header[116:123] = b"0000644", b"0000000", b"0000000"
    header[124:135], header[136:147] = f"{len(body):011o}".encode(), f"{stamp:011o}".encode()
    header[148:156], header[156] = b" " * 8, ord("0")
    header[148:156] = f"{sum(header):06o}".encode() + b"\0 "
    return bytes(header) + body + b"\0" * (-len(body) % 512)
def entries(raw):
    at = 0
    while at < len(raw):
        header = raw[at : at + 512]
        size, name = int(header[124:135], 8), header[:100].rstrip(b"\0").decode("ascii")
        need(len(header) == 512 and 0 <= size <= 64_000_000 and at + 512 + size <= len(raw), "文件不完整")
        yield name, raw[at + 512 : at + 512 + size]
        at += 512 + size + (-size % 512)

class Auditor:
    """One audit: `found` holds what became of each rule."""
    def __init__(self, raw, options):
        self.raw, self.options, self.found, self.counts = raw, options, {}, None
        self.expect = json.loads(open(options.expect, encoding="utf-8-sig").read()) if options.expect else {}
    def rule(self, number, work):
        """Run one rule; True unless it failed."""
        try:
            work()
            self.found[number] = ("通过", "")
        except Later as why:
            self.found[number] = ("没有核对", str(why))
        except (Wrong, TypeError, KeyError, IndexError, AttributeError, ValueError) as fault:
            self.found[number] = ("不通过", str(fault) if isinstance(fault, Wrong) else f"读不懂：{fault}")
        return self.found[number][0] != "不通过"
    def run(self):
        """All rules; what hangs on a rule that failed is not judged."""
        if not self.rule(3, self.layout):
            return
        self.rule(14, self.last_hash)
        self.rule(15, self.copies)
        once, good = self.rule(1, self.setup), [self.rule(2, self.order), self.rule(8, self.unique)]
        self.rule(13, self.void)
        if once and all([self.rule(4, self.election_file), self.rule(5, self.voters)]):
            good += [self.rule(6, self.trustees), self.rule(7, self.ballots)]
            if all(good) and self.rule(9, self.tally) and self.rule(10, self.decryptions) and self.counts:
                self.rule(11, self.result)
                self.rule(12, self.plausible)
    def data(self, name):
        need(name in self.records, "缺少一份记录")
        return self.records[name]
    def of(self, kind): return [one for one in self.events if one["type"] == kind]
    def first(self, kind):
        """What the first event of a kind says; not judged where it has not come yet."""
        need(self.of(kind), "还没有到这一步", Later)
        return self.data(self.of(kind)[0]["payload"])
    def layout(self):  # rule 3
        parts = list(entries(self.raw))
        need(parts and parts[0][0] == "BELENIOS", "不是这种档案")
        version, stamp = fields(parsed(parts[0][1]), "version", "timestamp")
        need(version == 1 and re.fullmatch("[0-9]{1,12}", stamp, re.ASCII), "版本不是 1")
        need(b"".join(entry(name, body, int(stamp)) for name, body in parts) == self.raw, "排列不合格式")
        self.records, self.events, self.hashes, wanted = {}, [], [], []
        for name, body in parts[1:]:
            need(name in (digest(body) + ".data.json", digest(body) + ".event.json"), "内容和名称的摘要不符")
            if name.endswith(".data.json"):
                self.records[name[:64]] = body
                continue
            event = parsed(body)
            again = {one: event[one] for one in ("parent", "height", "type", "payload") if one in event}
            need(compact(again).encode() == body, "事件的写法不规范")
            need(event["height"] == len(self.events), "事件的编号不连续")
            need(event.get("parent") == (self.hashes[-1] if self.hashes else None), "事件的链断了")
            self.events.append(event)
            self.hashes.append(name[:64])
            payload = [event["payload"]] if event.get("payload") else []
            inner = [parsed(self.data(payload[0]))[one] for one in INNER.get(event["type"], ()) if payload]
            wanted += [f"{one}.data.json" for one in inner + payload] + [name]
        need(self.events and wanted == [name for name, _body in parts[1:]], "没有事件，或者记录的次序、数目不对")
    def setup(self):  # rule 1
        need(len(self.of("Setup")) == 1 and self.events[0]["type"] == "Setup", "设定不止一次或者不在最前面")
        need((self.options.setup_hash or self.hashes[0]).strip().lower() == self.hashes[0], "设定不是宣读的那一个")
        self.files = [self.data(one) for one in fields(parsed(self.first("Setup")), *INNER["Setup"])]
    def order(self):  # rule 2
        for before, event in zip(["", *(one["type"] for one in self.events)], self.events):
            need(event["type"] in NEXT.get(before, ()), f"第 {event['height']} 个事件的次序不对")
            need(bool(event.get("payload")) == (event["type"] != "EndBallots"), "事件的内容不对")
    def last_hash(self):  # rule 14
        need(self.options.last_hash, "要给 --last-hash", Later)
        need(self.options.last_hash.strip().lower() == self.hashes[-1], "最后一个事件不是宣读的那一个")
    def copies(self):  # rule 15
        need(self.options.earlier, "要给 --earlier", Later)
        now = [name for name, _body in entries(self.raw)]
        for path in self.options.earlier:
            then = [name for name, _body in entries(open(path, "rb").read())]
            need(then and then == now[: len(then)], f"早先的副本 {path} 不是它的开头")
    def election_file(self):  # rule 4
        self.election, self.phi = parsed(self.files[0]), b64(self.files[0])
        version, group, questions, *_ = fields(
            self.election, "version", "group", "questions", "uuid", "name", "description", "public_key",
            may=("administrator", "credential_authority"))
        need((version, group) == (1, "BELENIOS-2048") and len(self.election["uuid"]) >= 14, "版本或群不对")
        for one in questions:
            answers, low, high, _words = fields(one, "answers", "min", "max", "question", may=("blank",))
            need(1 <= len(listed(answers)) <= 200 and one.get("blank") in (None, True, False), "题目不是这种")
            need(whole(low) <= whole(high) <= len(answers), "可选数不对")
        self.key, wanted = element(self.election["public_key"]), self.expect.get("questions")
        known = (None, len(questions), questions, [one["question"] for one in questions])
        need(1 <= len(questions) <= 200 and any(wanted == one for one in known), "题目不是会议决定的")
    def voters(self):  # rule 5
        self.keys = set(listed(parsed(self.files[2])))
        need(all(element(one) != 1 for one in self.keys), "凭证是 1")
        need(len(self.keys) == len(parsed(self.files[2])), "凭证重复")
        need(self.expect.get("voters") in (None, len(self.keys)), "凭证数不是会议决定的")
    def trustees(self):  # rule 6
        self.owners, self.items, joint, hardened = [], [], 1, True
        for kind, value in listed(parsed(self.files[1])):
            need(kind in ("Single", "Pedersen"), "不认识的监票人密钥")
            keys, needed, own, good = threshold_group(value) if kind == "Pedersen" else ([public_key(value)], 0, 0, 1)
            self.items.append((range(len(self.owners) + 1, len(self.owners) + len(keys) + 1), needed))
            self.owners += keys
            joint, hardened = joint * (own or keys[0]) % P, hardened and good
        need(self.owners and len(set(self.owners)) == len(self.owners), "监票人密钥重复")
        need(joint == self.key, "监票人密钥合起来不是选举密钥")
        need(hardened or not self.options.require_hardened, "门限密钥不是加固的形式")
        size, needed = len(self.owners), sum(one[1] or 1 for one in self.items)
        need(self.expect.get("trustees", size) == size, "监票人数不是会议决定的")
        need((self.expect.get("threshold", needed) or size) == needed, "所需人数不是会议决定的")
    def unique(self):  # rule 8
        need(len({one.get("payload") for one in self.of("Ballot")}) == len(self.of("Ballot")), "同一张选票出现两次")
    def void(self):  # rule 13
        need(self.options.void, "要给 --void", Later)
        void = set(re.findall("[0-9]+", open(self.options.void, encoding="utf-8-sig").read()))
        used = {parsed(self.data(event["payload"])).get("credential") for event in self.of("Ballot")}
        need(not used & void, "用作废的凭证投了票")
    def ballots(self):  # rule 7
        self.cast, every = {}, self.of("Ballot")
        for done, event in enumerate(every, 1):
            try:
                work = self.election, self.phi, self.key, self.keys
                credential, ciphers = check_ballot(self.data(event["payload"]), *work)
            except Wrong as fault:
                raise Wrong(f"第 {event['height']} 个事件：{fault}") from None
            self.cast[credential] = ciphers  # the last one counts
            print(f"\r选票 {done}/{len(every)}", end="\n" * (done == len(every)), file=sys.stderr)
    def tally(self):  # rule 9
        rows, votes = [len(one["answers"]) + bool(one.get("blank")) for one in self.election["questions"]], self.cast
        self.sums = [[product(vote[at][place] for vote in votes.values()) for place in range(size)]
                     for at, size in enumerate(rows)]
        count, weight, name = fields(parsed(self.first("EncryptedTally")), "num_tallied", "total_weight", "encrypted_tally")
        need(count == weight == len(votes), "记录的张数不对")
        text = compact([[{"alpha": str(a), "beta": str(b)} for a, b in row] for row in self.sums])
        need(self.data(name) == text.encode(), "记录的密文合计不对")
    def decryptions(self):  # rule 10
        parts = {}
        for event in self.of("PartialDecryption"):
            owner, name = fields(parsed(self.data(event["payload"])), "owner", "payload")
            need(whole(owner, 1, len(self.owners)) not in parts, f"第 {owner} 位监票人解密两次")
            parts[owner] = self.part(self.data(name), self.owners[owner - 1], owner)
        ways = [list(itertools.combinations([one for one in numbers if one in parts], needed or 1))
                for numbers, needed in self.items]
        need(all(ways), "解密的监票人不够", Wrong if self.of("Result") else Later)
        results = [self.decoded(parts, choice) for choice in itertools.product(*ways)]
        need(all(one == results[0] for one in results), "不同的监票人算出不同的结果")
        self.counts = results[0]
    def part(self, raw, public, owner):
        factors, proofs = fields(parsed(raw), "decryption_factors", "decryption_proofs")
        found = []
        for row, some, checks in zip(self.sums, listed(factors, len(self.sums)), listed(proofs, len(self.sums))):
            found.append([element(one) for one in listed(some, len(row))])
            for (alpha, _beta), factor, pair in zip(row, found[-1], listed(checks, len(row))):
                c, r = proof(pair)
                first = pow(G, r, P) * pow(public, c, P) % P
                second = pow(alpha, r, P) * pow(factor, c, P) % P
                seen = hashed(f"decrypt|{self.phi}|{public}|{first},{second}")
                need(seen == c, f"第 {owner} 位监票人解密的证明不对")
        return found
    def decoded(self, parts, choice):
        """The counts with one sufficient choice of trustees."""
        logarithms, shares = {pow(G, n, P): n for n in range(len(self.cast) + 1)}, {}
        for (numbers, needed), some in zip(self.items, choice):
            for owner in some:
                shares[owner], i = 1, owner - numbers[0] + 1
                for k in (other - numbers[0] + 1 for other in some if other != owner):
                    shares[owner] = shares[owner] * k * pow(k - i, -1, Q) % Q
        found = [[0] * len(row) for row in self.sums]
        for at, place in ((at, place) for at, row in enumerate(found) for place in range(len(row))):
            beta = self.sums[at][place][1]
            for owner, share in shares.items():
                beta = beta * pow(parts[owner][at][place], -share, P) % P
            need(beta in logarithms, f"监票人 {sorted(shares)} 的解密算不出结果")
            found[at][place] = logarithms[beta]
        return found
    def result(self):  # rule 11
        need(self.first("Result") == compact({"result": self.counts}).encode(), "结果不对")
    def plausible(self):  # rule 12
        for row, one in zip(self.counts, self.election["questions"]):
            flag = bool(one.get("blank"))
            filled = len(self.cast) - (row[0] if flag else 0)
            need(one["min"] * filled <= sum(row[flag:]) <= one["max"] * filled, "数目不可能")
            need(max(row[flag:]) <= filled, "数目不可能")

def main(words=None):
    parser = argparse.ArgumentParser(description="核对一份电子票决的档案")
    parser.add_argument("file", metavar="FILE.bel")
    parser.add_argument("--earlier", action="append", default=[], help="表决时留下的副本，可以多次")
    for name, meaning in (("--setup-hash", "宣读的设定摘要"), ("--last-hash", "宣读的最后摘要"), ("--void", "作废凭证"),
                          ("--expect", "会议的决定：JSON，trustees、threshold、questions、voters")):
        parser.add_argument(name, help=meaning)
    parser.add_argument("--require-hardened", action="store_true", help="门限密钥必须是加固的形式")
    options = parser.parse_args(words)
    try:
        auditor = Auditor(open(options.file, "rb").read(), options)
        auditor.run()
    except (OSError, ValueError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    auditor.found[16] = ("没有核对", "请另用别的程序，例如 belenios-tool 2.0")
    for number, name in NAMES.items():
        state, why = auditor.found.get(number, ("没有核对", "前面的规则没有通过"))
        print(f"{number:2d} {state}　{name}" + (f"：{why}" if why else ""))
    bad = any(state == "不通过" for state, _why in auditor.found.values())
    for one, row in zip(auditor.election["questions"], auditor.counts) if auditor.counts and not bad else ():
        print(f"{one['question']}：{dict(zip(['空白'] * bool(one.get('blank')) + one['answers'], row))}")
    print("核对不通过" if bad else "核对通过")
    return 1 if bad else 0

if __name__ == "__main__":
    sys.exit(main())
