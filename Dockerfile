# JupyterLab on the book's notebooks, as 'make notebooks' wrote them:
#   make notebooks && docker build --tag homlp .
#   docker run --rm --publish 127.0.0.1:8888:8888 homlp
# PyTorch is the CPU build. For a GPU, name the index of CUDA builds that pytorch.org shows,
# --build-arg TORCH_INDEX_URL=..., and run with --gpus all.

FROM python:3.12-slim AS build
ARG TORCH_INDEX_URL=
WORKDIR /source
RUN python -m venv /opt/homlp
COPY constraints.txt ./
# In a layer of its own: it is the largest, and the library's code must not rebuild it.
RUN PIP_EXTRA_INDEX_URL=$TORCH_INDEX_URL /opt/homlp/bin/pip install --no-cache-dir --quiet --constraint constraints.txt "$(grep '^torch==' constraints.txt)"
RUN /opt/homlp/bin/pip install --no-cache-dir --quiet --constraint constraints.txt jupyterlab
COPY pyproject.toml README.md LICENSE LICENSE-text ./
COPY src ./src
RUN /opt/homlp/bin/pip install --no-cache-dir --quiet --constraint constraints.txt .

FROM python:3.12-slim
COPY --from=build /opt/homlp /opt/homlp
RUN useradd --create-home --uid 1000 reader
COPY --chown=reader:reader _build/notebooks /home/reader/notebooks
USER reader
WORKDIR /home/reader/notebooks
ENV PATH=/opt/homlp/bin:$PATH
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser"]
