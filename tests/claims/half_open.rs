//! Claims about the half-open rule: a point on a boundary has the containing area that the words of
//! [`polygon_coverage::containment`] give it, from the index, from brute force, over HTTP, from the
//! command and from `bulk`.

use axum::Router;
use axum::http::Method;
use coterm_core::codes::{CodeTable, PostcodeDirectory};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, Catalogue, Layer, LayerId};
use coterm_io::Silent;
use coterm_io::bulk::{BulkOptions, Columns, resolve};
use coterm_report::lookup::row_reason;
use coterm_tests::{coterm, dataset, run};
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, Line, LineString, MultiPolygon, Polygon};
use jiff::civil::{Date, date};
use polygon_coverage::AreaId;
use polygon_coverage::containment::locate_by_brute_force;
use polygon_coverage::measure::edges;

use crate::bulk::at;
use crate::differential::{areas_at, indexes, point};
use crate::requests;

/// Dates such that every layer that answers lookups is valid on one of them.
const DATES: [Date; 5] = [
    date(2022, 6, 30),
    date(2022, 8, 1),
    date(2023, 5, 1),
    date(2025, 6, 1),
    date(2026, 3, 1),
];

/// Point on a boundary of a layer.
#[derive(Debug, Clone, Copy)]
struct OnBoundary {
    layer: usize,
    place: Coord<f64>,
    /// Direction of the boundary there, in eighths of a turn from the east; even ones are level or
    /// vertical.
    direction: usize,
    /// Position of the containing area, by the words of the rule.
    area: Option<usize>,
}

/// The edges of a layer, each with the position of its area, whose interior is on the left.
fn edges_of(layer: &Layer) -> Vec<(usize, Line<f64>)> {
    let areas = layer.areas().iter().enumerate();
    areas
        .flat_map(|(area, held)| {
            edges(held.footprint()).map(move |[from, to]| (area, Line::new(from, to)))
        })
        .collect()
}

/// The area "immediately to its east", a little to the north of where a boundary runs level. That
/// is the area whose interior is to the right of the first line met when turning counter-clockwise
/// around the point from the east.
fn area_by_the_words(edges: &[(usize, Line<f64>)], place: Coord<f64>) -> Option<usize> {
    let mut lines: Vec<(f64, Option<usize>)> = Vec::new();
    for &(area, edge) in edges {
        if edge.start != place
            && edge.end != place
            && edge.coordinate_position(&place) != CoordPos::Inside
        {
            continue;
        }
        // Looking along the edge, its area is on the left; looking back, on the right.
        for (end, on_the_right) in [(edge.end, None), (edge.start, Some(area))] {
            if end != place {
                let angle = (end.y - place.y).atan2(end.x - place.x);
                let angle = if angle > 0.0 {
                    angle
                } else {
                    angle + std::f64::consts::TAU
                };
                lines.push((angle, on_the_right));
            }
        }
    }
    let first = lines
        .iter()
        .map(|(angle, _)| *angle)
        .fold(f64::INFINITY, f64::min);
    let mut first = lines.iter().filter(|(angle, _)| *angle == first);
    first.find_map(|(_, on_the_right)| *on_the_right)
}

fn direction(edge: Line<f64>) -> usize {
    let along = edge.end - edge.start;
    match (
        along.x == 0.0 || along.y == 0.0,
        along.x > 0.0,
        along.y > 0.0,
    ) {
        (true, true, _) => 0,
        (true, _, true) => 2,
        (true, ..) if along.x < 0.0 => 4,
        (true, ..) => 6,
        (false, true, true) => 1,
        (false, false, true) => 3,
        (false, false, false) => 5,
        (false, true, false) => 7,
    }
}

/// Starts of edges, and middles that are exactly on their edges: `each` of both for each direction
/// in which a layer's edges run.
fn on_boundaries(dataset: &Dataset, each: usize) -> Vec<OnBoundary> {
    let mut found = Vec::new();
    for (layer, this_layer) in dataset.catalogue().layers().iter().enumerate() {
        if !this_layer.info().role.answers_lookups() {
            continue;
        }
        let edges = edges_of(this_layer);
        let mut counts = [[0; 8]; 2];
        // Spread over the layer: the number of edges of no layer is a multiple of the prime 7,919.
        for at in 0..edges.len() {
            let edge = edges[at * 7_919 % edges.len()].1;
            let middle = (edge.start + edge.end) / 2.0;
            let exact = edge.coordinate_position(&middle) == CoordPos::Inside;
            for (kind, place) in [Some(edge.start), exact.then_some(middle)]
                .into_iter()
                .enumerate()
            {
                let count = &mut counts[kind][direction(edge)];
                if let Some(place) = place.filter(|_| *count < each) {
                    *count += 1;
                    found.push(OnBoundary {
                        layer,
                        place,
                        direction: direction(edge),
                        area: area_by_the_words(&edges, place),
                    });
                }
            }
        }
    }
    found
}

/// Points to look up in a dataset, with the expected answers.
struct Table<'a> {
    dataset: &'a Dataset,
    points: Vec<OnBoundary>,
}

impl Table<'_> {
    fn layer(&self, case: &OnBoundary) -> &Layer {
        &self.dataset.catalogue().layers()[case.layer]
    }

    /// Code of the containing area; empty for none.
    fn code(&self, case: &OnBoundary) -> &str {
        case.area
            .map_or("", |area| self.layer(case).areas()[area].code())
    }

    /// A date on which the layer answers.
    fn date(&self, case: &OnBoundary) -> Date {
        let is_valid = |on: &Date| {
            let layers = self.dataset.catalogue().valid_on(*on, None);
            layers.is_ok_and(|layers| layers.contains(&LayerId::new(case.layer)))
        };
        DATES.into_iter().find(is_valid).unwrap()
    }

    fn is_answered_by_brute_force_and_indexes(&self) {
        for (position, layer) in self.dataset.catalogue().layers().iter().enumerate() {
            let cases: Vec<_> = self
                .points
                .iter()
                .filter(|case| case.layer == position)
                .collect();
            let places: Vec<_> = cases.iter().map(|cases| cases.place).collect();
            let footprints = || layer.areas().iter().map(Area::footprint);
            let [_, of_one, of_areas] = indexes(footprints().collect::<Vec<_>>());
            let by_cells = areas_at(
                self.dataset.point_index().unwrap().coverage(position),
                &places,
            );
            let [apart, by_areas] = [of_one, of_areas].map(|index| areas_at(&index, &places));
            for (at, cases) in cases.into_iter().enumerate() {
                let by_force = locate_by_brute_force(footprints(), cases.place).map(AreaId::index);
                assert_eq!(
                    [cases.area; 4],
                    [by_force, by_cells[at], apart[at], by_areas[at]],
                    "{} at {cases:?}: brute force, cells, cells and one apart, areas",
                    layer.id()
                );
            }
        }
    }

    fn is_answered_by_lookups(&self) {
        for case in &self.points {
            let answer = self
                .dataset
                .lookup_grid(point(case.place), self.date(case), None);
            let areas = answer.unwrap().areas;
            let found = areas
                .iter()
                .find(|area| area.layer == self.layer(case).id());
            assert_eq!(
                found.map_or("", |area| area.code),
                self.code(case),
                "{case:?}"
            );
        }
    }

    async fn is_answered_over_http(&self, app: &Router) {
        for case in &self.points {
            let Coord { x, y } = case.place;
            let path = format!("/lookup?easting={x}&northing={y}&on={}", self.date(case));
            let answer = requests::send_to(app, Method::GET, &path, &[]).await.json();
            assert_eq!(
                self.code_in(&answer, case),
                self.code(case),
                "{path}: {case:?}"
            );
        }
    }

    /// The code of the layer's area in a JSON answer.
    fn code_in<'a>(&self, answer: &'a serde_json::Value, case: &OnBoundary) -> &'a str {
        let areas = answer["areas"]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"));
        let found = areas
            .iter()
            .find(|area| area["layer"] == self.layer(case).id());
        found.map_or("", |area| area["code"].as_str().unwrap())
    }

    /// The points to look up on each date, and the same as CSV.
    fn rows(&self) -> impl Iterator<Item = (Date, Vec<&OnBoundary>, String)> {
        DATES.into_iter().map(|on| {
            let case: Vec<_> = self
                .points
                .iter()
                .filter(|case| self.date(case) == on)
                .collect();
            let rows = case
                .iter()
                .map(|case| format!("{},{}\n", case.place.x, case.place.y));
            let csv = "easting,northing\n".to_owned() + &rows.collect::<String>();
            (on, case, csv)
        })
    }

    fn is_answered_in_csv(&self, case: &[&OnBoundary], csv: &[u8]) {
        let mut reader = csv::Reader::from_reader(csv);
        let headers = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), case.len());
        for (row, case) in rows.iter().zip(case) {
            let column = at(
                &headers,
                &format!("{}_code", self.layer(case).info().family),
            );
            assert_eq!(&row[column], self.code(case), "{case:?}: {row:?}");
        }
    }

    fn is_answered_in_bulk(&self) {
        for (on, case, csv) in self.rows() {
            let columns = Columns::Grid("easting".into(), "northing".into());
            let options = BulkOptions::new(columns, on);
            if case.is_empty() {
                continue;
            }
            let mut out = Vec::new();
            resolve(
                self.dataset,
                &options,
                row_reason,
                csv.as_bytes(),
                &mut out,
                &Silent,
            )
            .unwrap();
            self.is_answered_in_csv(&case, &out);
        }
    }
}

/// Points on the real boundaries, none of which runs exactly level or vertical.
fn real(each: usize) -> Table<'static> {
    let points = on_boundaries(dataset(), each);
    for direction in [1, 3, 5, 7] {
        let count = points
            .iter()
            .filter(|case| case.direction == direction)
            .count();
        assert!(count >= 11, "{count} in direction {direction}");
    }
    // Points on eastern and northern rims are in no area.
    assert!(points.iter().any(|case| case.area.is_none()));
    Table {
        dataset: dataset(),
        points,
    }
}

/// Dataset of one layer of squares, every second one cut in two, with edges in all directions.
fn squares() -> Dataset {
    let info = dataset()
        .catalogue()
        .layer("lad-2021")
        .unwrap()
        .info()
        .clone();
    let mut areas = Vec::new();
    for (column, row) in (0..6_u8).flat_map(|column| (0..6_u8).map(move |row| (column, row))) {
        let at = |x: u8, y: u8| {
            (
                350_000.0 + 64.0 * f64::from(column + x),
                440_000.0 + 64.0 * f64::from(row + y),
            )
        };
        let [a, b, c, d] = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
        let parts = match (column + 2 * row) % 4 {
            0 => vec![vec![a, b, c], vec![a, c, d]],
            1 => vec![vec![a, b, d], vec![b, c, d]],
            _ => vec![vec![a, b, c, d]],
        };
        for ring in parts {
            let footprint = MultiPolygon::from(Polygon::new(LineString::from(ring), vec![]));
            let code = format!("S{:02}", areas.len());
            areas.push(Area::new(&code, &code, info.period, footprint).unwrap());
        }
    }
    Dataset::new(
        Catalogue::new(vec![Layer::new(info, areas)]),
        CodeTable::default(),
        PostcodeDirectory::default(),
        "nobody",
        Indexing::Layers,
    )
    .unwrap()
}

#[tokio::test]
async fn a_point_on_a_real_boundary_has_one_owner_whoever_is_asked() {
    let table = real(3);
    table.is_answered_by_brute_force_and_indexes();
    table.is_answered_by_lookups();
    table.is_answered_over_http(requests::app()).await;
    table.is_answered_in_bulk();
}

#[tokio::test]
async fn a_point_on_a_level_or_upright_boundary_has_one_owner_whoever_is_asked() {
    let dataset = squares();
    let points = on_boundaries(&dataset, usize::MAX);
    for direction in 0..8 {
        let count = points
            .iter()
            .filter(|case| case.direction == direction)
            .count();
        assert!(count >= 12, "{count} in direction {direction}");
    }
    let table = Table {
        dataset: &dataset,
        points,
    };
    table.is_answered_by_brute_force_and_indexes();
    table.is_answered_by_lookups();
    table.is_answered_in_bulk();
    let app = coterm_server::app(coterm_server::State::new(squares(), "no-page-here"));
    table.is_answered_over_http(&app).await;
}

#[test]
fn the_command_gives_a_point_on_a_boundary_the_same_owner() {
    let folder = tempfile::tempdir().unwrap();
    let table = real(1);
    for (on, case, csv) in table.rows() {
        std::fs::write(folder.path().join("in.csv"), csv).unwrap();
        let on = on.to_string();
        let bulk = [
            "bulk",
            "in.csv",
            "--grid-columns",
            "easting,northing",
            "--on",
            &on,
        ];
        let ran = run(coterm(folder.path()).args(bulk));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        table.is_answered_in_csv(&case, ran.out.as_bytes());
        // Each lookup costs a process that loads the data.
        for case in case.iter().step_by(case.len() / 4) {
            let grid = format!("{},{}", case.place.x, case.place.y);
            let lookup = ["lookup", "--grid", &grid, "--on", &on, "--json"];
            let ran = run(coterm(folder.path()).args(lookup));
            assert_eq!(ran.code, Some(0), "{}", ran.err);
            let answer = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(
                table.code_in(&answer, case),
                table.code(case),
                "{grid}: {case:?}"
            );
        }
    }
}
