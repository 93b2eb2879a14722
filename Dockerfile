# Two stages: the first builds the wheel and installs the locked libraries, the second holds nothing but the result.
# Any image of Debian or Ubuntu with Python 3.11 or newer and its venv module will do as the base of both.
ARG BASE=docker.io/library/python:3.12-slim
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1
RUN python3 -m venv /opt/build && python3 -m venv --without-pip /opt/press-records
WORKDIR /src
COPY requirements/runtime.txt requirements/build.txt requirements/
# How to reach a package index of one's own stays out of the image and its history.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf --mount=type=secret,id=ca \
    /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements/build.txt \
    && /opt/build/bin/pip --python /opt/press-records install --require-hashes --only-binary :all: -r requirements/runtime.txt
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE ./
COPY models/ models/
COPY pipeline/ pipeline/
# Compiled with hashes, so that times of files that an engine or a registry rewrites make no compiled file stale.
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /dist . \
    && /opt/build/bin/pip --python /opt/press-records install --no-deps --no-index /dist/*.whl \
    && /opt/press-records/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/press-records/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="press-records" org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin press \
    && install --directory --owner press --group press /in /out
COPY --from=build /opt/press-records /opt/press-records
ENV PATH=/opt/press-records/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 ORT_DISABLE_TELEMETRY=1
USER 10001:10001
# The folder above /out, which is what commands take by themselves: their default is --out out.
WORKDIR /
VOLUME ["/in", "/out"]
# A process with the number 1 is deaf to SIGTERM until it sets up a handler; Python has one for SIGINT from the start.
STOPSIGNAL SIGINT
ENTRYPOINT ["press-records"]
CMD ["run", "/in", "--out", "/out"]
