//! Claims about `coterm bulk` with Parquet and Arrow: the same answers as with CSV, in columns.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, StructArray,
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field};
use coterm_tests::{coterm, dataset};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::KeyValue;

use crate::bulk::bulk;

/// Places of postcodes, some of them wrong, missing or at sea: position, postcode, longitude and
/// latitude, easting and northing.
pub(crate) fn places() -> RecordBatch {
    let records = dataset().postcodes().records().iter().step_by(7);
    let records: Vec<_> = records.collect();
    let rows = i64::try_from(records.len()).unwrap();
    let spoilt = |row: usize| row % 11 == 5;
    let postcodes: StringArray = records
        .iter()
        .enumerate()
        .map(|(row, record)| match row % 33 {
            5 => None,
            16 => Some("SW1A 1AA".to_owned()),
            27 => Some("nowhere".to_owned()),
            _ => Some(record.postcode.to_string().to_lowercase()),
        })
        .collect();
    let degrees = |row: usize| (!spoilt(row)).then(|| records[row].point.to_lonlat().unwrap());
    let grid = |row: usize| (!spoilt(row)).then_some(records[row].point);
    let numbers = |number: &dyn Fn(usize) -> Option<f64>| -> ArrayRef {
        Arc::new((0..records.len()).map(number).collect::<Float64Array>())
    };
    RecordBatch::try_from_iter([
        (
            "id",
            Arc::new(Int64Array::from_iter_values(0..rows)) as ArrayRef,
        ),
        ("postcode", Arc::new(postcodes) as ArrayRef),
        ("lon", numbers(&|row| Some(degrees(row)?.lon()))),
        (
            "lat",
            numbers(&|row| {
                Some(if row % 33 == 27 {
                    10.0
                } else {
                    degrees(row)?.lat()
                })
            }),
        ),
        ("easting", numbers(&|row| Some(grid(row)?.easting()))),
        ("northing", numbers(&|row| Some(grid(row)?.northing()))),
    ])
    .unwrap()
}

fn write_csv(path: &Path, batch: &RecordBatch) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    for row in texts(batch) {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

pub(crate) fn write_parquet(path: &Path, batch: &RecordBatch) {
    let mut writer =
        ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.append_key_value_metadata(KeyValue::new("note".to_owned(), "kept".to_owned()));
    writer.close().unwrap();
}

fn write_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn read_parquet(path: &Path) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    reader.build().unwrap().map(Result::unwrap).collect()
}

/// The header and rows of a batch as text, with empty texts for nulls.
fn texts(batch: &RecordBatch) -> Vec<Vec<String>> {
    let options = FormatOptions::default();
    let columns: Vec<ArrayFormatter> = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).unwrap())
        .collect();
    let names = batch
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let rows = (0..batch.num_rows()).map(|row| {
        columns
            .iter()
            .map(|column| column.value(row).to_string())
            .collect()
    });
    std::iter::once(names).chain(rows).collect()
}

/// Whole numbers as CSV has them, without a decimal point.
fn plain(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let plain = |cell: String| cell.strip_suffix(".0").map(str::to_owned).unwrap_or(cell);
    rows.into_iter()
        .map(|row| row.into_iter().map(plain).collect())
        .collect()
}

/// The header and rows of a table in batches.
fn table(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for batch in batches {
        let rows = texts(batch);
        all.extend(rows.into_iter().skip(usize::from(!all.is_empty())));
    }
    plain(all)
}

/// Asserts that two tables are the same, and names the first row that is not.
fn assert_same(table: &[Vec<String>], expected: &[Vec<String>], what: &str) {
    assert_eq!(table.len(), expected.len(), "{what}");
    for (row, expected) in table.iter().zip(expected) {
        assert_eq!(row, expected, "{what}");
    }
}

fn read_csv(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_format_has_the_rows_of_csv_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let places = places();
    write_csv(&at("in.csv"), &places);
    write_parquet(&at("in.parquet"), &places);
    let mut writer =
        FileWriter::try_new(File::create(at("in.arrow")).unwrap(), &places.schema()).unwrap();
    writer.write(&places).unwrap();
    writer.finish().unwrap();
    std::fs::write(at("in.arrows"), write_stream(&places)).unwrap();

    for place in [
        "--postcode-column postcode",
        "--lonlat-columns lon,lat",
        "--grid-columns easting,northing",
    ] {
        let more = format!("{place} --on 2022-06-30 --family ccg,place,lad --details --json");
        let ran = |input: &str, output: &str| {
            let arguments = format!("{input} -o {output} {more}");
            let ran = bulk(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
            assert_eq!(ran.code, Some(0), "{input}: {}", ran.err);
            let mut tally: serde_json::Value = serde_json::from_str(ran.err.trim()).unwrap();
            let of_csv = tally.as_object_mut().unwrap();
            of_csv.remove("delimiter");
            of_csv.remove("encoding");
            tally
        };
        let tally = ran("in.csv", "out.csv");
        assert!(tally["unresolved"].as_u64() > Some(500), "{tally}");
        let expected = plain(read_csv(&at("out.csv")));
        assert_eq!(expected[0].len(), 6 + 3 + 3 * 5);
        assert_eq!(ran("in.parquet", "out.parquet"), tally);
        assert_same(&table(&read_parquet(&at("out.parquet"))), &expected, place);
        assert_eq!(ran("in.arrow", "out.arrow"), tally);
        let reader = FileReader::try_new(File::open(at("out.arrow")).unwrap(), None).unwrap();
        assert_same(
            &table(&reader.map(Result::unwrap).collect::<Vec<_>>()),
            &expected,
            place,
        );
        assert_eq!(ran("in.arrows", "out.arrows"), tally);
        let reader = StreamReader::try_new(File::open(at("out.arrows")).unwrap(), None).unwrap();
        assert_same(
            &table(&reader.map(Result::unwrap).collect::<Vec<_>>()),
            &expected,
            place,
        );
    }
}

#[test]
fn codes_and_names_are_dictionary_encoded_and_metadata_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("in.parquet"), &places());
    let ran = bulk(
        folder.path(),
        &["in.parquet", "--family", "lad", "-o", "out.parquet"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let file = File::open(folder.path().join("out.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema();
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    for column in ["coterm_status", "lad_code", "lad_name"] {
        assert_eq!(
            schema.field_with_name(column).unwrap().data_type(),
            &dictionary,
            "{column}"
        );
    }
    assert_eq!(
        schema.metadata().get("note").map(String::as_str),
        Some("kept")
    );
}

#[test]
fn a_stream_goes_through_a_pipe() {
    let places = places();
    let mut child = coterm(Path::new("."))
        .args("bulk - --format arrow-stream --family lad --on 2023-06-01".split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let stream = write_stream(&places);
    let writing = std::thread::spawn(move || stdin.write_all(&stream).unwrap());
    let reader = StreamReader::try_new(child.stdout.take().unwrap(), None).unwrap();
    let rows: usize = reader.map(|batch| batch.unwrap().num_rows()).sum();
    writing.join().unwrap();
    assert_eq!(rows, places.num_rows());
    assert!(child.wait().unwrap().success());
}

#[test]
fn points_are_read_as_the_file_declares_them() {
    let folder = tempfile::tempdir().unwrap();
    let places = places();
    let column = |name: &str| places.column_by_name(name).unwrap().clone();
    let points = |x: &str, y: &str, crs: &str| {
        let axis = |name| Arc::new(Field::new(name, DataType::Float64, true));
        let structure = StructArray::from(vec![(axis("x"), column(x)), (axis("y"), column(y))]);
        let metadata = [
            (
                "ARROW:extension:name".to_owned(),
                "geoarrow.point".to_owned(),
            ),
            (
                "ARROW:extension:metadata".to_owned(),
                format!(r#"{{"crs":"{crs}"}}"#),
            ),
        ];
        let field = Field::new("point", structure.data_type().clone(), true)
            .with_metadata(metadata.into_iter().collect());
        let schema = arrow_schema::Schema::new(vec![field]);
        RecordBatch::try_new(Arc::new(schema), vec![Arc::new(structure)]).unwrap()
    };
    let codes = |input: &str, place: &str| {
        let arguments = format!("{input} {place} --family lad --on 2023-06-01 -o out.parquet");
        let ran = bulk(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, Some(0), "{input}: {}", ran.err);
        let rows = table(&read_parquet(&folder.path().join("out.parquet")));
        let at = rows[0].iter().position(|name| name == "lad_code").unwrap();
        rows.into_iter()
            .map(|mut row| row.swap_remove(at))
            .collect::<Vec<_>>()
    };
    write_parquet(&folder.path().join("places.parquet"), &places);
    write_parquet(
        &folder.path().join("grid.parquet"),
        &points("easting", "northing", "EPSG:27700"),
    );
    write_parquet(
        &folder.path().join("degrees.parquet"),
        &points("lon", "lat", "OGC:CRS84"),
    );
    let by_columns = codes("places.parquet", "--grid-columns easting,northing");
    assert_eq!(codes("grid.parquet", "--point-column point"), by_columns);
    let by_columns = codes("places.parquet", "--lonlat-columns lon,lat");
    assert_eq!(codes("degrees.parquet", "--point-column point"), by_columns);

    write_parquet(
        &folder.path().join("mercator.parquet"),
        &points("lon", "lat", "EPSG:3857"),
    );
    let ran = bulk(
        folder.path(),
        &[
            "mercator.parquet",
            "--point-column",
            "point",
            "-o",
            "out.parquet",
        ],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("longitude and latitude"), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_is_an_error_that_says_what_to_do_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_parquet(&at("good.parquet"), &places());
    let good = std::fs::read(at("good.parquet")).unwrap();
    std::fs::write(at("cut.parquet"), &good[..good.len() / 2]).unwrap();
    // The pages are damaged, and the table of contents is whole.
    let mut damaged = good.clone();
    for byte in &mut damaged[4..good.len() / 2] {
        *byte = byte.wrapping_mul(7).wrapping_add(3);
    }
    std::fs::write(at("damaged.parquet"), damaged).unwrap();
    write_csv(&at("text.parquet"), &places());
    for (arguments, says) in [
        ("cut.parquet -o out.parquet", "cannot be read as Parquet"),
        (
            "damaged.parquet -o out.parquet",
            "cannot be read as Parquet",
        ),
        ("text.parquet -o out.parquet", "cannot be read as Parquet"),
        (
            "good.parquet --postcode-column id -o out.parquet",
            "postcodes as text",
        ),
        (
            "good.parquet --postcode-column nothing -o out.parquet",
            "has no column \"nothing\"",
        ),
        ("good.parquet -o out.csv", "choose with --format"),
        ("- --format parquet -o out.parquet", "from a pipe"),
    ] {
        let ran = bulk(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, Some(2), "{arguments}: {}", ran.err);
        assert!(ran.err.contains(says), "{arguments}: {}", ran.err);
        assert!(
            !at("out.parquet").exists() && !at("out.csv").exists(),
            "{arguments}"
        );
    }
}
