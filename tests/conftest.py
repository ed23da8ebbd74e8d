"""How all tests run: examples may take as long as a busy machine needs."""

from hypothesis import settings

settings.register_profile("qi", deadline=None)
settings.load_profile("qi")
