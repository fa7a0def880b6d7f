//! Writer of SVG text. The same calls give the same text, and text from outside is escaped.

use std::fmt::Write;

use super::shape::{Point, Ring};

/// An SVG document that is being written.
#[derive(Debug, Default)]
pub(super) struct Svg(String);

impl Svg {
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.tag(name, attributes, ">\n");
    }

    pub(super) fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// Writes an element that holds text.
    pub(super) fn holding(&mut self, name: &str, attributes: &[(&str, String)], text: &str) {
        self.tag(name, attributes, ">");
        self.0.push_str(&escaped(text));
        self.close(name);
    }

    /// Writes a line of text, anchored at `x` and with its base line at `y`.
    pub(super) fn text(&mut self, text: &str, x: f64, y: f64, size: f64, more: &[(&str, String)]) {
        let mut attributes = vec![("x", num(x)), ("y", num(y)), ("font-size", num(size))];
        attributes.extend_from_slice(more);
        self.holding("text", &attributes, text);
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, String)], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.0.push_str(&escaped(value));
            self.0.push('"');
        }
        self.0.push_str(end);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Text escaped for XML, without the characters that XML does not allow.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A number rounded to hundredths, as short as possible.
pub(super) fn num(value: f64) -> String {
    let mut text = format!("{value:.2}");
    let length = text.trim_end_matches('0').trim_end_matches('.').len();
    text.truncate(length);
    if text == "-0" { "0".into() } else { text }
}

/// Path data of closed rings.
pub(super) fn closed_path<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> String {
    let mut path = String::new();
    for ring in rings {
        steps(&mut path, ring);
        path.push('z');
    }
    path
}

/// Path data of open lines; a line that ends where it began is closed.
pub(super) fn open_path<'a>(lines: impl IntoIterator<Item = &'a Vec<Point>>) -> String {
    let mut path = String::new();
    for line in lines {
        steps(&mut path, line);
        if line.len() > 2 && line.first() == line.last() {
            path.push('z');
        }
    }
    path
}

/// Writes the first vertex as a position, and each other one as a step from the one before.
/// The steps are exact, because the vertices are on a grid.
fn steps(path: &mut String, points: &[Point]) {
    let Some(first) = points.first() else { return };
    path.push('M');
    coordinates(path, *first);
    path.push('l');
    for pair in points.windows(2) {
        coordinates(path, [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]]);
    }
}

fn coordinates(path: &mut String, point: Point) {
    for value in point {
        if value >= 0 && path.ends_with(|last: char| last.is_ascii_digit()) {
            path.push(' ');
        }
        let sign = if value < 0 { "-" } else { "" };
        let (whole, tenth) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
        // Writing to a string cannot fail.
        let _ = match (whole, tenth) {
            (_, 0) => write!(path, "{sign}{whole}"),
            (0, _) => write!(path, "{sign}.{tenth}"),
            _ => write!(path, "{sign}{whole}.{tenth}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_exact() {
        let ring = vec![[0, 0], [105, 0], [105, -3], [100, 20]];
        assert_eq!(closed_path([&ring]), "M0 0l10.5 0 0-.3-.5 2.3z");
        assert_eq!(open_path([&ring]), "M0 0l10.5 0 0-.3-.5 2.3");
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!(
            [1.0, 0.5, -0.001, 1.256].map(num),
            ["1", "0.5", "0", "1.26"]
        );
    }

    #[test]
    fn text_that_is_markup_stays_text() {
        let mut svg = Svg::default();
        svg.holding("text", &[("x", "\"".into())], "<b> & \u{1}");
        assert_eq!(svg.finish(), "<text x=\"&quot;\">&lt;b&gt; &amp; </text>\n");
    }
}
