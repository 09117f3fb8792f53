"""谁管说清: who is in charge is decided once, on the spot, and routed so from then on."""
