"""Import of spreadsheets: any headers, previewed, row by row, remembered, undone as one action."""
