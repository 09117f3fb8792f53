"""The register of deputies: who was elected by whom, for how long, and which places they are close to."""
