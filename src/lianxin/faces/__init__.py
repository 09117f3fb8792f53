"""Composed pages, navigation, and the faces of those who look after the house."""
