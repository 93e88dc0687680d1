# One image for every role: the command says which.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
WORKDIR /src
# The lock alone first: the layer of the libraries stays until the lock changes.
COPY requirements.lock ./
RUN /venv/bin/pip install --require-hashes --no-deps -r requirements.lock
COPY . ./
RUN /venv/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="newsmill" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1
RUN useradd --uid 10001 --create-home newsmill
COPY --from=build /venv /venv
WORKDIR /home/newsmill
USER 10001
ENTRYPOINT ["newsmill"]
CMD ["--help"]
