//! Claims about `coterm bulk` on malformed files.

use csv::StringRecord;

use crate::bulk::{at, bulk};

#[test]
fn a_row_of_another_length_is_kept_and_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("in.csv"),
        "id,postcode\n1\n2,LA1 4YW,more\n3,LA1 4YW\n",
    )
    .unwrap();
    let ran = bulk(
        folder.path(),
        &["in.csv", "--family", "lad", "-o", "out.csv"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(folder.path().join("out.csv"))
        .unwrap();
    let headers = reader.headers().unwrap().clone();
    let (status, reason) = (at(&headers, "coterm_status"), at(&headers, "coterm_reason"));
    let rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(
        rows.iter().map(|row| &row[0]).collect::<Vec<_>>(),
        ["1", "2", "3"]
    );
    assert_eq!(&rows[0][status], "wrong-columns");
    assert!(rows[0][reason].contains("1 columns"), "{:?}", rows[0]);
    assert_eq!(&rows[1][status], "wrong-columns");
    assert!(
        rows[1][reason].contains("3 columns") && rows[1].iter().any(|field| field == "more"),
        "{:?}",
        rows[1]
    );
    assert_eq!(&rows[2][status], "ok");
}

#[test]
fn what_fails_half_way_leaves_no_file_and_an_earlier_one_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = b"postcode,name\n".to_vec();
    for _ in 0..20_000 {
        bytes.extend(b"LA1 4YW,Zoe\n");
    }
    bytes.extend(b"LA1 4YW,Zo\xEB\n");
    std::fs::write(folder.path().join("in.csv"), bytes).unwrap();
    let names = || {
        let mut names: Vec<_> = folder
            .path()
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        bulk(
            folder.path(),
            &["in.csv", "--family", "lad", "-o", "out.csv"]
        )
        .code,
        Some(2)
    );
    assert_eq!(names(), ["in.csv"]);
    std::fs::write(folder.path().join("out.csv"), "earlier").unwrap();
    assert_eq!(
        bulk(
            folder.path(),
            &["in.csv", "--family", "lad", "-o", "out.csv"]
        )
        .code,
        Some(2)
    );
    assert_eq!(names(), ["in.csv", "out.csv"]);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("out.csv")).unwrap(),
        "earlier"
    );
}

#[test]
fn a_column_that_would_be_overwritten_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("in.csv"),
        "postcode,lad_code\nLA1 4YW,mine\n",
    )
    .unwrap();
    let ran = bulk(folder.path(), &["in.csv", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("lad_code"), "{}", ran.err);
}
