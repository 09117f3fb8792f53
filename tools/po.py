"""Reading and writing gettext catalogues: the text form (.po) and the compiled form (.mo)."""

import ast
import gettext
import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

HEADER = (
    "Project-Id-Version: lianxin\\n",
    "Language: en\\n",
    "MIME-Version: 1.0\\n",
    "Content-Type: text/plain; charset=UTF-8\\n",
    "Content-Transfer-Encoding: 8bit\\n",
    "Plural-Forms: nplurals=2; plural=(n != 1);\\n",
)


class Message(NamedTuple):
    """What identifies a sentence: its context, its text and its plural form (empty where there is none)."""

    context: str
    singular: str
    plural: str


@dataclass(frozen=True)
class Entry:
    """A translation: one text, or two where the sentence has a plural."""

    texts: tuple[str, ...]
    fuzzy: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All entries of a file, without its header."""

    entries: dict[Message, Entry]

    def limited_to(self, places: Mapping[Message, str]) -> "Catalogue":
        """Exactly the sentences of ``places``, in that order, with the place as comment; new ones are empty."""
        chosen = {}
        for message, place in places.items():
            empty = Entry(("", "") if message.plural else ("",))
            chosen[message] = replace(self.entries.get(message, empty), comments=(f"#: {place.partition(':')[0]}",))
        return Catalogue(dict(sorted(chosen.items(), key=lambda pair: (pair[1].comments, pair[0]))))

    def for_mo(self) -> dict[str, str]:
        """Keys and values as the compiled form holds them; unsure and empty entries are left out."""
        found = {}
        for message, entry in self.entries.items():
            if not entry.fuzzy and all(entry.texts):
                key = f"{message.singular}\0{message.plural}" if message.plural else message.singular
                found[f"{message.context}\x04{key}" if message.context else key] = "\0".join(entry.texts)
        return found


_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")')


def parse_po(text: str) -> Catalogue:
    """Read the text form; raises ValueError for a line that is none of its kinds."""
    entries: dict[Message, Entry] = {}
    for block in re.split(r"\n\s*\n", text):
        fields, comments = _fields(block)
        if "msgid" not in fields or not fields["msgid"]:
            continue
        message = Message(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""))
        texts = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in comments)
        entries[message] = Entry(texts, fuzzy, tuple(line for line in comments if line.startswith("#:")))
    return Catalogue(entries)


def _fields(block: str) -> tuple[dict[str, str], list[str]]:
    fields: dict[str, str] = {}
    comments: list[str] = []
    current = ""
    for line in block.splitlines():
        match = _FIELD.fullmatch(line.strip())
        if line.startswith("#") or not line.strip():
            comments.append(line)
        elif match:
            current = match[1]
            fields[current] = ast.literal_eval(match[2])
        elif line.startswith('"') and current:
            fields[current] += ast.literal_eval(line)
        else:
            raise ValueError(f"not a line of a catalogue: {line!r}")
    return fields, comments


def write_po(catalogue: Catalogue) -> str:
    """The text form."""
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}"' for line in HEADER), ""]
    for message, entry in catalogue.entries.items():
        lines += entry.comments
        if entry.fuzzy:
            lines.append("#, fuzzy")
        if message.context:
            lines.append(f"msgctxt {_quoted(message.context)}")
        lines.append(f"msgid {_quoted(message.singular)}")
        if message.plural:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(entry.texts)]
        else:
            lines.append(f"msgstr {_quoted(entry.texts[0])}")
        lines.append("")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compile_mo(catalogue: Catalogue) -> bytes:
    """The compiled form, sorted as gettext wants it."""
    header = "".join(HEADER).replace("\\n", "\n")
    pairs = sorted((key.encode(), value.encode()) for key, value in {"": header, **catalogue.for_mo()}.items())
    table, offset = [], 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            table.append(struct.pack("<II", len(pair[column]), offset))
            offset += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28 + 16 * len(pairs))
    return head + b"".join(table) + b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)


def read_mo(data: bytes) -> dict[str, str]:
    """Keys and values of a compiled catalogue without its header, as `Catalogue.for_mo` gives them."""
    count, keys, values = struct.unpack_from("<3I", data, 8)
    found = {}
    for number in range(count):
        pair = []
        for table in (keys, values):
            length, offset = struct.unpack_from("<II", data, table + 8 * number)
            pair.append(data[offset : offset + length].decode())
        if pair[0]:
            found[pair[0]] = pair[1]
    gettext.GNUTranslations(io.BytesIO(data))  # raises where Python itself could not read it
    return found
