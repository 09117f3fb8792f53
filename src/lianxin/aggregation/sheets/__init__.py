"""Paper sheets: a photo or scan of a filled table becomes rows that a person confirms beside the picture.

`picture` (is it good enough, straight, where are the lines) → `reading` (words with their boxes, QR) → `table` (rows).
Without the extra ``ocr`` only `table` works; nothing here stores anything, needs a network or knows Django.
"""
