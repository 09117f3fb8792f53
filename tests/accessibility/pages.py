"""The pages whose every look is checked in a browser: add a line for each page a visitor can open without signing in.

Pages behind a sign-in are checked by their rooms (``tests/<room>/test_…_in_browser.py``) with the same `check_page`.
"""

from lianxin.ui.styleguide import CHAPTERS

#: Path below the town and the status it answers with.
PUBLIC_PAGES: tuple[tuple[str, int], ...] = (
    ("/", 200),
    ("/about/accessibility/", 200),
    ("/about/privacy/", 200),
    ("/about/no-formalism/", 200),
    ("/about/feedback/", 200),
    ("/no-such-page/", 404),
    *((f"/styleguide/{chapter}/", 200) for chapter in CHAPTERS),
)
