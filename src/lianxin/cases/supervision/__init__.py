"""督查总表: counts a unit, neighbourhood and month, kept as a roll-up so that the page costs the same in any town."""
