"""What a round brought: summary, transfer, documents, the picture in the hall."""
