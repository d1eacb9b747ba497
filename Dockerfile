# JupyterLab on the book's notebooks, as 'make notebooks' wrote them:
#   make notebooks && docker build --tag homlp .
#   docker run --rm --publish 127.0.0.1:8888:8888 homlp
# PyTorch is the CPU build. For an NVIDIA card, --build-arg TORCH_BACKEND=cu130, or what uv calls
# the CUDA of that machine's driver, and run with --gpus all.

FROM python:3.12-slim AS build
ARG TORCH_BACKEND=cpu
ENV PIP_NO_CACHE_DIR=1 PIP_CONSTRAINT=/source/constraints.txt UV_NO_CACHE=1
WORKDIR /source
COPY constraints.txt scripts/torch ./
RUN python -m venv /opt/homlp && pip install --quiet uv
# In a layer of its own: it is the largest, and the library's code must not rebuild it.
RUN ./torch /opt/homlp/bin/python
RUN /opt/homlp/bin/pip install --quiet jupyterlab
COPY pyproject.toml README.md LICENSE LICENSE-text ./
COPY src ./src
RUN /opt/homlp/bin/pip install --quiet .

FROM python:3.12-slim
COPY --from=build /opt/homlp /opt/homlp
RUN useradd --create-home --uid 1000 reader
COPY --chown=reader:reader _build/notebooks /home/reader/notebooks
USER reader
WORKDIR /home/reader/notebooks
ENV PATH=/opt/homlp/bin:$PATH
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser"]
