//! Claims about `coterm bulk`: every row comes out, in order and complete.

use std::path::Path;

use coterm_tests::{Ran, coterm, dataset, run};
use csv::StringRecord;
use jiff::civil::date;

pub(crate) fn bulk(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args([&["bulk"], arguments].concat()))
}

/// Statuses of rows that have an answer.
const ANSWERED: [&str; 3] = ["ok", "terminated", "outside"];

/// Reads the header and the rows of a file.
fn read(path: &Path) -> (StringRecord, Vec<StringRecord>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    (
        reader.headers().unwrap().clone(),
        reader.records().map(Result::unwrap).collect(),
    )
}

pub(crate) fn at(headers: &StringRecord, name: &str) -> usize {
    headers
        .iter()
        .position(|header| header == name)
        .unwrap_or_else(|| panic!("no {name} in {headers:?}"))
}

#[test]
fn every_row_comes_out_in_order_with_its_areas_or_the_reason_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = ["", "not one", "SW1A 1AA", "LA1 4YO", "LA1"];
    // More rows than are written at a time, with a wrong one after every ninth.
    let postcodes: Vec<String> = dataset()
        .postcodes()
        .records()
        .iter()
        .step_by(9)
        .enumerate()
        .flat_map(|(position, record)| {
            let bad = (position % 9 == 0).then(|| wrong[position / 9 % wrong.len()].to_owned());
            [Some(record.postcode.to_string()), bad]
                .into_iter()
                .flatten()
        })
        .collect();
    let mut writer = csv::Writer::from_path(folder.path().join("in.csv")).unwrap();
    writer.write_record(["id", "postcode"]).unwrap();
    for (id, postcode) in postcodes.iter().enumerate() {
        writer
            .write_record([id.to_string(), postcode.clone()])
            .unwrap();
    }
    writer.flush().unwrap();

    let ran = bulk(
        folder.path(),
        &"in.csv --on 2022-06-30 --family ccg,place -o out.csv --json"
            .split(' ')
            .collect::<Vec<_>>(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (headers, rows) = read(&folder.path().join("out.csv"));
    assert_eq!(rows.len(), postcodes.len());
    let (status, ccg) = (at(&headers, "coterm_status"), at(&headers, "ccg_code"));
    let place = at(&headers, "place_code");
    let (mut resolved, mut refused) = (0, 0);
    for (id, (row, postcode)) in rows.iter().zip(&postcodes).enumerate() {
        assert_eq!(
            (&row[0], &row[1]),
            (id.to_string().as_str(), postcode.as_str())
        );
        if wrong.contains(&postcode.as_str()) {
            let expected = match postcode.as_str() {
                "" => "empty",
                "SW1A 1AA" => "unknown-postcode",
                _ => "not-a-postcode",
            };
            assert_eq!(&row[status], expected, "{row:?}");
            assert!(!row[at(&headers, "coterm_reason")].is_empty(), "{row:?}");
            assert_eq!(&row[ccg], "");
            refused += 1;
        } else {
            assert!(ANSWERED.contains(&&row[status]), "{row:?}");
            assert_eq!(
                &row[status] == "outside",
                row[ccg].is_empty() && row[place].is_empty()
            );
            resolved += 1;
        }
    }
    let tally: serde_json::Value = serde_json::from_str(ran.err.trim()).unwrap();
    assert_eq!(tally["rows"], postcodes.len());
    assert_eq!(tally["unresolved"], refused);
    assert_eq!(
        tally["certain"].as_u64().unwrap() + tally["uncertain"].as_u64().unwrap(),
        resolved
    );

    let by_status = tally["status"].as_object().unwrap();
    for (code, count) in by_status {
        let rows = rows.iter().filter(|row| row[status] == **code).count();
        assert_eq!(*count, rows, "{code}");
    }
    let none = rows.iter().filter(|row| row[place].is_empty()).count();
    assert_eq!(tally["in_none"]["place"], none - refused);

    let families = ["ccg".to_owned(), "place".to_owned()];
    for row in rows
        .iter()
        .step_by(50)
        .filter(|row| ANSWERED.contains(&&row[status]))
    {
        let answer = dataset()
            .lookup_postcode(row[1].parse().unwrap(), date(2022, 6, 30), Some(&families))
            .unwrap();
        for family in &families {
            let found = answer.areas.iter().find(|area| area.family == *family);
            assert_eq!(
                &row[at(&headers, &format!("{family}_code"))],
                found.map_or("", |area| area.code)
            );
            assert_eq!(
                &row[at(&headers, &format!("{family}_name"))],
                found.map_or("", |area| area.name)
            );
        }
    }
}

#[test]
fn quotes_commas_line_breaks_and_spaces_in_other_columns_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let other_rows = [
        "plain",
        "a, b",
        "she said \"yes\"",
        "two\nlines",
        "two\r\nlines",
        "  spaces  ",
        "",
        "Zoë 中",
        "'; DROP",
        "=1+1",
        "\"",
        "\t",
    ];
    let mut writer = csv::Writer::from_path(folder.path().join("in.csv")).unwrap();
    writer
        .write_record(["note, with comma", "pc", "last \"one\""])
        .unwrap();
    for other in other_rows {
        writer.write_record([other, "LA1 4YW", other]).unwrap();
    }
    writer.flush().unwrap();
    let ran = bulk(
        folder.path(),
        &["in.csv", "--postcode-column", "pc", "-o", "out.csv"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (headers, rows) = read(&folder.path().join("out.csv"));
    assert_eq!(
        headers.iter().take(3).collect::<Vec<_>>(),
        ["note, with comma", "pc", "last \"one\""]
    );
    let notes: Vec<(&str, &str)> = rows.iter().map(|row| (&row[0], &row[2])).collect();
    assert_eq!(notes, other_rows.map(|other| (other, other)));
}

#[test]
fn a_terminated_postcode_is_resolved_and_said_to_be_terminated() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), "Postcode\nBB1 1AB\n").unwrap();
    let ran = bulk(
        folder.path(),
        &["in.csv", "--on", "2022-06-30", "-o", "out.csv"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (headers, rows) = read(&folder.path().join("out.csv"));
    assert_eq!(&rows[0][at(&headers, "ccg_code")], "E38000014");
    let status = &rows[0][at(&headers, "coterm_status")];
    assert_eq!(status, "terminated");
    let reason = &rows[0][at(&headers, "coterm_reason")];
    assert!(reason.contains("terminated in April 2020"), "{reason}");
}

#[test]
fn degrees_metres_and_standard_input_give_the_same_areas() {
    let folder = tempfile::tempdir().unwrap();
    let record = dataset()
        .postcodes()
        .find("LA1 4YW".parse().unwrap())
        .unwrap();
    let degrees = record.point.to_lonlat().unwrap();
    let text = format!(
        "lon,lat,easting,northing\n{},{},{},{}\nx,54,1,nan\n",
        degrees.lon(),
        degrees.lat(),
        record.point.easting(),
        record.point.northing()
    );
    std::fs::write(folder.path().join("in.csv"), &text).unwrap();
    let on = ["--on", "2022-06-30"];
    let areas = |arguments: &[&str]| {
        let mut command = coterm(folder.path());
        command.args(["bulk", "-"]).args(arguments).args(on);
        command.stdin(std::fs::File::open(folder.path().join("in.csv")).unwrap());
        let ran = run(&mut command);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        let rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[1][4], "not-a-number", "{:?}", rows[1]);
        rows[0]
            .iter()
            .skip(7)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let by_degrees = areas(&["--lonlat-columns", "lon,lat"]);
    assert!(
        by_degrees.contains(&"E38000228".to_owned()),
        "{by_degrees:?}"
    );
    assert_eq!(by_degrees, areas(&["--grid-columns", "easting,northing"]));
}
