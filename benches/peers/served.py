"""Requests the same tiles from coterm and Martin over HTTP, and writes one line of JSON per figure.

    python served.py INPUTS RECORDS PROGRAMS MARTIN

Each server has one core and as many threads as it chooses for one. The client has another core, with
16 connections that are kept open and one request under way on each. *Cold* requests each tile once,
after one of zoom 11; *warm* requests the same tiles again, when each server has cached what it
caches. Martin serves them from GeoJSON, from which it makes each tile, and from the archive that
coterm made. From GeoJSON a tile of zoom 9 takes it seconds and one of zoom 6 half a minute, so fewer
are requested there, and none of zoom 6.
"""

import gzip
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from records import add

QUICK = os.environ.get("QUICK", "0") not in ("", "0")
# Limits of a warm run: a number of requests, or as many as took this many seconds when cold.
REQUESTS, SECONDS = (2_000, 2) if QUICK else (20_000, 10)
SERVER, CLIENT = (["taskset", "--cpu-list", str(core % os.cpu_count())] for core in (0, 1))
PATIENCE = 60.0
# Maximum number of tiles of a zoom that Martin makes from GeoJSON, spread evenly.
FEW = {9: 12, 12: 40}


def main(inputs, records, programs, martin):
    for data in sorted(Path(inputs, "tiles").glob("data")):
        layer = next(data.parent.glob("*.fgb")).stem
        compared = data.with_name("compared").read_text().split()
        with tempfile.TemporaryDirectory() as work:
            ours = {}
            for name, path, command, asked in servers(data, layer, compared, Path(programs), Path(martin), Path(work)):
                try:
                    figures, bodies = served(name, path, command, asked, Path(programs))
                except RuntimeError as error:
                    add(records, {"kind": "tiles absent", "contender": name, "reason": str(error)})
                    continue
                ours = ours or bodies
                differs = sum(body != ours[tile] for tile, body in bodies.items())
                for figure in figures:
                    add(records, {"kind": "served", "layer": layer, **figure, "differs": differs})
    if not Path(martin).exists():
        add(records, {"kind": "tiles absent", "contender": "Martin", "reason": "not to be had from crates.io here"})
        return
    said = subprocess.run([martin, "--version"], capture_output=True, text=True).stdout
    add(records, {"kind": "version", "contender": "Martin", "version": f"Martin {said.split()[-1]}"})


def servers(data, layer, compared, programs, martin, work):
    """Yields for each server its name, the path before a tile, the command without address, and the tiles."""
    coterm = programs / "coterm"
    yield "coterm", f"/tiles/{layer}/", [coterm, "--data", data, "serve", "--web", work, "--bind"], compared
    if not martin.exists():
        return
    archive = work / f"{layer}.mbtiles"
    subprocess.run([coterm, "--data", data, "tiles", layer, "--zooms", "0-12", "-o", archive], check=True, stdout=subprocess.DEVNULL)
    some = [tile for zoom, most in FEW.items() for tile in spread(of_zoom(compared, zoom), most)]
    for kind, file, asked in [("MBTiles", archive, compared), ("GeoJSON", data.parent / f"{layer}.geojson", some)]:
        yield f"Martin, {kind}", f"/{layer}/", [martin, file, "--workers", "1", "--listen-addresses"], asked


def of_zoom(tiles, zoom):
    return [tile for tile in tiles if tile.startswith(f"{zoom}/")]


def spread(tiles, most):
    return tiles[:: -(-len(tiles) // most) or 1]


def served(name, path, command, compared, programs):
    """Returns the figures of each zoom, cold and warm, and the tiles."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:{}".format(free.getsockname()[1])
    start = time.perf_counter()
    server = subprocess.Popen([*SERVER, *map(str, command), address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        zoom, column, row = map(int, compared[-1].split("/"))
        wait(server, f"http://{address}{path}{zoom - 1}/{column // 2}/{row // 2}")
        ready = time.perf_counter() - start
        figures = []
        for zoom in sorted({int(tile.split("/")[0]) for tile in compared}):
            paths = [path + tile for tile in of_zoom(compared, zoom)]
            cold = ask(programs, address, paths, 1)
            times = min(REQUESTS // len(paths), int(SECONDS * cold["requests_per_s"] / len(paths)))
            warm = ask(programs, address, paths, max(times, 1))
            for state, exchange in [("cold", cold), ("warm", warm)]:
                figures.append({"server": name, "zoom": zoom, "state": state, "tiles": len(paths), "ready_s": ready, **exchange})
        return figures, {tile: fetch(f"http://{address}{path}{tile}") for tile in compared}
    finally:
        server.terminate()
        server.wait()


def wait(server, url):
    """Waits until the server answers with a first tile."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fetch(url)
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{server.args[3]} does not answer") from None
            time.sleep(0.01)


def fetch(url):
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        body = answer.read()
        return gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body


def ask(programs, address, paths, times):
    command = [*CLIENT, str(programs / "ask-tiles"), address, str(times)]
    said = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True)
    if said.returncode:
        raise RuntimeError(said.stderr.strip().splitlines()[-1])
    return json.loads(said.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
