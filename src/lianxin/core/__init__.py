"""Ground floor: pure helpers without models and without Django; everything else may import them."""
