//! Claims about input that the command cannot use: exit code 2, and one line on standard error that
//! tells what is wrong.

use std::path::Path;

use coterm_tests::{Ran, copy_of_data, coterm, run};

fn ran(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(arguments))
}

/// Asserts exit code 2, nothing on standard output, and one line with all these words.
fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.out, "", "{ran:?}");
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "\"{word}\" is not in: {}", ran.err);
    }
}

fn lookup_is_refused(arguments: &[&str], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    refused(
        &ran(folder.path(), &[&["lookup"], arguments].concat()),
        words,
    );
}

/// Runs `bulk` on these bytes.
fn bulk(bytes: &[u8], arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), bytes).unwrap();
    ran(
        folder.path(),
        &[&["bulk", "in.csv", "-o", "out.csv"], arguments].concat(),
    )
}

#[test]
fn what_is_not_a_postcode_is_refused_with_the_reason() {
    lookup_is_refused(&["LA1 4YO"], &["LA1 4YO", "not a postcode", "letter O"]);
    lookup_is_refused(&["hello world"], &["not a postcode"]);
    lookup_is_refused(&[""], &["there is no postcode", "empty"]);
}

#[test]
fn a_postcode_outside_the_data_is_refused_and_told_from_a_slip() {
    lookup_is_refused(
        &["SW1A 1AA"],
        &["SW1A 1AA", "not in the data", "outside the region"],
    );
    lookup_is_refused(
        &["LA1 1ZX"],
        &["not in the data", "other LA1 postcodes are"],
    );
}

#[test]
fn a_terminated_postcode_is_answered_with_its_date() {
    let folder = tempfile::tempdir().unwrap();
    let ran = ran(folder.path(), &["lookup", "BB1 1AB", "--on", "2022-06-30"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("terminated 2020-04"), "{}", ran.out);
    assert!(
        ran.out
            .contains("terminated in April 2020, before 30 June 2022"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("E38000014"), "{}", ran.out);
}

#[test]
fn a_date_before_all_layers_is_refused_with_the_first_date() {
    lookup_is_refused(
        &["LA1 4YW", "--on", "1999-01-01"],
        &["1999-01-01", "the earliest date you can use is 2011-03-27"],
    );
}

#[test]
fn coordinates_that_are_no_place_are_refused() {
    lookup_is_refused(&["--point", "nan,54.05"], &["longitude", "NaN"]);
    lookup_is_refused(&["--grid", "347467,inf"], &["northing", "inf"]);
    lookup_is_refused(
        &["--point", "54.05,-2.80"],
        &["outside Great Britain", "swapped"],
    );
    lookup_is_refused(&["--point", "2.35,48.86"], &["outside Great Britain"]);
    lookup_is_refused(
        &["--grid", "-1,461653"],
        &["outside the British National Grid"],
    );
}

#[test]
fn a_place_outside_the_data_is_refused_with_the_nearest_area() {
    // London, with longitude and latitude in either order.
    lookup_is_refused(
        &["--point", "-0.1278,51.5074"],
        &["the data has no area at", "the nearest", "km away"],
    );
    lookup_is_refused(
        &["--grid", "530000,180000"],
        &["the data has no area at", "the nearest"],
    );
}

#[test]
fn an_unknown_family_is_refused_with_those_of_the_date() {
    lookup_is_refused(
        &["LA1 4YW", "--on", "2022-06-30", "--family", "parish"],
        &["parish", "on this date you can use", "ccg", "place"],
    );
    // The family is known, but not on that date.
    lookup_is_refused(
        &["LA1 4YW", "--on", "2022-06-30", "--family", "icb"],
        &[
            "Integrated care boards begin on 1 July 2022",
            "--on 2022-07-01",
        ],
    );
}

#[test]
fn an_unknown_layer_is_refused_with_the_nearest_names() {
    let folder = tempfile::tempdir().unwrap();
    refused(
        &ran(folder.path(), &["export", "lad-2022"]),
        &["lad-2022", "closest names", "lad-2021", "lad-2023"],
    );
}

#[test]
fn unknown_options_and_values_are_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["lookup", "LA1 4YW", "--when", "2022-06-30"][..],
        &["lookup", "LA1 4YW", "--on", "30/06/2022"],
        &["lookup", "LA1 4YW", "--on", "2022-02-30"],
        &["lookup", "--point", "-2.8"],
        &["lookup", "LA1 4YW", "--point", "-2.8,54"],
        &["lookup"],
        &["export", "lad-2021", "--format", "shp"],
        &["export", "lad-2021", "--crs", "national grid"],
        &["frobnicate"],
    ] {
        let ran = ran(folder.path(), arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert_eq!(ran.out, "");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_csv_without_the_column_is_refused_with_the_columns_that_it_has() {
    refused(
        &bulk(b"id,where\n1,LA1 4YW\n", &[]),
        &["no column \"postcode\"", "id, where"],
    );
    refused(
        &bulk(b"id,lon\n1,-2.8\n", &["--lonlat-columns", "lon,lat"]),
        &["no column \"lat\""],
    );
    refused(&bulk(b"", &[]), &["empty"]);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_line() {
    let latin1 = b"postcode,name\nLA1 4YW,Zoe\nLA1 4YW,Zo\xEB\n";
    refused(&bulk(latin1, &[]), &["line 3", "column 2", "UTF-8"]);
}

#[test]
fn utf16_without_a_mark_is_refused_with_what_to_say() {
    let text = "postcode,name\nLA1 4YW,Zoe\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&bulk(&bytes, &[]), &["UTF-16", "--encoding utf-16"]);
}

#[test]
fn a_workbook_is_not_taken_for_a_table() {
    refused(&bulk(b"PK\x03\x04\x14\0", &[]), &["workbook", "CSV UTF-8"]);
}

#[test]
fn a_file_or_folder_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    refused(&ran(folder.path(), &["bulk", "none.csv"]), &["none.csv"]);
    refused(
        &ran(folder.path(), &["--data", "nowhere", "lookup", "LA1 4YW"]),
        &["nowhere", "--data", "coterm data build"],
    );
    refused(
        &ran(folder.path(), &["--data", "nowhere", "layers"]),
        &["nowhere"],
    );
    refused(
        &ran(
            folder.path(),
            &["export", "lad-2021", "-o", "no-such/folder.csv"],
        ),
        &["no-such"],
    );
}

#[test]
fn one_damaged_byte_is_found_and_the_file_named() {
    for file in ["layers/lad-2021.fgb", "postcodes.csv.gz", "code-table.csv"] {
        let copy = copy_of_data();
        let path = copy.path().join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0b100;
        std::fs::write(&path, bytes).unwrap();
        let data = copy.path().to_str().unwrap();
        let folder = tempfile::tempdir().unwrap();
        refused(
            &ran(folder.path(), &["--data", data, "lookup", "LA1 4YW"]),
            &[file, "checksum", "coterm data build"],
        );
    }
}

#[test]
fn a_missing_layer_and_a_catalogue_that_is_not_one_are_named() {
    let copy = copy_of_data();
    let data = copy.path().to_str().unwrap();
    std::fs::remove_file(copy.path().join("layers/land.fgb")).unwrap();
    refused(
        &ran(copy.path(), &["--data", data, "lookup", "LA1 4YW"]),
        &["land.fgb"],
    );
    std::fs::write(copy.path().join("catalogue.json"), "{\"format\": 1").unwrap();
    refused(
        &ran(copy.path(), &["--data", data, "lookup", "LA1 4YW"]),
        &["catalogue.json"],
    );
}
