"""The two ladders of pressing: the government's and the congress's, as data of the town, never mixed."""
