# Two stages: the first builds the wheel and installs the locked libraries, the second holds nothing but the result.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/build && python -m venv /opt/press-records
WORKDIR /src
COPY requirements/runtime.txt requirements/build.txt requirements/
RUN /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements/build.txt \
    && /opt/press-records/bin/pip install --require-hashes --only-binary :all: -r requirements/runtime.txt
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE ./
COPY models/ models/
COPY pipeline/ pipeline/
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /dist . \
    && /opt/press-records/bin/pip install --no-deps --no-index /dist/*.whl \
    && /opt/press-records/bin/python -m compileall -q /opt/press-records

FROM python:3.12-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin press \
    && install --directory --owner press --group press /in /out
COPY --from=build /opt/press-records /opt/press-records
ENV PATH=/opt/press-records/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /out
VOLUME ["/in", "/out"]
ENTRYPOINT ["press-records"]
CMD ["run", "/in", "--out", "/out"]
