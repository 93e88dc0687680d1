# One image for every role: the command says which.
FROM python:3.13-slim AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv --without-pip /venv
# The lock alone: this layer, nearly all of the image, stays until the lock changes.
COPY requirements.lock ./
RUN pip --python /venv install --require-hashes --no-deps -r requirements.lock

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
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1
RUN useradd --uid 10001 --create-home newsmill
COPY --from=libraries /venv /venv
COPY --from=places /places.sqlite /venv/share/newsmill/places.sqlite
RUN --mount=from=wheel,source=/wheel,target=/wheel \
    PYTHONDONTWRITEBYTECODE=1 PIP_ROOT_USER_ACTION=ignore \
    pip --python /venv install --no-deps --no-cache-dir /wheel/*.whl
WORKDIR /home/newsmill
USER 10001
ENTRYPOINT ["newsmill"]
CMD ["--help"]
