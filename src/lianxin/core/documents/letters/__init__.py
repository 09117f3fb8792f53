"""Papers the house writes itself: one description as data, five writers.

`model` says what a paper is. `plain` writes it as text that a clerk can read and copy, `book` as an Excel workbook,
`word` as a Word file (extra ``docx``), `pdf` as a PDF in the national layout (extra ``pdf``); the page for printing is
a template of the room `ui`. No writer knows a single paper; no paper knows a writer. The words in a paper are Chinese
whatever language the screen has: official papers are written in the national language.
"""
