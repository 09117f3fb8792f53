"""The newly elected at a change of terms (换届), from a spreadsheet: previewed, then entered."""
