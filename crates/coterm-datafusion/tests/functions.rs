//! Claims about the SQL functions: they say what lookups say, row for row.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, OnceLock};

use coterm_core::lookup::{RowPlace, UnresolvedRow};
use coterm_core::period::parse_day;
use coterm_datafusion::data::LoadedData;
use coterm_datafusion::extension::Extension;
use coterm_datafusion::functions::scalar_functions;
use coterm_datafusion::session::{self, SessionOptions};
use coterm_io::DataLocation;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, Float64Array, RecordBatch, StringArray,
};
use datafusion::arrow::compute::{cast, concat_batches};
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::physical_plan::displayable;
use datafusion::prelude::SessionContext;
use geo::Geometry;
use geozero::ToGeo;
use geozero::wkb::Wkb;

fn data() -> &'static Arc<LoadedData> {
    static DATA: OnceLock<Arc<LoadedData>> = OnceLock::new();
    DATA.get_or_init(open)
}

fn open() -> Arc<LoadedData> {
    LoadedData::open(&DataLocation::built_in(coterm_data::data_file)).unwrap()
}

/// A session with the functions and the table `places`.
fn session() -> SessionContext {
    session_over(data())
}

fn session_over(data: &Arc<LoadedData>) -> SessionContext {
    let context = SessionContext::new();
    for function in scalar_functions(data) {
        context.register_udf(function);
    }
    context.register_batch("places", places()).unwrap();
    context
}

/// Postcodes of the data, their positions on the grid and in degrees, with some that are wrong or
/// missing.
fn places() -> RecordBatch {
    let records = data().dataset().postcodes().records();
    let records: Vec<_> = records.iter().step_by(5).collect();
    let postcodes: StringArray = (0..records.len())
        .map(|row| match row % 39 {
            7 => None,
            20 => Some("nowhere".to_owned()),
            _ => Some(records[row].postcode.to_string()),
        })
        .collect();
    let number = |number: &dyn Fn(usize) -> f64| -> ArrayRef {
        let numbers = (0..records.len()).map(|row| match row % 39 {
            7 => None,
            20 => Some(f64::NAN),
            33 => Some(1e30),
            _ => Some(number(row)),
        });
        Arc::new(numbers.collect::<Float64Array>())
    };
    let degrees = |row: usize| records[row].point.to_lonlat().unwrap();
    let batch = RecordBatch::try_from_iter([
        ("postcode", Arc::new(postcodes) as ArrayRef),
        ("easting", number(&|row| records[row].point.easting())),
        ("northing", number(&|row| records[row].point.northing())),
        ("lon", number(&|row| degrees(row).lon())),
        ("lat", number(&|row| degrees(row).lat())),
    ]);
    batch.unwrap()
}

async fn asked(context: &SessionContext, query: &str) -> RecordBatch {
    let batches = context.sql(query).await.unwrap().collect().await.unwrap();
    concat_batches(batches[0].schema_ref(), &batches).unwrap()
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = cast(batch.column_by_name(column).unwrap(), &DataType::Utf8).unwrap();
    column
        .as_string::<i32>()
        .iter()
        .map(|text| text.map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn functions_answer_as_lookups_do() {
    let context = session();
    for (kind, places, [area, certain, distance]) in [
        (
            "grid",
            "easting, northing",
            ["area_at", "certain_at", "boundary_distance"],
        ),
        (
            "lonlat",
            "lon, lat",
            [
                "area_at_lonlat",
                "certain_at_lonlat",
                "boundary_distance_lonlat",
            ],
        ),
        (
            "postcode",
            "postcode",
            [
                "area_of_postcode",
                "certain_of_postcode",
                "boundary_distance_of_postcode",
            ],
        ),
    ] {
        for (on, family) in [
            ("2022-06-30", "ccg"),
            ("2023-06-01", "lad"),
            ("2023-06-01", "place"),
        ] {
            let query = format!(
                "SELECT {area}('{family}', {places}, '{on}') AS code,
                        {certain}('{family}', {places}, '{on}') AS certain,
                        {distance}('{family}', {places}, '{on}') AS metres,
                        bulk['coterm_status'] AS status, bulk['{family}_code'] AS bulk_code
                 FROM (SELECT *, coterm_row('{family}', '{on}', '{kind}', {places}) AS bulk FROM places)"
            );
            let answer = asked(&context, &query).await;
            let codes = texts(&answer, "code");
            assert!(codes.iter().flatten().count() > 5_000, "{query}");
            assert_eq!(codes, texts(&answer, "bulk_code"), "{kind} {family}");
            let certain = answer.column_by_name("certain").unwrap().as_boolean();
            for (row, status) in texts(&answer, "status").iter().enumerate() {
                match status.as_deref().unwrap() {
                    "ok" | "terminated" => assert!(certain.is_valid(row)),
                    // A place in none of the areas has a certainty; one beyond the data has none.
                    "outside" => {}
                    _ => assert!(certain.is_null(row), "{status:?}"),
                }
            }
            assert!(certain.iter().flatten().any(|certain| certain));
            let metres = answer.column_by_name("metres").unwrap();
            assert_eq!(metres.null_count(), certain.null_count());
        }
    }
}

#[tokio::test]
async fn a_row_has_what_the_core_says_of_its_place() {
    let context = session();
    let query = "SELECT postcode, coterm_row('ccg,lad', '2022-06-30', 'postcode', postcode) AS bulk FROM places";
    let answer = asked(&context, query).await;
    let bulk = answer.column_by_name("bulk").unwrap().as_struct();
    assert_eq!(bulk.column_names().len(), 3 + 2 * 2);
    let bulk = RecordBatch::from(bulk);
    let families = ["ccg".to_owned(), "lad".to_owned()];
    let on = parse_day("2022-06-30").unwrap();
    let lookup =
        coterm_core::lookup::RowLookup::new(data().dataset(), on, Some(&families)).unwrap();
    let mut placements = Vec::new();
    let (codes, status) = (texts(&bulk, "ccg_code"), texts(&bulk, "coterm_status"));
    for (row, postcode) in texts(&answer, "postcode").iter().enumerate() {
        let place = RowPlace::Postcode(postcode.as_deref().unwrap_or_default().as_bytes());
        let outcome = lookup.look_up(place, &mut placements);
        let expected = outcome
            .as_ref()
            .map_or_else(UnresolvedRow::status, |answer| answer.status);
        assert_eq!(status[row].as_deref(), Some(expected.code()));
        let area = placements.first().and_then(|placement| {
            Some(data().dataset().catalogue()[placement.layer][placement.area?].code())
        });
        assert_eq!(codes[row].as_deref(), area);
    }
}

#[tokio::test]
async fn families_and_dates_may_differ_from_row_to_row() {
    let context = session();
    let answer = asked(
        &context,
        "SELECT area_at(family, 348558.0, 457442.0, day) AS code FROM (VALUES
            ('ccg', '2022-06-30'), ('lad', '2022-06-30'), ('lad', '2023-06-01'), (NULL, '2023-06-01'))
            AS asked(family, day)",
    )
    .await;
    let codes = texts(&answer, "code");
    assert_eq!(codes[0].as_deref(), Some("E38000228"));
    assert_eq!(codes[1].as_deref(), Some("E07000121"));
    assert_eq!(codes[2].as_deref(), Some("E07000121"));
    assert_eq!(codes[3], None);
}

#[tokio::test]
async fn a_literal_place_and_the_day_of_the_query_will_do() {
    let context = session();
    let answer = asked(
        &context,
        "SELECT area_at('lad', 348558, 457442) AS code, area_of_postcode('lad', 'LA1 4YW') AS postcode,
                area_name(area_at_lonlat('lad', -2.786, 54.010)) AS name",
    )
    .await;
    assert_eq!(texts(&answer, "code")[0].as_deref(), Some("E07000121"));
    assert_eq!(texts(&answer, "postcode")[0].as_deref(), Some("E07000121"));
    assert_eq!(texts(&answer, "name")[0].as_deref(), Some("Lancaster"));
}

/// Points of the table `places` as well-known binary, as in `GeoParquet`. A row without coordinates has none.
fn well_known_binary(places: &RecordBatch) -> BinaryArray {
    let column = |name| places[name].as_primitive::<Float64Type>();
    let (eastings, northings) = (column("easting"), column("northing"));
    let point = |(x, y): (Option<f64>, Option<f64>)| {
        let little_endian_point = [1, 1, 0, 0, 0];
        let [x, y] = [x?.to_le_bytes(), y?.to_le_bytes()];
        Some([&little_endian_point[..], &x, &y].concat())
    };
    eastings.iter().zip(northings).map(point).collect()
}

#[tokio::test]
async fn a_column_of_points_is_as_good_as_two_of_coordinates() {
    let context = session();
    let mut columns = vec![Arc::new(well_known_binary(&places())) as ArrayRef];
    columns.extend(["easting", "northing"].map(|name| places()[name].clone()));
    let batch =
        RecordBatch::try_from_iter(["point", "easting", "northing"].into_iter().zip(columns));
    context.register_batch("points", batch.unwrap()).unwrap();
    let answer = asked(
        &context,
        "SELECT area_at('lsoa', easting, northing, '2022-06-30') AS coordinates,
                area_at('lsoa', point, '2022-06-30') AS wkb,
                area_at('lsoa', named_struct('x', easting, 'y', northing), '2022-06-30') AS geoarrow
         FROM points",
    )
    .await;
    let coordinates = texts(&answer, "coordinates");
    assert!(coordinates.iter().flatten().count() > 1000);
    assert_eq!(texts(&answer, "wkb"), coordinates);
    assert_eq!(texts(&answer, "geoarrow"), coordinates);
}

#[tokio::test]
async fn tables_have_the_areas_of_a_layer_and_a_comparison() {
    let context = session::in_process(&Extension::new(data()), &SessionOptions::default()).unwrap();
    let areas = asked(&context, "SELECT * FROM areas('lad-2023')").await;
    let layer = data().dataset().catalogue().layer("lad-2023").unwrap();
    let codes: Vec<_> = layer
        .areas()
        .iter()
        .map(|area| Some(area.code().to_owned()))
        .collect();
    assert_eq!(texts(&areas, "code"), codes);
    let geometry = areas
        .schema_ref()
        .field_with_name("geometry")
        .unwrap()
        .clone();
    assert_eq!(geometry.metadata()["ARROW:extension:name"], "geoarrow.wkb");
    for (footprint, area) in areas["geometry"]
        .as_binary::<i32>()
        .iter()
        .zip(layer.areas())
    {
        let read = Wkb(footprint.unwrap()).to_geo().unwrap();
        assert_eq!(read, Geometry::MultiPolygon(area.footprint().clone()));
    }

    // Each district of the region is wholly in one county or unitary authority.
    let compared = asked(
        &context,
        "SELECT a_code, sum(area_share_of_a) AS share, sum(weight) AS postcodes
         FROM compare('lad-2023', 'utla-2023') WHERE a_code IS NOT NULL GROUP BY 1",
    )
    .await;
    assert!(compared.num_rows() > 10);
    let column = |name| compared[name].as_primitive::<Float64Type>().values();
    assert!(
        column("share")
            .iter()
            .all(|share| (share - 1.0).abs() < 1e-6)
    );
    assert!(column("postcodes").iter().all(|&postcodes| postcodes > 0.0));
}

#[tokio::test]
async fn what_no_layer_has_is_refused_before_anything_is_read() {
    let context = session();
    for (query, says) in [
        (
            "SELECT area_at('lad', easting, northing, '1900-01-01') FROM places",
            "1900",
        ),
        (
            "SELECT area_at('nothing', easting, northing, '2023-06-01') FROM places",
            "nothing",
        ),
        (
            "SELECT area_at('ccg', easting, northing, '2023-06-01') FROM places",
            "give a date as the last argument, such as '2022-06-30'",
        ),
        ("SELECT area_at('lad') FROM places", "area_at"),
        (
            "SELECT area_at('lad', easting, '2023-06-01', '2023-06-01', 1) FROM places",
            "area_at",
        ),
        (
            "SELECT coterm_row('lad', '2023-06-01', 'somewhere', easting) FROM places",
            "kind of place",
        ),
    ] {
        let refused = match context.sql(query).await {
            Ok(planned) => planned.create_physical_plan().await.map(drop),
            Err(error) => Err(error),
        };
        let error = refused.unwrap_err().to_string();
        assert!(error.contains(says), "{query}: {error}");
    }
}

/// Indexing all layers of England takes longer than looking up millions of points in one of them.
#[tokio::test]
async fn a_query_waits_only_for_the_indexes_that_it_needs() {
    let data = open();
    let context = session_over(&data);
    let areas = "SELECT area_at_lonlat('lad', lon, lat, '2023-06-01') AS code FROM places";
    let rows = "SELECT coterm_row('lad', '2023-06-01', 'lonlat', lon, lat)['lad_code'] AS code FROM places";
    for planned in [areas, rows] {
        let planned = context.sql(planned).await.unwrap();
        planned.create_physical_plan().await.unwrap();
    }
    let by_one_layer = texts(&asked(&context, areas).await, "code");
    assert!(data.dataset().point_index().is_none());
    let by_all_layers = texts(&asked(&context, rows).await, "code");
    assert!(data.dataset().point_index().is_some());
    assert_eq!(by_one_layer, by_all_layers);
    assert_eq!(by_one_layer, texts(&asked(&context, areas).await, "code"));
}

#[tokio::test]
async fn a_row_is_looked_up_once_however_many_of_its_columns_are_read() {
    let extension = Extension::new(data());
    let context = session::in_process(&extension, &SessionOptions::default()).unwrap();
    context.register_batch("places", places()).unwrap();
    let query = "SELECT row['coterm_status'], row['lad_code'], row['lad_name'] FROM
        (SELECT coterm_row('lad', '2023-06-01', 'postcode', postcode) AS row FROM places)";
    let plan = context.sql(query).await.unwrap();
    let plan = plan.create_physical_plan().await.unwrap();
    let plan = displayable(plan.as_ref()).indent(false).to_string();
    assert_eq!(plan.matches("coterm_row(").count(), 1, "{plan}");
}
