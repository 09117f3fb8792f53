"""The service worker as it is served: our script with the list of files it keeps, under a version made from them."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from lianxin.core.hashing import digest
from lianxin.field import kinds

#: Every static file the field's pages use (a test opens them and compares).
FILES: Final = (
    "ui/css/tokens.css", "ui/css/base.css", "ui/css/layout.css", "ui/css/components.css", "ui/css/forms.css",
    "ui/css/data.css", "ui/css/more.css", "ui/css/print.css", "ui/js/ui.js", "ui/img/mark.svg", "ui/img/arches.svg",
    "django_htmx/htmx-2.min.js", "field/css/field.css", "field/js/store.js", "field/js/send.js", "field/js/queue.js",
    "field/js/record.js",
)  # fmt: skip
_SCRIPT: Final = Path(__file__).parent / "static" / "field" / "js" / "worker.js"


def files() -> tuple[str, ...]:
    """The files of every page, then those of the kinds that rooms registered; each once."""
    return tuple(dict.fromkeys([*FILES, *(name for one in kinds.newest() for name in one.files)]))


def worker_script() -> str:
    """The script, preceded by its configuration; the same files give the same text, byte for byte."""
    config = {
        "version": _version(),
        "scope": reverse("field:home"),
        "files": [static(name) for name in files()],
        "pages": [reverse("field:home"), reverse("field:lists"), *(reverse(one.url_name) for one in kinds.newest())],
    }
    return f"const CONFIG = {json.dumps(config, indent=1)};\n{_SCRIPT.read_text(encoding='utf-8')}"


@lru_cache(maxsize=1)
def _version() -> str:
    """Changes whenever one of the files does, hashed names or not."""
    parts = [digest(Path(found).read_bytes()) for name in files() if isinstance(found := finders.find(name), str)]
    return digest("".join(parts).encode("ascii"))[:16]
