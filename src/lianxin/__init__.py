"""Lianxin (连心桥): the link of a town with its residents: hear, transfer, assign, answer, confirm."""

__version__ = "0.1.0"
