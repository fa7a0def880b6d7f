//! Laws of CSV: no row is ever lost silently. For any bytes, the rows out are the rows in, or an
//! error tells where. `coterm bulk` and HTTP give the same, for small and large files.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use coterm_io::bulk::{BulkOptions, Columns, Resolved, resolve};
use coterm_io::{Error, Silent};
use coterm_report::lookup::row_reason;
use coterm_tests::{coterm, dataset, run, workspace};
use futures_util::stream;
use http_body_util::BodyExt;
use jiff::civil::date;
use proptest::prelude::*;
use tower::ServiceExt;

use crate::requests::app;

fn in_bulk(bytes: &[u8]) -> Result<(Vec<u8>, Resolved), Error> {
    let options = BulkOptions::new(Columns::UsualPostcode, date(2022, 6, 30))
        .with_families(vec!["lad".into()]);
    let mut out = Vec::new();
    let resolved = resolve(dataset(), &options, row_reason, bytes, &mut out, &Silent)?;
    Ok((out, resolved))
}

/// Posts the bytes in pieces. Returns the status, the body, and whether it was complete.
async fn over_http(bytes: &[u8], pieces: usize) -> (StatusCode, Vec<u8>, bool) {
    let pieces: Vec<_> = bytes
        .chunks(pieces)
        .map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece)))
        .collect();
    let request = Request::post("/lookup?on=2022-06-30&family=lad")
        .header(header::CONTENT_TYPE, "text/csv")
        .body(Body::from_stream(stream::iter(pieces)))
        .unwrap();
    let response = app().clone().oneshot(request).await.unwrap();
    let (status, mut body) = (response.status(), response.into_body());
    let (mut text, mut whole) = (Vec::new(), true);
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => text.extend_from_slice(&frame.into_data().unwrap()),
            Err(_) => whole = false,
        }
    }
    (status, text, whole)
}

/// The rows after the header, including blank lines, from a reader that is as simple as possible.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut closed) = (false, false);
    let mut rest = text.trim_start_matches(['\r', '\n']).chars().peekable();
    while let Some(character) = rest.next() {
        let row = rows.last_mut().unwrap();
        let field = row.last_mut().unwrap();
        match character {
            '"' if quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
            '"' if quoted => (quoted, closed) = (false, true),
            _ if quoted => field.push(character),
            '"' if field.is_empty() && !closed => quoted = true,
            ',' => {
                row.push(String::new());
                closed = false;
            }
            '\r' | '\n' => {
                if character == '\r' {
                    rest.next_if_eq(&'\n');
                }
                rows.push(vec![String::new()]);
                closed = false;
            }
            _ => field.push(character),
        }
    }
    // Nothing follows the last line end, unless it is an empty field in quotes.
    if rows.last().is_some_and(|row| row[..] == [""]) && !closed {
        rows.pop();
    }
    rows.split_off(1)
}

/// Whether an output row keeps an input row.
fn keeps(row: &[String], out: &csv::StringRecord, added: usize) -> bool {
    const WIDTH: usize = 2;
    let empty = String::new();
    let first = (0..WIDTH).all(|column| out[column] == **row.get(column).unwrap_or(&empty));
    let surplus: Vec<&str> = row.iter().skip(WIDTH).map(String::as_str).collect();
    let behind: Vec<&str> = out.iter().skip(WIDTH + added).collect();
    let dropped = behind.is_empty() && surplus.iter().all(|field| field.is_empty());
    first && (behind == surplus || dropped)
}

fn holds(text: &[u8]) -> Result<(), TestCaseError> {
    let (out, resolved) = match in_bulk(text) {
        Ok(made) => made,
        Err(Error::Csv(error)) => {
            prop_assert!(error.to_string().contains("line"), "{error}");
            return Ok(());
        }
        Err(error) => return Err(TestCaseError::fail(error.to_string())),
    };
    // A character that quotes split in two may be whole once the quotes are removed.
    let Ok(text) = std::str::from_utf8(text) else {
        return Ok(());
    };
    let rows = rows(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(out.as_slice());
    let added = reader.headers().unwrap().len() - 2;
    let found: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    prop_assert_eq!(
        found.len(),
        rows.len(),
        "{:?}",
        String::from_utf8_lossy(&out)
    );
    prop_assert_eq!(resolved.tally.rows, rows.len() as u64);
    let by_status: u64 = resolved.tally.status.values().sum();
    prop_assert_eq!(by_status, rows.len() as u64);
    for (row, out) in rows.iter().zip(&found) {
        prop_assert!(keeps(row, out, added), "{row:?} {out:?}");
    }
    Ok(())
}

/// Generates well-formed rows and malformed ones, in any order.
fn table() -> impl Strategy<Value = Vec<u8>> {
    let line = prop::sample::select(
        &[
            "1,LA1 4YW",
            "2,PR3 3JU",
            "",
            "3,\"LA1 4YW\"",
            "4,\"a \"\"b\"\"\"",
            "\"6 ft,x",
            "7\" pipe,x",
            "8,\"two\nlines\"",
            "9,\"",
            ",",
            "5",
            "6,x,y",
            "7,x,,",
            "\"a\"b,c",
            "\u{e9},x",
            "  ",
            "\"\"",
        ][..],
    );
    let end = prop::sample::select(&["\n", "\r\n", "\r", "\n\n"][..]);
    let lines = prop::collection::vec((line, end), 0..12);
    let ended = any::<bool>();
    (lines, ended).prop_map(|(lines, ended)| {
        let mut text = String::from("id,postcode\n");
        for (line, end) in lines {
            text.push_str(line);
            text.push_str(end);
        }
        if !ended {
            text.push('x');
        }
        text.into_bytes()
    })
}

fn soup() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"a1\"\"\n\r,,; \t\xC3\xAB\0"[..]);
    prop::collection::vec(byte, 0..40).prop_map(|rest| [b"id,postcode\n", rest.as_slice()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn rows_out_are_rows_in_or_an_error_says_where(text in prop_oneof![table(), soup()]) {
        holds(&text)?;
    }

    #[test]
    fn no_bytes_at_all_break_it(text in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = in_bulk(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn over_http_it_is_the_same(text in prop_oneof![table(), soup()], pieces in 1..20_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (status, body, whole) = runtime.block_on(over_http(&text, pieces));
        prop_assert!(whole);
        match in_bulk(&text) {
            Ok((out, _)) => {
                prop_assert_eq!(status, StatusCode::OK);
                prop_assert_eq!(body, out);
            }
            Err(error) => {
                prop_assert!(status.is_client_error(), "{status}");
                let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
                let detail = problem["detail"].as_str().unwrap();
                prop_assert!(detail.starts_with(&error.to_string()), "{detail}");
            }
        }
    }
}

/// Many rows, including everything that is legal and looks wrong.
fn many(rows: usize) -> Vec<u8> {
    let kinds = [
        "1,LA1 4YW\n",
        "\n",
        "2,\"PR3 3JU\"\r\n",
        "3,7\" pipe\n",
        "\"two\nlines\",x\n",
        "4\n",
        ",\n",
        "\r\n",
        "5,x,surplus\n",
        "6,ZZ99 3VZ,,\r\n",
    ];
    let mut text = b"id,postcode\n".to_vec();
    for row in 0..rows {
        text.extend_from_slice(kinds[row % kinds.len()].as_bytes());
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_come_out_as_many_and_an_open_quote_after_them_is_told() {
    const ROWS: usize = 60_000;
    let text = many(ROWS);
    holds(&text).unwrap();
    let (out, resolved) = in_bulk(&text).unwrap();
    assert_eq!(resolved.tally.rows, ROWS as u64);
    let (status, body, whole) = over_http(&text, 10_000).await;
    assert!(status.is_success() && whole && body == out);

    // The line is reported however much follows.
    let line = 1 + ROWS + ROWS / 10 + 1;
    for rows in [2, 2_000, 200_000] {
        let open = [&text, &b"7,\"LA1 4YW\n"[..], &b"8,LA1 4YW\n".repeat(rows)].concat();
        let words = format!("a quote opens on line {line}");
        let error = in_bulk(&open).unwrap_err().to_string();
        assert!(
            error.contains(&words) && error.contains("\"postcode\""),
            "{error}"
        );
        let (_, body, whole) = over_http(&open, 10_000).await;
        let last = String::from_utf8_lossy(&body);
        let last = last.trim_end().rsplit('\n').next().unwrap().to_owned();
        assert!(!whole && last.contains(&words), "{last}");
    }
}

#[tokio::test]
async fn an_open_quote_is_refused_by_every_command_and_path_that_reads_csv() {
    let case = |name: &str| workspace().join("tests/cases").join(name);
    let folder = tempfile::tempdir().unwrap();
    let quote = case("c15_unclosed_quote.csv");
    let ran = run(coterm(folder.path())
        .arg("bulk")
        .arg(&quote)
        .args(["-o", "out.csv"]));
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(
        ran.err
            .contains("a quote opens on line 2, column \"address\""),
        "{}",
        ran.err
    );
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);

    let (status, body, _) = over_http(&std::fs::read(&quote).unwrap(), 7).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains("a quote opens on line 2")
    );

    let scenario = case("s12_unclosed.csv");
    for arguments in [
        &["scenario", "score"][..],
        &["map"],
        &["compare", "lad-2021"],
    ] {
        let ran = run(coterm(folder.path()).args(arguments).arg(&scenario));
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(
            ran.err.contains("a quote opens on line 2"),
            "{arguments:?}: {}",
            ran.err
        );
    }
    let text = std::fs::read(&scenario).unwrap();
    let answered = crate::requests::post("/scenarios/score", "text/csv", text).await;
    assert_eq!(answered.status, StatusCode::BAD_REQUEST);
    assert!(
        answered.json()["detail"]
            .as_str()
            .unwrap()
            .contains("a quote opens on line 2")
    );

    let weights = folder.path().join("people.csv");
    std::fs::write(&weights, "lsoa,people\nE01012673,\"5\nE01012674,6\n").unwrap();
    let mut command = coterm(folder.path());
    command.args(["compare", "lad-2021", "utla-2021", "--weight", "people.csv"]);
    let ran = run(&mut command);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("a quote opens on line 2"), "{}", ran.err);
}

/// Writer that records the largest piece written at once.
struct Largest(usize);

impl std::io::Write for Largest {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn short_rows_under_a_wide_header_take_no_more_memory_than_others() {
    let wide = |columns: usize| {
        format!(
            "postcode{}\n{}",
            ",".repeat(columns - 1),
            "x\n".repeat(3_000)
        )
    };
    let options = BulkOptions::new(Columns::UsualPostcode, date(2022, 6, 30))
        .with_families(vec!["lad".into()]);
    let mut largest = Largest(0);
    let text = wide(coterm_io::COLUMNS);
    resolve(
        dataset(),
        &options,
        row_reason,
        text.as_bytes(),
        &mut largest,
        &Silent,
    )
    .unwrap();
    assert!(largest.0 < 1 << 19, "{} bytes at once", largest.0);

    let text = wide(coterm_io::COLUMNS + 1);
    let error = resolve(
        dataset(),
        &options,
        row_reason,
        text.as_bytes(),
        &mut largest,
        &Silent,
    );
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("more than 16384 columns")
    );
    let (status, body, _) = over_http(text.as_bytes(), 10_000).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(String::from_utf8(body).unwrap().contains("16384 columns"));
}
