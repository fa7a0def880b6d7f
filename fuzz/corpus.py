"""Makes the seeds in corpus/: one small file for each variant of each format, all of the same two
made-up areas. Run it with COTERM_BIN, the command, which writes the formats that it exports.

Files whose names begin with "fault-" are not made here: they are inputs that were once a fault.
"""

import io
import json
import os
import sqlite3
import struct
import subprocess
import tempfile
import zipfile
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
COTERM = os.environ["COTERM_BIN"]

# Longitude and latitude; the first area has a hole, and the second consists of two parts.
SOUTH = [[[-2.82, 54.03], [-2.79, 54.03], [-2.79, 54.05], [-2.82, 54.05], [-2.82, 54.03]],
         [[-2.81, 54.035], [-2.80, 54.045], [-2.80, 54.035], [-2.81, 54.035]]]
NORTH = [[[[-2.82, 54.05], [-2.79, 54.05], [-2.79, 54.07], [-2.82, 54.05]]],
         [[[-2.81, 54.036], [-2.801, 54.036], [-2.801, 54.044], [-2.81, 54.036]]]]
AREAS = [("X01000001", "South", "Polygon", SOUTH), ("X01000002", "North \"Môn\"", "MultiPolygon", NORTH)]
# Metres of EPSG:27700, for the formats that are made here.
METRES = [("X01000001", "South", [[(346000, 459000), (346000, 461000), (348000, 461000), (348000, 459000), (346000, 459000)],
                                  [(346500, 459500), (347500, 459500), (347500, 460500), (346500, 459500)]]),
          ("X01000002", "North", [[(346000, 461000), (347000, 463000), (348000, 461000), (346000, 461000)]])]
BNG = ('PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,'
       '299.3249646]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
       'PARAMETER["False_Easting",400000],PARAMETER["False_Northing",-100000],PARAMETER["Central_Meridian",-2],'
       'PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49],UNIT["Meter",1]]')


def features():
    for number, (code, name, kind, coordinates) in enumerate(AREAS, 1):
        yield {"type": "Feature", "id": number, "properties": {"AREA23CD": code, "AREA23NM": name, "n": 1.5, "x": None},
               "geometry": {"type": kind, "coordinates": coordinates}}


def collection(**members):
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features())}).encode()


def write(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def exported(ending, *options):
    """Returns the areas as coterm exports them."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.geojson"), Path(folder, f"a.{ending}")
        source.write_bytes(collection())
        subprocess.run([COTERM, "export", source, "-o", target, *options], check=True, capture_output=True)
        return target.read_bytes()


def small_pages(geopackage):
    """Writes a database anew with pages of 512 bytes, an eighth of the usual size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gpkg")
        path.write_bytes(geopackage)
        database = sqlite3.connect(path)
        database.execute("PRAGMA page_size = 512")
        database.execute("VACUUM")
        database.close()
        return path.read_bytes()


def shp(shape_type=5):
    """Returns the shapes of a shapefile: polygons, or polygons with z (15)."""
    records = b""
    for number, (_, _, rings) in enumerate(METRES, 1):
        points = [point for ring in rings for point in ring]
        starts = [sum(map(len, rings[:at])) for at in range(len(rings))]
        xs, ys = zip(*points)
        body = struct.pack("<i4d2i", shape_type, min(xs), min(ys), max(xs), max(ys), len(rings), len(points))
        body += struct.pack(f"<{len(starts)}i", *starts)
        body += b"".join(struct.pack("<2d", *point) for point in points)
        if shape_type == 15:
            body += struct.pack("<2d", 0, 0) + bytes(8 * len(points))
        records += struct.pack(">2i", number, len(body) // 2) + body
    records += struct.pack(">2i", len(METRES) + 1, 2) + struct.pack("<i", 0)  # a record without a shape
    header = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(records)) // 2)
    return header + struct.pack("<2i8d", 1000, shape_type, 346000, 459000, 348000, 463000, 0, 0, 0, 0) + records


def dbf():
    fields = [(b"AREA23CD", b"C", 9), (b"AREA23NM", b"C", 12), (b"N", b"N", 6)]
    rows = [(code, name, "1.5") for code, name, _ in METRES] + [("X01000003", "Nowhere", "")]
    width = 1 + sum(length for _, _, length in fields)
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(rows), 33 + 32 * len(fields), width)
    for name, kind, length in fields:
        head += struct.pack("<11sc4xBB14x", name, kind, length, 0)
    body = b"".join(b" " + b"".join(value.encode("latin-1").ljust(length) for value, (_, _, length) in zip(row, fields))
                    for row in rows)
    return head + b"\r" + body + b"\x1a"


def zipped(members, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return made.getvalue()


def topojson(quantized):
    arcs = [[[-2.82, 54.05], [-2.79, 54.05]], [[-2.79, 54.05], [-2.79, 54.03], [-2.82, 54.03], [-2.82, 54.05]],
            [[-2.79, 54.05], [-2.79, 54.07], [-2.82, 54.05]]]
    topology = {"type": "Topology", "arcs": arcs, "objects": {"areas": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "id": "a", "properties": {"code": "X01000001", "name": "South"}, "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "properties": {"code": "X01000002", "name": "North"}, "arcs": [[[~0, ~2]]]},
        {"type": None}]}}}
    if quantized:
        topology["transform"] = {"scale": [0.01, 0.01], "translate": [-2.82, 54.03]}
        topology["arcs"] = [[[0, 2], [3, 0]], [[3, 2], [0, -2], [-3, 0], [0, 2]], [[3, 2], [0, 2], [-3, -2]]]
    return json.dumps(topology)


def kml():
    def ring(points):
        text = " ".join(f"{x},{y},0" for x, y in points)
        return f"<LinearRing><coordinates>{text}</coordinates></LinearRing>"

    def polygon(rings):
        inner = "".join(f"<innerBoundaryIs>{ring(one)}</innerBoundaryIs>" for one in rings[1:])
        return f"<Polygon><outerBoundaryIs>{ring(rings[0])}</outerBoundaryIs>{inner}</Polygon>"

    places = [f"<Placemark><name>South</name><ExtendedData><Data name=\"code\"><value>X01000001</value></Data>"
              f"</ExtendedData>{polygon(SOUTH)}</Placemark>",
              f"<Placemark><name><![CDATA[North & more]]></name><description>M&#244;n &amp;</description><ExtendedData>"
              f"<SchemaData schemaUrl=\"#s\"><SimpleData name=\"code\">X01000002</SimpleData></SchemaData></ExtendedData>"
              f"<MultiGeometry>{''.join(map(polygon, NORTH))}<Point><coordinates>-2.8,54</coordinates></Point>"
              f"</MultiGeometry></Placemark>"]
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- made up --><kml xmlns=\"http://www.opengis.net/kml/2.2\">"
            "<Document><Schema name=\"s\" id=\"s\"><SimpleField type=\"string\" name=\"code\"/></Schema><Folder>"
            f"<name>Areas</name>{''.join(places)}</Folder></Document></kml>")


def generation():
    layer = {"id": "trust-2026", "family": "trust", "family_title": "Trusts", "vintage": "2026", "title": "Trusts",
             "role": "primary", "valid_from": "2026-01-01", "valid_to": None, "resolution_m": 20.0, "coast": "", "source": "a file",
             "licence": "", "attribution": "", "file": "imported/layers/trust-2026-0123456789abcdef.fgb", "rows": 2,
             "sha256": "0123456789abcdef" * 4}
    at = "2026-01-02T03:04:05Z"
    for name, change, layers in [("import", {"kind": "import", "layer": "trust-2026", "files": ["a.shp", "a.dbf"]}, [layer]),
                                 ("remove", {"kind": "remove", "layers": ["trust-2026"]}, []),
                                 ("roll-back", {"kind": "roll-back", "to": 1}, [layer])]:
        write("generation", f"{name}.json", json.dumps({"format": 1, "at": at, "change": change, "layers": layers}, indent=1))


def geojson():
    write("geojson", "longitude-latitude.geojson", collection(name="a", bbox=[-2.82, 54.03, -2.79, 54.07]))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    metres = [{"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
              for code, _, rings in METRES]
    metres.append({"type": "Feature", "properties": None, "geometry": {"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [1, 2, 3]}, metres[0]["geometry"]]}})
    write("geojson", "metres.geojson", json.dumps({"type": "FeatureCollection", "crs": crs, "features": metres}))
    lines = [json.dumps(feature) for feature in features()]
    write("geojson", "a-line-each.geojsonl", "\n".join(lines) + "\n")
    write("geojson", "record-separators.geojsonl", "".join(f"\x1e{line}\n" for line in lines))
    write("geojson", "one-feature.geojson", "\ufeff" + lines[0])


def tables():
    text = exported("csv", "--wkt")
    write("csv", "exported.csv", text)
    write("csv", "degrees.csv", "code;name;geometry\r\nA;\"a \"\"b\"\"\";\"SRID=4326;MULTIPOLYGON Z (((-2.8 54 1, -2.7 54 1, "
          "-2.7 54.1 1, -2.8 54 1)))\"\r\nB;b;\"SRID=4326;POLYGON EMPTY\"\r\n")
    write("csv", "utf-16.csv", "code\twkt\nA\tPOLYGON((346000 459000,346000 461000,348000 461000,346000 459000))\n".encode("utf-16"))
    write("weights", "people.csv", "lsoa11cd,name,people\nE01000001,A,10\nE01000002,\"B\",\"1,090.5\"\n")
    write("weights", "semicolons.csv", "sep=;\r\nblock;value\r\nE01000001;1e3\r\nE01000002;2.5\r\n")
    write("practices", "practices.csv", "Code,Name,Postcode\nP1,\"The \"\"Old\"\" Surgery\",la14yw\n\nP2,B,LA1 1AA\n")
    write("practices", "utf-16.csv", "postcode\tname\nLA1 4YW\tMôn\n".encode("utf-16"))
    write("scenario", "blocks.csv", "block,area,name\nE01000001,N,North\nE01000002,S,\"South, more\"\n")
    write("scenario", "areas.toml", "title = \"Two\"\nkind = \"neighbourhood\"\nstatus = \"legislated\"\ndecided = \"2025-11-28\"\n"
          "valid_from = \"2028-04-01\"\nwithin = [\"lad-2023/E07000001\"]\n\n[[area]]\ncode = \"N\"\nname = \"North\"\n"
          "union = [\"lad-2023/E07000001\"]\nminus = [\"lsoa-2011/E01000001\"]\n\n[[area]]\nname = \"South\"\n"
          "blocks = [\"E01000004\"]\n")
    write("scenario", "areas.json", json.dumps({"title": "Two", "rule": {"least": 5, "most": 40}, "area": [
        {"code": "N", "name": "North", "union": ["lad-2023/E07000001"], "intersect": ["lad-2023/E07000002"]},
        {"name": "South", "blocks": ["E01000004"]}]}))


def main():
    geojson()
    tables()
    generation()
    for ending, target in [("fgb", "flatgeobuf"), ("parquet", "geoparquet"), ("kml", "kml")]:
        write(target, f"exported.{ending}", exported(ending))
    for ending, target in [("fgb", "flatgeobuf"), ("parquet", "geoparquet")]:
        write(target, f"degrees.{ending}", exported(ending, "--crs", "EPSG:4326"))
    write("geopackage", "exported.gpkg", small_pages(exported("gpkg")))
    write("kml", "folders.kml", kml())
    write("topojson", "plain.topojson", topojson(False))
    write("topojson", "quantized.topojson", topojson(True))
    separator = b"|next part|"
    write("shapefile", "polygons", separator.join([shp(), dbf(), BNG.encode(), b"ISO-8859-1"]))
    write("shapefile", "with-z", separator.join([shp(15), dbf(), BNG.encode()]))
    shapes = [("a/areas.shp", shp()), ("a/areas.dbf", dbf()), ("a/areas.prj", BNG)]
    write("zip", "shapefile.zip", zipped(shapes))
    write("zip", "deflated.zip", zipped(shapes, zipfile.ZIP_DEFLATED))
    write("zip", "geojson.zip", zipped([("areas.geojson", collection())], zipfile.ZIP_DEFLATED))
    write("zip", "placemarks.kmz", zipped([("doc.kml", kml())], zipfile.ZIP_DEFLATED))
    write("zip", "geopackage.zip", zipped([("a.gpkg", small_pages(exported("gpkg")))], zipfile.ZIP_DEFLATED))


main()
