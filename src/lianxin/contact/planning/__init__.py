"""Who visits which neighbourhood at what time on the afternoon of a contact round: pure functions, no Django.

`service.plan` makes a plan, `adjusting.effect_of` shows what a change by hand would do, `replanning.replan` mends a
plan after cancellations.  Rules: `judging`; weights: ``data/weights.json``; reasons: `explaining`.
"""
