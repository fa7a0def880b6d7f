//! Claims about CSV as people have it: delimiters, encodings, column names, and the form of the
//! output.

use axum::http::StatusCode;
use coterm_tests::{Ran, coterm, run};

use crate::bulk::bulk;
use crate::requests::post;

/// Runs `bulk` on these bytes. Returns how it ended, and the output file.
fn made(bytes: &[u8], arguments: &[&str]) -> (Ran, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), bytes).unwrap();
    let always = [
        "in.csv",
        "--on",
        "2022-06-30",
        "--family",
        "lad",
        "-o",
        "out.csv",
    ];
    let ran = bulk(folder.path(), &[&always, arguments].concat());
    let out = std::fs::read(folder.path().join("out.csv")).unwrap_or_default();
    (ran, out)
}

fn text(bytes: &[u8], arguments: &[&str]) -> (String, String) {
    let (ran, out) = made(bytes, arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    (String::from_utf8(out).unwrap(), ran.err)
}

const ADDED: &str = "coterm_status,coterm_reason,coterm_uncertain,lad_code,lad_name";

#[tokio::test]
async fn what_comes_in_with_a_delimiter_and_line_ends_goes_out_with_them() {
    for (delimiter, name) in [
        (",", None),
        (";", Some("semicolon")),
        ("\t", Some("tab")),
        ("|", Some("pipe")),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            let input =
                format!("id,postcode,note{end}1,LA1 4YW,\"a,b\"{end}").replace(',', delimiter);
            let row = "1,LA1 4YW,\"a@b\",ok,,,E07000121,Lancaster";
            let expected = format!("id,postcode,note,{ADDED}{end}{row}{end}")
                .replace(',', delimiter)
                .replace('@', delimiter);
            let (out, messages) = text(input.as_bytes(), &[]);
            assert_eq!(out, expected);
            match name {
                Some(name) => assert!(
                    messages.contains(&format!("delimiter is a {name}")),
                    "{messages}"
                ),
                None => assert!(!messages.contains("delimiter"), "{messages}"),
            }
            let path = "/lookup?on=2022-06-30&family=lad";
            let answered = post(path, "text/csv", input.clone()).await;
            assert_eq!(String::from_utf8(answered.body.to_vec()).unwrap(), expected);
        }
    }
}

#[tokio::test]
async fn a_mark_and_a_line_for_spreadsheets_come_back_so_that_excel_reads_it() {
    let (out, _) = text(
        "\u{feff}postcode,note\r\nLA1 4YW,Zoë £5\r\n".as_bytes(),
        &[],
    );
    assert_eq!(
        out,
        format!("\u{feff}postcode,note,{ADDED}\r\nLA1 4YW,Zoë £5,ok,,,E07000121,Lancaster\r\n")
    );
    let (out, _) = text(b"sep=;\r\nid;postcode\r\n1;LA1 4YW\r\n", &[]);
    assert!(
        out.starts_with("sep=;\r\nid;postcode;coterm_status;"),
        "{out}"
    );
    assert!(
        out.ends_with("\r\n1;LA1 4YW;ok;;;E07000121;Lancaster\r\n"),
        "{out}"
    );
}

#[tokio::test]
async fn every_encoding_gives_the_same_rows_in_utf8_with_a_mark() {
    let plain = "postcode\tname\r\nLA1 4YW\tZoë £5\r\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = [0xFEFF].into_iter();
        mark.chain(plain.encode_utf16()).flat_map(bytes).collect()
    };
    let latin: Vec<u8> = plain
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let expected =
        format!("\u{feff}postcode,name,{ADDED}\r\nLA1 4YW,Zoë £5,ok,,,E07000121,Lancaster\r\n")
            .replace(',', "\t");
    for (bytes, arguments, charset) in [
        (format!("\u{feff}{plain}").into_bytes(), &[][..], "text/csv"),
        (utf16(u16::to_le_bytes), &[], "text/csv"),
        (utf16(u16::to_be_bytes), &[], "text/csv; charset=utf-16"),
        (
            utf16(u16::to_le_bytes)[2..].to_vec(),
            &["--encoding", "utf-16"],
            "text/csv; charset=utf-16",
        ),
        (
            latin.clone(),
            &["--encoding", "windows-1252"],
            "text/csv; charset=windows-1252",
        ),
        (
            latin.clone(),
            &["--encoding", "latin1"],
            "text/csv; charset=\"ISO-8859-1\"",
        ),
    ] {
        assert_eq!(text(&bytes, arguments).0, expected, "{arguments:?}");
        let answered = post("/lookup?on=2022-06-30&family=lad", charset, bytes).await;
        assert_eq!(
            String::from_utf8(answered.body.to_vec()).unwrap(),
            expected,
            "{charset}"
        );
    }
    let path = "/lookup?on=2022-06-30&family=lad&encoding=windows-1252&delimiter=tab";
    let answered = post(path, "text/csv", latin.clone()).await;
    assert_eq!(String::from_utf8(answered.body.to_vec()).unwrap(), expected);
    // Without the option the file is refused, with a hint at what to give.
    let (ran, out) = made(&latin, &[]);
    assert_eq!((ran.code, out.len()), (Some(2), 0));
    for words in ["line 2, column 2", "UTF-8", "--encoding windows-1252"] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    let answered = post("/lookup", "text/csv", latin).await;
    assert_eq!(answered.status, StatusCode::BAD_REQUEST);
    let detail = answered.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains("line 2, column 2") && detail.contains("encoding=windows-1252"),
        "{detail}"
    );
    for (query, words) in [("delimiter=x", "semicolon"), ("encoding=klingon", "utf-16")] {
        let answered = post(&format!("/lookup?{query}"), "text/csv", "postcode\n").await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST);
        assert!(answered.json()["detail"].as_str().unwrap().contains(words));
    }
}

#[test]
fn the_column_of_postcodes_is_known_by_the_names_that_it_has() {
    for name in [
        "Postcode",
        "Post Code",
        "post_code",
        "POST-CODE",
        "pcd",
        "PCDS",
        "pcd7",
        "pcd8",
        "pcd2",
        " postcode ",
        "\"Postcode\"",
    ] {
        let (out, messages) = text(format!("id,{name}\n1,LA1 4YW\n").as_bytes(), &[]);
        assert!(out.contains(",ok,,,E07000121,"), "{name}: {out}");
        let is_usual = name
            .trim_matches([' ', '"'])
            .eq_ignore_ascii_case("postcode");
        assert_eq!(
            messages.contains("read from the column"),
            !is_usual && name != " postcode ",
            "{messages}"
        );
    }
    // The first known name in order, wherever its column is; a given name before all others.
    let (out, messages) = text(b"pcds,pcd,note\nLA1 4YW,PR3 3JU,x\n", &[]);
    assert!(
        out.contains("E07000124") && messages.contains("column \"pcd\""),
        "{out} {messages}"
    );
    let (out, _) = text(
        b"pcds,pcd,note\nLA1 4YW,PR3 3JU,x\n",
        &["--postcode-column", "PCDS"],
    );
    assert!(out.contains("E07000121"), "{out}");
    // No choice is made between two columns that match equally well.
    let (ran, _) = made(b"post code,Post_Code\nLA1 4YW,PR3 3JU\n", &[]);
    assert_eq!(ran.code, Some(2));
    for words in [
        "2 columns called \"postcode\"",
        "\"post code\"",
        "\"Post_Code\"",
    ] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn a_row_may_end_in_delimiters_with_nothing_behind_them() {
    let (out, _) = text(b"id,postcode\n1,LA1 4YW,,\n2,LA1 4YW,,x\n", &[]);
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(rows[1], "1,LA1 4YW,ok,,,E07000121,Lancaster");
    assert!(
        rows[2].starts_with("2,LA1 4YW,wrong-columns,the row has 4 columns")
            && rows[2].ends_with(",,x"),
        "{}",
        rows[2]
    );
}

#[test]
fn a_status_is_a_code_that_can_be_counted_and_the_reason_stands_beside_it() {
    let rows = [
        ("LA1 4YW", "ok", ""),
        ("LA1\u{200b}4YW", "ok", ""),
        ("BB1 1AB", "terminated", "terminated in April 2020"),
        ("CA1 1AA", "outside", "Not in any place"),
        ("", "empty", "empty"),
        (" \u{a0}\u{200b}", "empty", "empty"),
        ("hello", "not-a-postcode", "is not a postcode"),
        ("LA1 OYW", "not-a-postcode", "did you mean LA1 0YW?"),
        ("ZZ99 3VZ", "pseudo-postcode", "no fixed abode"),
        ("ZZ99 3WZ", "pseudo-postcode", "not known"),
        ("BFPO 61", "bfpo", "British Forces"),
        (
            "SW1A 1AA",
            "unknown-postcode",
            "outside the region of the data",
        ),
    ];
    let mut input = String::from("id,postcode\n");
    for (postcode, ..) in rows {
        input += "x,";
        input += postcode;
        input.push('\n');
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), &input).unwrap();
    let arguments = [
        "in.csv",
        "--on",
        "2022-06-30",
        "--family",
        "place",
        "-o",
        "out.csv",
        "--json",
    ];
    let ran = bulk(folder.path(), &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut reader = csv::Reader::from_path(folder.path().join("out.csv")).unwrap();
    let found: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(found.len(), rows.len());
    for (row, (postcode, status, reason)) in found.iter().zip(rows) {
        assert_eq!(&row[2], status, "{postcode}: {row:?}");
        assert!(
            row[3].contains(reason) && row[3].is_empty() == reason.is_empty(),
            "{row:?}"
        );
    }
    let tally: serde_json::Value = serde_json::from_str(ran.err.trim()).unwrap();
    for (_, status, _) in rows {
        let count = rows.iter().filter(|row| row.1 == status).count();
        assert_eq!(tally["status"][status], count, "{status}: {tally}");
    }
    assert_eq!(tally["rows"], rows.len());
    assert_eq!(tally["unresolved"], 8);
    assert_eq!(
        (&tally["in_none"]["place"], &tally["columns"][0]),
        (&1.into(), &"postcode".into())
    );
    assert_eq!(
        (&tally["delimiter"], &tally["encoding"]),
        (&"comma".into(), &"utf-8".into())
    );

    let ran = bulk(folder.path(), &arguments[..7]);
    for words in [
        "12 rows on 2022-06-30",
        "8 not resolved",
        "pseudo-postcode 2",
        "empty 2",
        "Not in any: place 1",
    ] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn the_help_names_every_status() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(coterm(folder.path()).args(["bulk", "--help"]));
    for status in coterm_core::lookup::LookupStatus::ALL {
        assert!(
            ran.out.contains(&format!("    {status} ")),
            "{status}: {}",
            ran.out
        );
    }
}

#[test]
fn coordinates_that_are_not_there_or_nowhere_have_codes_too() {
    let input = b"lon,lat\n-2.80,54.05\n\xE2\x80\x8B-2.80,54.05\n,\nx,54\n-2.80,\nnan,54\n2.35,48.86\n-0.1,51.5\n\n";
    let (out, _) = text(input, &["--lonlat-columns", "Lon,LAT"]);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let status: Vec<String> = reader
        .records()
        .map(|row| row.unwrap()[2].to_owned())
        .collect();
    assert_eq!(
        status,
        [
            "ok",
            "ok",
            "empty",
            "not-a-number",
            "not-a-number",
            "not-a-number",
            "outside-britain",
            "outside",
            "empty"
        ]
    );
}
