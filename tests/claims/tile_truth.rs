//! Claims about the accuracy of the tiles of the committed layers.

use std::collections::BTreeMap;

use coterm_core::layers::Area;
use coterm_core::space::{GridPoint, LonLat};
use coterm_tiles::{TileJson, USUAL_ZOOMS, displacement_units};
use geo::Coord;
use polygon_coverage::{
    BoundaryIndex, containment, maximum_inscribed_circle::maximum_inscribed_circle,
};

use crate::read_tiles::{Point, is_along, sampled, tiles};

/// Longitude and latitude of a point of a zoom's grid, by the definition of EPSG:3857.
pub(crate) fn lonlat(point: Point, zoom: u8) -> LonLat {
    let side = f64::from(1_u32 << zoom) * 4_096.0;
    #[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
    let [x, y] = point.map(|at| at as f64 / side);
    let angle = std::f64::consts::PI * (1.0 - 2.0 * y);
    let lat = 2.0 * angle.exp().atan() - std::f64::consts::FRAC_PI_2;
    LonLat::new(x * 360.0 - 180.0, lat.to_degrees()).unwrap()
}

fn published() -> TileJson {
    let layers: Vec<&str> = tiles().layers().collect();
    let addresses = vec!["http://localhost/tiles/{z}/{x}/{y}".to_owned()];
    tiles().tile_json(&layers, addresses, USUAL_ZOOMS).unwrap()
}

/// The claim includes simplification, rounding and projection, through OSTN15 and back.
#[test]
fn no_vertex_is_further_from_its_areas_boundary_than_is_published() {
    let bounds = published().displacement;
    let layers = coterm_tests::dataset().catalogue().layers();
    let boundaries: BTreeMap<(&str, &str), BoundaryIndex> = layers
        .iter()
        .flat_map(|layer| layer.areas().iter().map(move |area| (layer, area)))
        .map(|(layer, area)| {
            (
                (layer.id(), area.code()),
                BoundaryIndex::build([area.footprint()]).unwrap(),
            )
        })
        .collect();
    let mut worst = [0.0_f64; 15];
    for (coord, tile) in sampled() {
        for layer in layers {
            for area in tile.get(layer.id()).into_iter().flatten() {
                let boundary = &boundaries[&(layer.id(), area.text("code").unwrap())];
                for ring in &area.lines {
                    for corner in [&ring[..], &ring[..2]].concat().windows(3) {
                        let edges = [[corner[0], corner[1]], [corner[1], corner[2]]];
                        if edges.iter().any(|&edge| is_along(coord, edge)) {
                            continue;
                        }
                        // OSTN15 ends far out at sea.
                        let Ok(at) = lonlat(corner[1], coord.z()).to_grid() else {
                            continue;
                        };
                        let (_, metres) = boundary.nearest(at.coord()).unwrap();
                        let worst = &mut worst[usize::from(coord.z())];
                        *worst = worst.max(metres);
                    }
                }
            }
        }
    }
    for (bound, worst) in bounds.iter().zip(worst) {
        println!(
            "zoom {:2}: {worst:9.2} m of {:9.2} m",
            bound.zoom, bound.metres
        );
        // An edge bends by up to a decimetre in the projection, and millimetres are rounded.
        assert!(worst <= bound.metres + 0.11, "zoom {}", bound.zoom);
    }
}

#[test]
fn an_area_that_is_wider_than_the_lines_move_has_its_label_inside() {
    let bounds = published().displacement;
    let mut inside = 0;
    for (coord, tile) in sampled() {
        for layer in coterm_tests::dataset().catalogue().layers() {
            let labels = tile.get(&format!("{}-label", layer.id()));
            for label in labels.into_iter().flatten() {
                let code = label.text("code").unwrap();
                let circle =
                    maximum_inscribed_circle(layer.area(code).unwrap().footprint(), 0.05).unwrap();
                let bound = bounds[usize::from(coord.z())].metres;
                // The position of the label is rounded too.
                if circle.radius < bound * 1.2 {
                    continue;
                }
                let areas = tile.get(layer.id()).into_iter().flatten();
                let containing = areas.filter(|area| {
                    #[expect(clippy::cast_precision_loss, reason = "below 2⁵³")]
                    let coord = |at: &Point| Coord {
                        x: at[0] as f64,
                        y: at[1] as f64,
                    };
                    let ring = |ring: &Vec<Point>| ring.iter().map(coord).collect();
                    let polygons = area.lines.iter().map(ring);
                    let polygons = polygons.map(|ring| geo::Polygon::new(ring, Vec::new()));
                    // Even-odd: a hole cancels the ring around it.
                    let at = coord(&label.lines[0][0]);
                    polygons
                        .filter(|ring| containment::contains(&ring.clone().into(), at))
                        .count()
                        % 2
                        == 1
                });
                let containing: Vec<_> = containing.filter_map(|area| area.text("code")).collect();
                assert!(
                    containing.contains(&code),
                    "{coord} {} {code}: {containing:?}",
                    layer.id()
                );
                inside += 1;
            }
        }
    }
    assert!(inside > 3_000, "{inside}");
}

#[test]
fn no_area_larger_than_a_few_pixels_goes_and_the_table_says_how_true_each_zoom_is() {
    println!("zoom  pieces of line  moved by (of 4.71)          area error  areas gone (largest)");
    for zoom in USUAL_ZOOMS {
        let found = tiles().accuracy(zoom).unwrap();
        println!(
            "{:4} {:8} of {} {:6.2} units {:9.2} m {:11.6} % {:5} ({:.1} square units)",
            zoom,
            found.segments,
            found.vertices,
            found.displacement,
            found.displacement_m,
            found.area_error * 100.0,
            found.gone,
            found.largest_gone
        );
        assert!(found.displacement <= displacement_units());
        // A pixel is 64 square units where a tile is drawn 512 pixels wide.
        assert!(found.largest_gone < 2.0 * 64.0, "zoom {zoom}");
    }
}

#[test]
fn a_description_says_where_what_and_how_true() {
    let described = published();
    let json = serde_json::to_value(&described).unwrap();
    assert_eq!(json["tilejson"], "3.0.0");
    assert_eq!(
        (json["minzoom"].as_u64(), json["maxzoom"].as_u64()),
        (Some(0), Some(14))
    );
    assert!(
        json["attribution"]
            .as_str()
            .unwrap()
            .contains("Open Government Licence")
    );
    assert_eq!(json["displacement"].as_array().unwrap().len(), 15);
    let names: Vec<&str> = json["vector_layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| layer["id"].as_str().unwrap())
        .collect();
    assert!(
        ["lad-2023", "lad-2023-line", "lad-2023-label"]
            .iter()
            .all(|id| names.contains(id))
    );
    let bounds = described.bounds.unwrap();
    for area in coterm_tests::dataset().catalogue().layers()[0].areas() {
        let circle = maximum_inscribed_circle(Area::footprint(area), 0.05).unwrap();
        let at = GridPoint::new(circle.centre.x, circle.centre.y)
            .unwrap()
            .to_lonlat()
            .unwrap();
        assert!((bounds.west..bounds.east).contains(&at.lon()));
        assert!((bounds.south..bounds.north).contains(&at.lat()));
    }
    assert_eq!(serde_json::from_value::<TileJson>(json).unwrap(), described);
    // Every field that a tile has is described.
    for (coord, tile) in sampled().filter(|(coord, _)| coord.z() == 9) {
        for (name, features) in &tile {
            let layer = described
                .vector_layers
                .iter()
                .find(|layer| layer.id == *name)
                .unwrap();
            let known = |key: &String| layer.fields.contains_key(key);
            let mut keys = features
                .iter()
                .flat_map(|feature| feature.properties.keys());
            assert!(keys.all(known), "{coord} {name}");
        }
    }
}
