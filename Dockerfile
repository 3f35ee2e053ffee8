# publish with everything that it needs: libraries, faces, Python packages as the lock has them.
#
#   docker build -t publish .
#   docker run --rm -v "$PWD:/books" -u "$(id -u):$(id -g)" publish epub page.txt
FROM python:3.12-slim-bookworm

RUN apt-get update && apt-get install -y --no-install-recommends \
      fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-noto-cjk fonts-lxgw-wenkai fonts-arphic-ukai fonts-liberation \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/publish
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

RUN useradd --create-home reader
USER reader
ENV LANG=C.UTF-8
WORKDIR /books
ENTRYPOINT ["publish"]
