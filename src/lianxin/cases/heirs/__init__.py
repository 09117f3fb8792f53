"""What deputies leave behind here: open matters and suggestions with their promises, and who took them over."""
