"""What happens at a visit: the list, the deputies' word, what is told of the last round."""
