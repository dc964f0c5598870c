"""A hearing to try out: Ishøj's Medborgerpolitik as it is, with invented responses."""
