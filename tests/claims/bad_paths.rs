//! Claims about requests for paths that do not exist, or with a method that a path does not allow.

use axum::http::{Method, StatusCode, header};

use crate::bad_requests::{is_problem, refused};
use crate::requests::{get, send};

#[tokio::test]
async fn an_unknown_path_is_not_found_and_says_where_to_look() {
    for path in [
        "/nowhere",
        "/lookup/LA14YW",
        "/collections/lad-2021/items/E07000121/more",
        "/favicon.ico",
    ] {
        refused(path, 404, &["see /"]).await;
    }
}

#[tokio::test]
async fn a_path_that_is_not_utf8_is_a_bad_request() {
    for path in [
        "/postcodes/%FF",
        "/collections/%FF",
        "/collections/%FF/items",
    ] {
        let answered = get(path).await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_path_that_is_not_utf8_is_answered_with_a_problem_document() {
    refused("/postcodes/%FF", 400, &[]).await;
}

#[tokio::test]
async fn a_missing_file_of_the_page_is_answered_with_a_problem_document() {
    refused("/src/none.js", 404, &[]).await;
}

#[tokio::test]
async fn other_methods_than_get_are_refused() {
    for path in [
        "/conformance",
        "/postcodes/LA14YW",
        "/collections",
        "/health",
    ] {
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let answered = send(method, path, &[]).await;
            is_problem(
                &answered,
                path,
                StatusCode::METHOD_NOT_ALLOWED,
                &["use GET"],
            );
            assert!(
                answered.header(header::ALLOW).contains("GET"),
                "{path}: {:?}",
                answered.headers
            );
        }
    }
    for method in [Method::PUT, Method::DELETE] {
        let path = "/postcodes?q=LA1";
        let answered = send(method, path, &[]).await;
        is_problem(
            &answered,
            path,
            StatusCode::METHOD_NOT_ALLOWED,
            &["GET", "POST"],
        );
    }
}

#[tokio::test]
async fn no_problem_may_be_stored_for_it_may_quote_what_was_looked_up() {
    for path in [
        "/postcodes/hello",
        "/postcodes/SW1A%201AA",
        "/lookup?lon=1",
        "/nowhere",
    ] {
        assert_eq!(
            get(path).await.header(header::CACHE_CONTROL),
            "no-store",
            "{path}"
        );
    }
}
