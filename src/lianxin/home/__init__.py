"""The home of the deputies: the network of stations, the shared courtyard, receptions, performance files."""
