"""The town's own papers (notes §3.8): which there are, what stands in each, and where they are asked for.

`orders`, `answers`, `asking`, `lists` and `pressing` build a paper from finished facts and ask the database nothing;
`reading` gathers the facts; `pages` answers as a page to print or as a file. Papers are written in Chinese whatever
language the screen has. No paper holds contact data; words are masked, and hidden where the speaker asked for secrecy.
"""
