//! Pages for people: a title, a path back, and content. They have no script, and their style is a
//! file of the server.

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use coterm_report::HtmlText;

const STYLE: &str = include_str!("pages.css");

/// Makes a page. `path` has the address and the text of each page above it; `content` is HTML.
pub(crate) fn page(title: &str, base: &str, path: &[(String, &str)], content: &str) -> Response {
    let above = path
        .iter()
        .map(|(href, text)| format!("<a href=\"{}\">{}</a>", HtmlText(href), HtmlText(text)));
    let above = above.collect::<Vec<_>>().join(" / ");
    let title = HtmlText(title);
    let base = HtmlText(base);
    let html = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – coterm</title>\n<link rel=\"stylesheet\" href=\"{base}/api.css\">\n\
         </head>\n<body>\n<nav aria-label=\"Path\">{above}</nav>\n<main>\n<h1>{title}</h1>\n\
         {content}\n</main>\n</body>\n</html>\n"
    );
    Html(html).into_response()
}

/// Answers with the style of the pages.
pub(crate) async fn stylesheet() -> Response {
    let about = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)));
    (about, STYLE).into_response()
}
