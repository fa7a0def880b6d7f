"""Reads every layer of `coterm serve` with GDAL's driver for OGC API Features:

- all areas, page by page, with the codes and the longitudes and latitudes of the items themselves;
- the same in each coordinate system that the layer offers, on the same ground;
- with a filter and with a box that the driver sends to the server;
- each page as FlatGeobuf, which has the same areas.
"""

import json
import os
import re
import subprocess
import urllib.parse
import urllib.request

import pyogrio.raw
import shapely


def requested(address):
    with urllib.request.urlopen(address) as answer:
        return answer.headers, answer.read()


def document(address):
    return json.loads(requested(address)[1])


def read(base, layer, CRS="OGC:CRS84", **options):
    # Without CRS, GDAL asks for the system in which the areas are stored.
    meta, _, geometry, fields = pyogrio.raw.read(f"OAPIF:{base}", layer=layer, CRS=CRS, **options)
    codes = fields[list(meta["fields"]).index("code")].tolist()
    return dict(zip(codes, shapely.from_wkb(geometry), strict=True))


def within(one, other, near):
    """Whether two geometries are the same, but for rounding; PROJ may lack the grid of OSTN15."""
    return shapely.hausdorff_distance(one, other) <= near


def flatgeobuf(address):
    while address:
        headers, body = requested(address)
        assert headers["content-type"] == "application/flatgeobuf"
        meta, _, geometry, fields = pyogrio.raw.read(body)
        codes = fields[list(meta["fields"]).index("code")].tolist()
        yield from zip(codes, shapely.from_wkb(geometry), strict=True)
        following = re.search('<([^>]*)>; rel="next"', headers["link"])
        address = following and following[1]


def check(base, collection):
    layer = collection["id"]
    items = f"{base}/collections/{layer}/items"
    expected = {
        feature["id"]: shapely.from_geojson(json.dumps(feature))
        for feature in document(items)["features"]
    }
    assert len(expected) == collection["areas"], layer
    areas = read(base, layer, PAGE_SIZE=str(max(1, len(expected) // 3)))
    assert list(areas) == list(expected), layer
    assert all(shapely.equals(areas[code], expected[code]) for code in areas), layer

    for uri in collection["crs"]:
        encoded = urllib.parse.quote(uri, safe="")
        sent = document(f"{items}?crs={encoded}")["features"]
        here = {one["id"]: shapely.from_geojson(json.dumps(one)) for one in sent}
        code = uri.rsplit("/", 1)[1]
        name = "OGC:CRS84" if code == "CRS84" else f"EPSG:{code}"
        read_here = read(base, layer, CRS=name)
        assert list(read_here) == list(expected), (layer, name)
        for key, area in read_here.items():
            # GDAL has x first, whatever the order of the axes is.
            turned = shapely.transform(here[key], lambda at: at[:, ::-1]) if code == "4326" else here[key]
            assert within(area, turned, 1e-9), (layer, name, key)

    first, last = list(expected)[0], list(expected)[-1]
    found = read(base, layer, where=f"code = '{last}'")
    assert list(found) == [last], layer
    found = read(base, layer, where=f"code >= '{first}' AND code LIKE '%{first[-3:]}'")
    assert list(found) == [code for code in expected if code.endswith(first[-3:])], layer
    box = expected[first].bounds
    found = read(base, layer, bbox=box)
    meeting = [code for code, area in expected.items() if shapely.intersects(area, shapely.box(*box))]
    assert list(found) == meeting, layer

    flat = dict(flatgeobuf(f"{items}?f=fgb&limit={max(1, len(expected) // 3)}"))
    assert sorted(flat) == sorted(expected), layer
    assert all(within(flat[code], expected[code], 1e-6) for code in flat), layer
    return len(expected)


def main():
    command = [os.environ["COTERM_BIN"], "serve", "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in server.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        base = found[0]
        collections = document(f"{base}/collections")["collections"]
        areas = sum(check(base, collection) for collection in collections)
        layers = [name for name, _ in pyogrio.list_layers(f"OAPIF:{base}").tolist()]
        assert layers == [collection["id"] for collection in collections]
    finally:
        server.terminate()
        server.wait()
    print(f"GDAL reads {areas:,} areas of {len(collections)} layers over HTTP, in each coordinate system")


if __name__ == "__main__":
    main()
