"""代表建议: drafted and signed by deputies, examined by the congress office, answered by units, judged by deputies."""
