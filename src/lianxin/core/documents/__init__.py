"""Documents in and out: tables from spreadsheets, workbooks, small charts and QR codes."""
