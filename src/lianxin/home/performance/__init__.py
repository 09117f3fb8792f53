"""Performance files (履职档案): what a deputy took part in, entered once by the organiser, checked by the deputy."""
