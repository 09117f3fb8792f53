"""The figures of matters: which rows count (populations), and what they are called and mean (measures)."""
