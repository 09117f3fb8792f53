"""Opinions and cases: the loop hear → transfer → assign → answer → confirm.

An *opinion* is a voice: the words of a resident, or what a deputy saw, kept as spoken.  A *case*
(事项) is what the town does about it: states, owners, clocks, replies, verdicts.
"""
