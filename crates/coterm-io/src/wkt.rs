//! Polygons from well-known text (WKT), with the system's number before it if it is as `PostGIS`
//! writes it (EWKT): `SRID=27700;POLYGON((…))`. Binary in hexadecimal digits, which `PostGIS` gives
//! for a column as it is, is read as well.
//!
//! Only polygons are parsed, which hold rings and nothing else, so there is no recursion, and all
//! memory is for points that the text has.

use geo::{Coord, LineString};

use crate::feature::RawGeometry;
use crate::geometry_kind::GeometryKind;
use crate::wkb;

/// The result of reading a part of a text; the error says what is wrong with it.
type Result<T> = std::result::Result<T, String>;

/// A geometry, and the number of its coordinate system if the text has one.
#[derive(Debug, Default)]
pub(crate) struct WktGeometry {
    pub(crate) geometry: RawGeometry,
    pub(crate) srid: Option<u32>,
}

/// Keywords of geometries, with their codes in WKB.
const KEYWORDS: [(&str, u32); 17] = [
    ("POINT", 1),
    ("LINESTRING", 2),
    ("POLYGON", 3),
    ("MULTIPOINT", 4),
    ("MULTILINESTRING", 5),
    ("MULTIPOLYGON", 6),
    ("GEOMETRYCOLLECTION", 7),
    ("CIRCULARSTRING", 8),
    ("COMPOUNDCURVE", 9),
    ("CURVEPOLYGON", 10),
    ("MULTICURVE", 11),
    ("MULTISURFACE", 12),
    ("CURVE", 13),
    ("SURFACE", 14),
    ("POLYHEDRALSURFACE", 15),
    ("TIN", 16),
    ("TRIANGLE", 17),
];

/// Whether a text begins as a geometry does. Cheap: the rest is not looked at.
pub(crate) fn is_geometry(text: &str) -> bool {
    let (_, text) = srid(text.trim());
    beginning(text).is_ok() || is_hexadecimal(text)
}

/// Reads a geometry. An empty text is a missing one.
pub(crate) fn geometry(text: &str) -> WktGeometry {
    let text = text.trim();
    if text.is_empty() {
        return WktGeometry::default();
    }
    let (srid, text) = srid(text);
    if is_hexadecimal(text) {
        let bytes = from_hexadecimal(text);
        return WktGeometry {
            srid: srid.or_else(|| wkb::srid(&bytes)),
            geometry: wkb::of_wkb(&bytes),
        };
    }
    let geometry = of_text(text).unwrap_or_else(RawGeometry::damaged);
    WktGeometry { geometry, srid }
}

/// Splits off a system's number, `SRID=27700;`.
fn srid(text: &str) -> (Option<u32>, &str) {
    let prefix = text
        .get(..5)
        .filter(|start| start.eq_ignore_ascii_case("SRID="));
    let split = prefix.and_then(|_| text[5..].split_once(';'));
    match split.and_then(|(number, rest)| Some((number.trim().parse().ok()?, rest))) {
        Some((number, rest)) => (Some(number), rest.trim_start()),
        None => (None, text),
    }
}

/// Whether a text is WKB in hexadecimal digits: it begins with a byte order and has a type.
fn is_hexadecimal(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'0', b'0' | b'1', ..])
        && bytes.len() >= 18
        && bytes.len().is_multiple_of(2)
        && bytes.iter().all(u8::is_ascii_hexdigit)
}

fn from_hexadecimal(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        _ => (byte | 0x20).saturating_sub(b'a') + 10,
    };
    let (pairs, _) = text.as_bytes().as_chunks::<2>();
    pairs
        .iter()
        .map(|&[high, low]| digit(high) << 4 | digit(low))
        .collect()
}

/// Returns the kind of geometry that a text begins with, and the text after its keyword and
/// dimensions.
fn beginning(text: &str) -> Result<(GeometryKind, &str)> {
    let letters = |text: &str| {
        let end = text.find(|letter: char| !letter.is_ascii_alphabetic());
        end.unwrap_or(text.len())
    };
    let unknown = || "it is not well-known text, such as POLYGON((…))".to_owned();
    let (word, mut rest) = text.split_at(letters(text));
    let word = word.to_ascii_uppercase();
    // Dimensions follow the keyword, with a blank or without.
    let code = ["", "ZM", "Z", "M"].into_iter().find_map(|dimensions| {
        let keyword = word.strip_suffix(dimensions)?;
        let named = KEYWORDS.iter().find(|(name, _)| *name == keyword);
        named.map(|(_, code)| *code)
    });
    let kind = code.and_then(GeometryKind::of_code).ok_or_else(unknown)?;
    rest = rest.trim_start();
    let (next, after) = rest.split_at(letters(rest));
    if ["ZM", "Z", "M"]
        .iter()
        .any(|dimensions| next.eq_ignore_ascii_case(dimensions))
    {
        rest = after.trim_start();
    }
    if rest.starts_with('(') || is_empty(rest) {
        Ok((kind, rest))
    } else {
        Err(unknown())
    }
}

fn is_empty(text: &str) -> bool {
    let word = text
        .get(..5)
        .filter(|word| word.eq_ignore_ascii_case("EMPTY"));
    word.is_some() && !text[5..].starts_with(|letter: char| letter.is_ascii_alphanumeric())
}

fn of_text(text: &str) -> Result<RawGeometry> {
    let (kind, rest) = beginning(text)?;
    if is_empty(rest) && rest.len() == 5 {
        return Ok(RawGeometry::Polygons(Vec::new()));
    }
    if let Some(other) = kind.without_polygons() {
        return Ok(other);
    }
    let mut parser = Parser(rest);
    let polygons = match kind {
        GeometryKind::MultiPolygon => parser.list(Parser::rings)?,
        _ => vec![parser.rings()?],
    };
    match parser.0.trim_start() {
        "" => Ok(RawGeometry::Polygons(polygons)),
        _ => Err("there is something after its end".to_owned()),
    }
}

/// The rest of a text that has not been read yet.
struct Parser<'a>(&'a str);

impl Parser<'_> {
    fn rings(&mut self) -> Result<Vec<LineString<f64>>> {
        self.list(|parser| parser.list(Self::position).map(LineString::new))
    }

    /// Reads a list in brackets, or the word `EMPTY`.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut items = Vec::new();
        self.0 = self.0.trim_start();
        if is_empty(self.0) {
            self.0 = &self.0[5..];
            return Ok(items);
        }
        if !self.skip('(') {
            return Err(self.expected("("));
        }
        loop {
            items.push(item(self)?);
            if self.skip(')') {
                return Ok(items);
            }
            if !self.skip(',') {
                return Err(self.expected(", or )"));
            }
        }
    }

    /// Reads x and y, and skips height and measure.
    fn position(&mut self) -> Result<Coord<f64>> {
        let (x, y) = (self.number()?, self.number()?);
        for _ in 0..2 {
            if self.0.trim_start().starts_with([',', ')']) {
                break;
            }
            self.number()?;
        }
        Ok(Coord { x, y })
    }

    fn number(&mut self) -> Result<f64> {
        let text = self.0.trim_start();
        let ends = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '(' | ')');
        let (number, rest) = text.split_at(text.find(ends).unwrap_or(text.len()));
        let number = number.parse().map_err(|_| self.expected("a number"))?;
        self.0 = rest;
        Ok(number)
    }

    fn skip(&mut self, letter: char) -> bool {
        let rest = self.0.trim_start().strip_prefix(letter);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn expected(&self, what: &str) -> String {
        /// Maximum number of characters of the text that a message quotes.
        const QUOTED: usize = 20;
        let found = coterm_core::words::excerpt(self.0.trim_start(), QUOTED);
        if found.is_empty() {
            "it is cut off".to_owned()
        } else {
            format!("it has \"{found}\" where {what} should be")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> std::result::Result<Vec<Vec<LineString<f64>>>, String> {
        match geometry(text).geometry {
            RawGeometry::Polygons(polygons) => Ok(polygons),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn polygons_are_read_in_every_spelling() {
        let ring = LineString::from(vec![(0.0, 0.0), (1.5, 0.0), (1.0, 1e3), (0.0, 0.0)]);
        for text in [
            "POLYGON((0 0,1.5 0,1 1e3,0 0))",
            " polygon Z ( ( 0 0 9, 1.5 0 9 , 1 1000 9, 0 0 9 ) ) ",
            "POLYGONZM((0 0 1 2,1.5 0 1 2,1 1000 1 2,0 0 1 2))",
            "SRID=27700;POLYGON((0 0 7,1.5 0 7,1 1000 7,0 0 7))",
            "MultiPolygon M (((0 0 1,1.5 0 1,1 1000 1,0 0 1)))",
        ] {
            assert_eq!(read(text), Ok(vec![vec![ring.clone()]]), "{text}");
            assert!(is_geometry(text));
        }
        assert_eq!(geometry("srid=27700; POLYGON EMPTY").srid, Some(27700));
        assert_eq!(read("MULTIPOLYGON EMPTY"), Ok(vec![]));
        assert_eq!(
            read("MULTIPOLYGON(EMPTY,(EMPTY))").map(|parts| parts.len()),
            Ok(2)
        );
    }

    #[test]
    fn binary_in_hexadecimal_digits_is_read_with_its_system() {
        let mut bytes = vec![1, 3, 0, 0, 0x20, 0x34, 0x6C, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
        bytes.extend(7.0_f64.to_le_bytes());
        bytes.extend(8.0_f64.to_le_bytes());
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        let text = digits.collect::<Vec<_>>().concat();
        for text in [&text, &text.to_ascii_uppercase()] {
            assert_eq!(
                read(text),
                Ok(vec![vec![LineString::from(vec![(7.0, 8.0)])]])
            );
            assert_eq!(geometry(text).srid, Some(27700));
        }
    }

    #[test]
    fn what_is_no_polygon_is_told() {
        for (text, words) in [
            ("POINT(1 2)", "Other(\"Point\")"),
            (
                "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,0 0))",
                "CONVERT_TO_LINEAR",
            ),
            ("POLYGON((0 0, 1 0", "it is cut off"),
            ("POLYGON((0 0, 1 x))", "a number"),
            ("POLYGON((0))", "a number"),
            ("POLYGON((0 0)) x", "after its end"),
            ("POLYGON(0 0)", "where ( should be"),
            ("POLYGONE((0 0))", "not well-known text"),
            ("POLYGON", "not well-known text"),
            ("Lancaster", "not well-known text"),
            ("SRID=x;POLYGON EMPTY", "not well-known text"),
        ] {
            let reason = read(text).unwrap_err();
            assert!(reason.contains(words), "{text}: {reason}");
        }
        assert!(matches!(geometry(" ").geometry, RawGeometry::Missing));
        let deep = format!("MULTIPOLYGON{}", "(".repeat(1_000_000));
        assert!(read(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(SRID=1;)?(MULTI)?POLYGON ?[(),0-9. eE-]{0,40}\\PC{0,3}") {
            let _ = geometry(&text);
            let _ = is_geometry(&text);
        }
    }
}
