"""Carrying a whole town to another installation: one zip with every town-owned row, its files and digests.

``exporting`` writes it from one moment of the database; ``importing`` takes it in whole or not at all.
Rows keep their ids, so numbers, links and hash chains stay what they are.
"""
