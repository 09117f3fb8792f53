"""The example town: invented, lifelike, and the same on every machine.

``data/opinions.jsonl`` holds what was said, ``data/fates.jsonl`` what became of it, ``data/suggestions.jsonl`` what the
deputies suggested, the profile the town itself. Played through the real actions (`play`) they make the seed (`making` →
``data/seed.jsonl.gz``), which is what an installation loads (`bulk`). After a change to actions, models, the profile or
the script make the seed anew, and commit it::

    python3 dev.py run -m tools.make_demo_seed          # about a minute; --check only compares

``tests/demo/test_seed.py`` proves that the shipped seed is what would come out.
"""
