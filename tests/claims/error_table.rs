//! Claims about the errors of all endpoints: the table of them, and that each is a problem document
//! (RFC 9457) that says what to send instead.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::http_post::{CSV, JSON};
use crate::requests::app;

const TABLE: &str = include_str!("snapshots/errors.txt");
const TOML: &str = "application/toml";

/// Requests that cannot be answered: method, address, media type and body.
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn requests() -> Vec<(&'static str, String, &'static str, String)> {
    let mut all = Vec::new();
    for path in [
        "/no/such/page",
        "/postcodes",
        "/postcodes/hello",
        "/postcodes/LA1%204YO",
        "/postcodes/SW1A%201AA",
        "/postcodes/ZZ99%203VZ",
        "/postcodes/BFPO61",
        "/postcodes/%FF",
        "/postcodes/LA14YW?on=yesterday",
        "/postcodes/LA14YW?on=1999-01-01",
        "/postcodes/LA14YW?family=parish",
        "/postcodes/LA14YW?on=2023-05-01&family=ccg",
        "/postcodes/LA14YW?date=2022-06-30",
        "/lookup",
        "/lookup?lon=-2.8",
        "/lookup?lon=NaN&lat=54.05",
        "/lookup?lon=54.05&lat=-2.80",
        "/lookup?lon=west&lat=54.05",
        "/lookup?lon=-0.1278&lat=51.5074",
        "/lookup?easting=-5&northing=461653",
        "/lookup?lon=-2.8&lat=54.05&fields=areas.colour",
        "/postcodes/nearest",
        "/postcodes/nearest?postcode=LA14YW&limit=0",
        "/postcodes/nearest?postcode=LA14YW&radius=-1",
        "/postcodes/nearest?postcode=ZZ99%203VZ",
        "/areas",
        "/areas?q=Lancaster&limit=0",
        "/areas?q=Lancaster&on=yesterday",
        "/scenarios/blocks?within=lad-2023/Atlantis",
        "/scenarios/blocks?layers=lad-2022",
        "/scenarios/blocks?layers=land",
        "/scenarios/blocks?weight=sheep",
        "/collections/lad-2022",
        "/collections/lad-2023/items/E07/neighbours",
        "/collections/lad-2023/items/E07000121/overlapping",
        "/collections/lad-2023/items/E07000121/overlapping?with=lad-2022",
        "/compare/lad-2022/lad-2023",
        "/compare/lad-2023/lad-2023?tolerance=-1",
        "/compare/lad-2023/lad-2023?tolerance=wide",
        "/compare/lad-2023/lad-2023?weight=sheep",
        "/compare/lad-2023/lad-2023?disclosure=-1",
        "/compare/lad-2023/lad-2023?populated=-1",
        "/compare/lad-2023/lad-2023?on=yesterday",
        "/compare/lad-2023/lad-2023?f=pdf",
        "/compare/lad-2023/lad-2023?f=json&table=matrix",
        "/compare/lad-2023/lad-2023?f=csv&table=chairs",
        "/compare/lad-2023/lad-2023?within=Lancaster",
        "/compare/lad-2023/lad-2023?within=lad-2023/Atlantis",
        "/compare/lad-2023/lad-2023?appendix=long",
        "/compare/lad-2023/lad-2023?date=soon",
        "/compare/lad-2023/lad-2022/tiles",
        "/compare/lad-2023/icb-2022/tiles/99/0/0",
        "/tiles/lad-2022",
        "/tiles/lad-2023,lad-2023",
        "/tiles/lad-2023/x/0/0",
        "/tiles/lad-2023/99/0/0",
        "/tiles/lad-2023/3/9/0",
        "/style.json?layers=lad-2022",
        "/style.json?theme=pink",
        "/style.json?compare=lad-2023",
    ] {
        all.push(("GET", path.to_owned(), "", String::new()));
    }
    for path in ["/", "/health", "/collections", "/compare/lad-2023/icb-2022"] {
        all.push(("DELETE", path.to_owned(), "", String::new()));
    }
    let many: String = (0..1_001).fold("block,area\n".into(), |mut rows, number| {
        let _ = writeln!(rows, "E01025105,area {number}");
        rows
    });
    for (path, media, body) in [
        ("/lookup", "text/plain", "LA1 4YW"),
        ("/lookup", JSON, "{}"),
        ("/lookup", JSON, "[{}"),
        ("/lookup?delimiter=dot", CSV, "postcode\n"),
        ("/lookup?encoding=morse", CSV, "postcode\n"),
        ("/lookup?delimiter=tab", JSON, "[]"),
        ("/lookup?lonlat_columns=lon", CSV, "lon,lat\n"),
        ("/lookup?postcode_column=a&grid_columns=b,c", CSV, "a,b,c\n"),
        ("/lookup?postcode_column=pc", CSV, "postcode\n"),
        ("/lookup", CSV, "name\n"),
        ("/lookup", CSV, ""),
        ("/lookup", CSV, "postcode\n\"LA1 4YW\n"),
        ("/lookup", JSON, "{\"postcodes\": [\"LA1 4YW\"], \"on\": 1}"),
        ("/lookup?fields=on", CSV, "postcode\nLA1 4YW\n"),
        ("/postcodes/nearest", JSON, "[]"),
        ("/areas", JSON, "[]"),
        ("/postcodes", JSON, "LA1"),
        ("/postcodes", CSV, "q\nLA1"),
        ("/scenarios/score", "text/plain", "mine"),
        ("/scenarios/score", JSON, "[]"),
        ("/scenarios/score", JSON, "{}"),
        ("/scenarios/score", JSON, "{\"scenarios\": []}"),
        ("/scenarios/score", TOML, "area ="),
        ("/scenarios/score", CSV, "block,area\nE00000000,mine\n"),
        ("/scenarios/score", CSV, &many),
        (
            "/scenarios/compare/lad-2022",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        ("/scenarios/compare/lad-2023", "text/plain", "mine"),
        (
            "/scenarios/compare/lad-2023/lines?f=html",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?kind=castle",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?f=pdf",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?weight=sheep",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?against=lad-2022",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?was=lad-2022",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
        (
            "/scenarios/score?within=Lancaster",
            CSV,
            "block,area\nE01025105,mine\n",
        ),
    ] {
        all.push(("POST", path.to_owned(), media, body.to_owned()));
    }
    all
}

#[tokio::test]
async fn every_error_is_in_the_table_and_a_problem_document_that_says_what_to_send() {
    let mut table = String::new();
    for (method, path, media, body) in requests() {
        let request = Request::builder().method(method).uri(&path);
        let request = match media {
            "" => request,
            media => request.header(header::CONTENT_TYPE, media),
        };
        let shown = body.replace('\n', "\\n");
        let shown: String = shown.chars().take(40).collect();
        let response = app()
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await;
        let (parts, body) = response.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let asked = [method, &path, media, &shown]
            .join(" ")
            .trim_end()
            .to_owned();
        assert!(parts.status.is_client_error(), "{asked}: {}", parts.status);
        assert_eq!(
            parts.headers.get(header::CONTENT_TYPE).unwrap(),
            "application/problem+json",
            "{asked}"
        );
        assert_eq!(
            parts.headers.get(header::CACHE_CONTROL).unwrap(),
            "no-store",
            "{asked}"
        );
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["type"], "about:blank", "{asked}");
        assert_eq!(problem["status"], parts.status.as_u16(), "{asked}");
        assert_eq!(
            problem["title"].as_str(),
            parts.status.canonical_reason(),
            "{asked}"
        );
        let detail = problem["detail"].as_str().unwrap();
        let _ = writeln!(table, "{asked}\n  {} {detail}", parts.status.as_u16());
    }
    if table != TABLE {
        let made = std::env::temp_dir().join("coterm-errors.txt");
        std::fs::write(&made, &table).unwrap();
        for (is, was) in table
            .lines()
            .zip(TABLE.lines())
            .filter(|(is, was)| is != was)
        {
            println!("is:  {is}\nwas: {was}");
        }
        panic!("the table is different; {} has the new one", made.display());
    }
}
