"""What does the work, and everything that touches the outside. The Python interface.

`app`, `submit`, `extract` and `Consumer` are resolved on first use, so that importing one
light module of this package loads neither Celery nor a language model.
"""
