"""Before and on the afternoon: the round, its people, its plan, the plenary, the neighbourhoods' preparation."""
