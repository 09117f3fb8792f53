"""The burden meter: how much of an official record people still type, and how much fills itself."""
