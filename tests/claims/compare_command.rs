//! Claims about how `coterm compare` and `/compare` end: with a result, with a failed check, or
//! refused with a reason.

use axum::http::{Method, StatusCode, header};

use crate::compare_reports::compared;
use crate::requests::{get, send};

#[test]
fn the_exit_code_says_whether_all_areas_hold_if_asked() {
    let folder = tempfile::tempdir().unwrap();
    let code = |arguments: &[&str]| compared(folder.path(), arguments).code;
    assert_eq!(
        code(&["delivery-unit-2022", "lad-2021", "--exit-code"]),
        Some(0)
    );
    assert_eq!(code(&["place-2022", "utla-2023", "--exit-code"]), Some(1));
    assert_eq!(code(&["place-2022", "utla-2023"]), Some(0));
}

#[test]
fn what_cannot_be_done_says_what_to_do_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (&["place-2023", "utla-2023"][..], "place-2022"),
        (&["place-2022", "nonsense"], "the closest names are"),
        (
            &["place-2022", "utla-2023", "--tolerance", "-5"],
            "a number of metres",
        ),
        (
            &["place-2022", "utla-2023", "--tolerance", "wide"],
            "a number of metres",
        ),
        (
            &["place-2022", "utla-2023", "--weight", "missing.csv"],
            "there is no file missing.csv",
        ),
        (
            &["place-2022", "utla-2023", "--format", "pdf"],
            "there are table, json",
        ),
        (
            &["place-2022", "utla-2023", "--table", "pies"],
            "there are matrix",
        ),
        (
            &[
                "place-2022",
                "utla-2023",
                "--table",
                "moves",
                "--format",
                "json",
            ],
            "--table applies to CSV only",
        ),
        (
            &["place-2022", "utla-2023", "--on", "yesterday"],
            "yesterday",
        ),
    ] {
        let ran = compared(folder.path(), &[arguments, &["-o", "report.html"]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
        assert_eq!(
            folder.path().read_dir().unwrap().count(),
            0,
            "{arguments:?}"
        );
    }
    let ran = compared(
        folder.path(),
        &["place-2022", "utla-2023", "-o", "report.pdf"],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("choose one with --format"), "{}", ran.err);
}

#[tokio::test]
async fn the_server_answers_in_every_format_with_what_it_is() {
    for (format, media) in [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("geojson", "application/geo+json"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let answer = get(&format!("/compare/place-2022/utla-2023?f={format}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{format}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], media);
        assert!(answer.headers.contains_key(header::ETAG));
        assert!(!answer.body.is_empty());
    }
    let html = get("/compare/place-2022/utla-2023?f=html").await;
    let policy = html.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
}

#[tokio::test]
async fn browsers_get_the_document_and_programs_json_and_unchanged_ones_are_not_sent_again() {
    let path = "/compare/ccg-2021/lad-2021";
    let json = get(path).await;
    assert_eq!(json.headers[header::CONTENT_TYPE], "application/json");
    let html = send(
        Method::GET,
        path,
        &[(header::ACCEPT, "text/html,*/*;q=0.8")],
    )
    .await;
    assert_eq!(
        html.headers[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    let etag = json.headers[header::ETAG].to_str().unwrap();
    let again = send(Method::GET, path, &[(header::IF_NONE_MATCH, etag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn bad_questions_to_the_server_get_problems_that_say_what_to_send() {
    for (path, status, expected) in [
        ("/compare/place-2023/utla-2023", 404, "place-2022"),
        ("/compare/place-2022/nonsense", 404, "the closest names are"),
        (
            "/compare/place-2022/utla-2023?tolerance=-1",
            400,
            "must be 0 metres or more",
        ),
        (
            "/compare/place-2022/utla-2023?tolerance=NaN",
            400,
            "must be 0 metres or more",
        ),
        (
            "/compare/place-2022/utla-2023?tolerance=wide",
            400,
            "tolerance",
        ),
        (
            "/compare/place-2022/utla-2023?weight=../../etc/passwd",
            400,
            "postcodes or area",
        ),
        (
            "/compare/place-2022/utla-2023?f=pdf",
            400,
            "there are table, json",
        ),
        (
            "/compare/place-2022/utla-2023?table=moves&f=html",
            400,
            "send f=csv",
        ),
        (
            "/compare/place-2022/utla-2023?on=yesterday",
            400,
            "2022-06-30",
        ),
        ("/compare/place-2022/utla-2023?colour=red", 400, "colour"),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(
            answer.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(text.contains(expected), "{path}: {text}");
    }
}
