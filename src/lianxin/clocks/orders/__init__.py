"""Supervision orders (督办单) of the government and steps of the congress: two kinds of object, two workflows."""
