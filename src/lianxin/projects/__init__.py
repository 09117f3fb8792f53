"""Livelihood projects (民生实事项目): from somebody's words to a candidate, a vote on paper, a plan, an evaluation."""
