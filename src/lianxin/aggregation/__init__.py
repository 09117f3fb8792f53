"""汇总: many voices, one issue.  The engine proposes, people decide, every join can be undone.

`engine` holds pure functions with a version: normalise, locate, classify, find what is alike, group, and measure heat.
Nothing in it needs a database, a network or a machine-learning library; the extra ``nlp`` makes it learn better.
"""
