"""Where places are, and how the file that tells it is made.

    python -m places FOLDER FILE        with `worker/` on the path

FOLDER holds the unpacked packages of requirements-places.lock; FILE is what `worker.gazetteer`
opens. What runs here runs where newsmill is not installed: it knows the standard library only.
"""
