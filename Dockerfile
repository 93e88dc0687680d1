# One image for every role: the command says which.
FROM python:3.13-slim AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN apt-get update && apt-get install --yes --no-install-recommends binutils
RUN python -m venv --without-pip /venv
# The lock alone: this layer, nearly all of the image, stays until the lock changes. The wheels of
# the libraries bring symbols for debuggers and their own tests: a quarter of them, which nobody
# runs here. The byte code that pip compiles stays, for nothing can be written where this runs.
COPY requirements.lock ./
RUN pip --python /venv install --require-hashes --no-deps -r requirements.lock \
    && find /venv -name '*.so' -exec strip --strip-unneeded {} + \
    && find /venv -type d -name tests -prune -exec rm -r {} +

FROM libraries AS wheel
WORKDIR /src
COPY . ./
RUN pip --python /venv wheel --no-deps --no-build-isolation --wheel-dir /wheel .

# The gazetteer, of which the packages that it is made of are nine tenths.
FROM python:3.13-slim AS places
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements-places.lock ./
RUN pip install --require-hashes --no-deps --target /packages -r requirements-places.lock
COPY worker/places /build/places
RUN PYTHONPATH=/build python -S -m places /packages /places.sqlite

FROM python:3.13-slim
LABEL org.opencontainers.image.title="newsmill" \
      org.opencontainers.image.description="Turns news into facts: one record per article version." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    NEWSMILL_HEALTH_DIR=/tmp/health
# /data is for what outlives a container: a volume that is put there belongs to this user.
RUN useradd --uid 10001 --create-home newsmill && install --directory --owner newsmill /data
COPY --from=libraries /venv /venv
COPY --from=places /places.sqlite /venv/share/newsmill/places.sqlite
RUN --mount=from=wheel,source=/wheel,target=/wheel \
    PYTHONDONTWRITEBYTECODE=1 PIP_ROOT_USER_ACTION=ignore \
    pip --python /venv install --no-deps --no-cache-dir /wheel/*.whl
WORKDIR /home/newsmill
USER 10001
# Every role ends what it has in hand, and takes nothing new.
STOPSIGNAL SIGTERM
# A role renews a file while it can do its work: that costs nothing to look at, and no other
# worker has to answer.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=1s --retries=2 \
    CMD ["python", "-m", "worker.health"]
ENTRYPOINT ["newsmill"]
CMD ["--help"]
