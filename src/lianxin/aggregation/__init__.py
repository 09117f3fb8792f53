"""汇总: what is the same, where it is, what it is about, how hot it is. It proposes; people decide.

`engine` knows words only and needs no database.  The room around it stores what the engine says with score and reason,
asks people, joins through the matters' own actions, and learns from the answers.
"""
