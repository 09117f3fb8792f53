"""Contact rounds (代表集中联系社区): one afternoon on which city and district deputies visit every neighbourhood.

The room begins with its pure parts: who goes where (`planning`), the moves of a round (`workflow`) and what a round
still owes (`rules`).
"""
