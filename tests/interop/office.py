"""LibreOffice as a foreign reader: what it reads in a file that we wrote."""

import subprocess
from pathlib import Path

from tests.require import office_path

_SECONDS = 120


def read_all(files: list[Path], kind: str, into: Path) -> dict[str, str]:
    """Convert files to ``kind`` (``csv``, ``txt``) in one run of LibreOffice; text by the file's stem.

    A file that LibreOffice cannot open is missing from the result.
    """
    program = office_path()
    if program is None:
        raise FileNotFoundError("soffice")
    profile = (into / "profile").as_uri()
    form = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "txt": "txt:Text (encoded):UTF8"}
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form[kind]]
    subprocess.run(
        [*command, "--outdir", str(into), *map(str, files)], check=True, timeout=_SECONDS, capture_output=True
    )
    made = {file.stem: into / f"{file.stem}.{kind}" for file in files}
    return {stem: path.read_text(encoding="utf-8") for stem, path in made.items() if path.exists()}
