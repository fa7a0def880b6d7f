//! The placemarks of a KML document ([`Document`]), read element by element, without recursion.
//!
//! Document types are refused, so there are no entities that could be expanded, and nothing outside
//! the file is read.

use std::collections::BTreeMap;

use coterm_core::words::excerpt;
use geo::LineString;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::coordinates::vertices;
use crate::feature::{RawFeature, RawGeometry};

/// Maximum depth of nested elements. Geometries take ten; the rest is for folders.
const DEPTH: usize = 200;
/// Maximum number of characters of a name or an error of the file that an error shows.
const SHOWN: usize = 80;
/// Elements that a document may begin with; the oldest versions had no element around the others.
const ROOTS: [&str; 4] = ["kml", "Document", "Folder", "Placemark"];
/// Geometries that have no ground.
const WITHOUT_GROUND: [&str; 6] = [
    "Point",
    "LineString",
    "LinearRing",
    "Model",
    "Track",
    "MultiTrack",
];

type Result<T> = std::result::Result<T, String>;

/// Areas of a document.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// All placemarks, in order.
    pub(super) features: Vec<RawFeature>,
    /// Whether it links to other documents, which are not read.
    pub(super) has_links: bool,
}

impl Document {
    /// Reads a document from its text.
    ///
    /// # Errors
    ///
    /// A sentence with the line on which the document is not well-formed, or is not KML.
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut lines = Lines::of(text);
        let mut parser = Parser::default();
        loop {
            let event = reader.read_event().map_err(|error| {
                let line = lines.at(reader.error_position());
                let error = excerpt(&error.to_string(), SHOWN);
                format!("line {line} is not XML: {error}")
            })?;
            let end = matches!(event, Event::Eof);
            let line = match event {
                Event::Start(_) | Event::DocType(_) | Event::GeneralRef(_) | Event::Eof => {
                    lines.at(reader.buffer_position())
                }
                _ => 0,
            };
            let taken = parser.take(event, line);
            taken.map_err(|reason| format!("line {line}: {reason}"))?;
            if end {
                return Ok(parser.document);
            }
        }
    }
}

/// The number of the line at a position of a text. Positions must not decrease, so that a whole
/// document is counted once.
struct Lines<'a> {
    text: &'a [u8],
    position: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            position: 0,
            line: 1,
        }
    }

    fn at(&mut self, position: u64) -> usize {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        let position = position.clamp(self.position, self.text.len());
        let between = &self.text[self.position..position];
        self.line += memchr::memchr_iter(b'\n', between).count();
        self.position = position;
        self.line
    }
}

/// An element that matters to areas, while it is open.
#[derive(Debug, PartialEq, Eq)]
enum Element {
    Placemark,
    Name,
    /// `Data` of `ExtendedData`, with its name.
    Data(String),
    /// `value` of a `Data`.
    Value,
    /// `SimpleData` of `SchemaData`, with its name.
    SimpleData(String),
    MultiGeometry,
    Polygon,
    /// `outerBoundaryIs`.
    Outer,
    /// `innerBoundaryIs`.
    Inner,
    /// A ring of a polygon.
    Ring,
    /// `coordinates` of a ring of a polygon.
    Coordinates,
    Other,
}

impl Element {
    /// Whether the element's text is needed.
    fn has_text(&self) -> bool {
        matches!(
            self,
            Self::Name | Self::Value | Self::SimpleData(_) | Self::Coordinates
        )
    }
}

/// A placemark while it is read.
#[derive(Debug, Default)]
struct Placemark {
    feature: RawFeature,
    name: Option<String>,
    /// Polygons, each with its outer ring first.
    polygons: Option<Vec<Vec<LineString<f64>>>>,
    /// A geometry without ground.
    other: Option<String>,
    /// The first fault of the geometry.
    fault: Option<String>,
}

impl Placemark {
    /// Adds a ring to the last polygon.
    fn add_ring(&mut self, ring: Result<LineString<f64>>, outer: bool) {
        let Some(rings) = self.polygons.as_mut().and_then(|all| all.last_mut()) else {
            return;
        };
        match ring {
            Ok(ring) if outer && rings[0].0.is_empty() => rings[0] = ring,
            Ok(_) if outer => {
                let fault = "a polygon has two outer rings";
                self.fault.get_or_insert_with(|| fault.to_owned());
            }
            Ok(ring) => rings.push(ring),
            Err(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
    }

    fn into_feature(mut self) -> RawFeature {
        self.feature.geometry = match (self.fault, self.polygons, self.other) {
            (Some(fault), ..) => RawGeometry::damaged(fault),
            (None, Some(polygons), _) => RawGeometry::Polygons(polygons),
            (None, None, Some(other)) => RawGeometry::Other(other),
            (None, None, None) => RawGeometry::Missing,
        };
        if let Some(name) = self.name {
            self.feature.fields.entry("name".into()).or_insert(name);
        }
        self.feature
    }
}

#[derive(Debug, Default)]
struct Parser {
    document: Document,
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    placemark: Option<Placemark>,
    /// Text of the innermost element, if it is needed.
    text: String,
    begun: bool,
}

impl Parser {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<()> {
        let wanted = self.open.last().is_some_and(Element::has_text);
        match event {
            Event::Start(start) => self.start(&start, line)?,
            Event::End(_) => self.end(),
            Event::Text(text) if wanted => self.text.push_str(&text),
            Event::CData(text) if wanted => self.text.push_str(&text),
            Event::GeneralRef(reference) if wanted => self.text.push(character(&reference)?),
            Event::DocType(_) => {
                return Err("it has a document type, <!DOCTYPE …>; take that out".to_owned());
            }
            Event::Eof if !self.begun => {
                return Err("it has no elements, so it is not a KML file".to_owned());
            }
            Event::Eof if !self.open.is_empty() => {
                return Err("it is cut off: elements are not closed".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, line: usize) -> Result<()> {
        let name = start.local_name();
        let name = name.as_ref();
        if !self.begun && !ROOTS.contains(&name) {
            let name = excerpt(name, SHOWN);
            return Err(format!("it begins with <{name}>, so it is not a KML file"));
        }
        if self.open.len() >= DEPTH {
            return Err(format!("elements are nested more than {DEPTH} deep"));
        }
        self.begun = true;
        self.text.clear();
        self.document.has_links |= name == "NetworkLink";
        let element = self.element(name, start)?;
        if let Some(placemark) = &mut self.placemark {
            if element == Element::Polygon {
                let polygons = placemark.polygons.get_or_insert_default();
                polygons.push(vec![LineString(Vec::new())]);
            }
            let geometry = matches!(
                self.open.last(),
                Some(Element::Placemark | Element::MultiGeometry)
            );
            if geometry && WITHOUT_GROUND.contains(&name) {
                placemark.other.get_or_insert_with(|| name.to_owned());
            }
        } else if element == Element::Placemark {
            let mut placemark = Placemark::default();
            placemark.feature.id = attribute(start, "id")?;
            placemark.feature.line = Some(line);
            self.placemark = Some(placemark);
        }
        self.open.push(element);
        Ok(())
    }

    /// Tells what an element is, by its name and the element that it is in.
    fn element(&self, name: &str, start: &BytesStart<'_>) -> Result<Element> {
        let named = |element: fn(String) -> Element| {
            let name = attribute(start, "name")?;
            Result::Ok(name.map_or(Element::Other, element))
        };
        Ok(match (name, self.open.last()) {
            ("Placemark", _) if self.placemark.is_none() => Element::Placemark,
            _ if self.placemark.is_none() => Element::Other,
            ("name", Some(Element::Placemark)) => Element::Name,
            ("Data", _) => named(Element::Data)?,
            ("value", Some(Element::Data(_))) => Element::Value,
            ("SimpleData", _) => named(Element::SimpleData)?,
            ("MultiGeometry", Some(Element::Placemark | Element::MultiGeometry)) => {
                Element::MultiGeometry
            }
            ("Polygon", Some(Element::Placemark | Element::MultiGeometry)) => Element::Polygon,
            ("outerBoundaryIs", Some(Element::Polygon)) => Element::Outer,
            ("innerBoundaryIs", Some(Element::Polygon)) => Element::Inner,
            ("LinearRing", Some(Element::Outer | Element::Inner)) => Element::Ring,
            ("coordinates", Some(Element::Ring)) => Element::Coordinates,
            _ => Element::Other,
        })
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let ended = self.open.pop();
        let Some(placemark) = &mut self.placemark else {
            return;
        };
        let text = text.trim();
        let own = || (!text.is_empty()).then(|| text.to_owned());
        let fields: &mut BTreeMap<String, String> = &mut placemark.feature.fields;
        match ended {
            Some(Element::Name) => placemark.name = own(),
            Some(Element::Value) => {
                if let (Some(Element::Data(name)), Some(value)) = (self.open.last(), own()) {
                    fields.insert(name.clone(), value);
                }
            }
            Some(Element::SimpleData(name)) => {
                if let Some(value) = own() {
                    fields.insert(name, value);
                }
            }
            Some(Element::Coordinates) => {
                let outer = self.open.iter().rev().nth(1) == Some(&Element::Outer);
                placemark.add_ring(vertices(text), outer);
            }
            Some(Element::Placemark) => {
                let placemark = self.placemark.take();
                self.document
                    .features
                    .extend(placemark.map(Placemark::into_feature));
            }
            _ => {}
        }
    }
}

/// Returns the value of an attribute without a prefix.
fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    let bad = |error: &dyn std::fmt::Display| format!("an attribute is not XML: {error}");
    let Some(attribute) = start.try_get_attribute(name).map_err(|error| bad(&error))? else {
        return Ok(None);
    };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_err(|error| bad(&error))?;
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// Returns the character that a reference stands for: `&amp;` or `&#38;`.
fn character(reference: &BytesRef<'_>) -> Result<char> {
    let numbered = reference.resolve_char_ref();
    let numbered = numbered.map_err(|error| format!("a character is not XML: {error}"))?;
    numbered
        .or_else(|| {
            let predefined = quick_xml::escape::resolve_xml_entity(reference);
            predefined?.chars().next()
        })
        .ok_or_else(|| {
            let name = excerpt(reference, SHOWN);
            format!("&{name}; is not defined; write the character itself")
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn placemarks(text: &str) -> Result<Vec<RawFeature>> {
        Document::read(text).map(|document| document.features)
    }

    const SQUARE: &str = "<LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing>";

    fn square() -> LineString<f64> {
        LineString::from(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)])
    }

    fn one(inside: &str) -> RawFeature {
        let text = format!("<kml>\n<Placemark id='p1'>{inside}</Placemark></kml>");
        placemarks(&text).unwrap().remove(0)
    }

    #[test]
    fn fields_come_from_the_name_and_both_kinds_of_data() {
        let feature = one("<name> Castle &amp; <![CDATA[<Park>]]></name>\
            <Style><name>red</name></Style>\
            <ExtendedData><Data name='code'><displayName>Code</displayName><value>E05&#48;1</value></Data>\
            <SchemaData schemaUrl='#x'><SimpleData name='WD23NM'>Park</SimpleData><SimpleData name='none'/>\
            </SchemaData></ExtendedData>");
        let fields: Vec<_> = feature.fields.iter().collect();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let expected = BTreeMap::from([
            pair("WD23NM", "Park"),
            pair("code", "E0501"),
            pair("name", "Castle & <Park>"),
        ]);
        assert_eq!(fields, expected.iter().collect::<Vec<_>>());
        assert_eq!(feature.id.as_deref(), Some("p1"));
        assert_eq!(feature.line, Some(2));
        assert!(matches!(feature.geometry, RawGeometry::Missing));
    }

    #[test]
    fn polygons_are_read_from_nested_geometries() {
        let polygon = format!(
            "<k:Polygon xmlns:k='x'><k:innerBoundaryIs>{SQUARE}{SQUARE}</k:innerBoundaryIs>\
             <outerBoundaryIs>{SQUARE}</outerBoundaryIs></k:Polygon>"
        );
        let label = "<Point><coordinates>1,1</coordinates></Point>";
        let nested = format!(
            "<MultiGeometry>{label}<MultiGeometry>{polygon}</MultiGeometry>{polygon}</MultiGeometry>"
        );
        let RawGeometry::Polygons(polygons) = one(&nested).geometry else {
            panic!("not polygons");
        };
        assert_eq!(polygons, vec![vec![square(), square(), square()]; 2]);
        for (inside, found) in [
            (label, "Point"),
            ("<gx:Track/>", "Track"),
            (
                &format!("<MultiGeometry>{SQUARE}</MultiGeometry>"),
                "LinearRing",
            ),
        ] {
            let geometry = one(inside).geometry;
            assert!(
                matches!(&geometry, RawGeometry::Other(kind) if kind == found),
                "{geometry:?}"
            );
        }
        let twice = format!("<outerBoundaryIs>{SQUARE}</outerBoundaryIs>").repeat(2);
        let bad = "<outerBoundaryIs><LinearRing><coordinates>1 2</coordinates></LinearRing></outerBoundaryIs>";
        for (inside, words) in [(&*twice, "two outer rings"), (bad, "\"1\" is not")] {
            let geometry = one(&format!("<Polygon>{inside}</Polygon>")).geometry;
            assert!(
                matches!(&geometry, RawGeometry::NotUnderstood(reason) if reason.contains(words)),
                "{geometry:?}"
            );
        }
    }

    #[test]
    fn folders_may_be_nested_but_not_without_end() {
        let nested = |depth: usize| {
            let (open, close) = ("<Folder>".repeat(depth), "</Folder>".repeat(depth));
            placemarks(&format!("<kml>{open}<Placemark/>{close}</kml>"))
        };
        assert_eq!(nested(100).unwrap().len(), 1);
        assert!(nested(100_000).unwrap_err().contains("more than 200 deep"));
    }

    #[test]
    fn what_is_not_kml_is_told_with_its_line() {
        let bomb = "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><kml>&b;</kml>";
        let outside = "\n<!DOCTYPE kml SYSTEM \"file:///etc/passwd\"><kml/>";
        for (text, words) in [
            ("", "it has no elements"),
            ("PAR1", "it has no elements"),
            ("<html></html>", "begins with <html>"),
            (bomb, "line 1: it has a document type"),
            (outside, "line 2: it has a document type"),
            ("<kml>\n<Placemark>", "line 2: it is cut off"),
            ("<kml>\n<Placemark", "line 2 is not XML"),
            ("<kml></Folder>", "line 1 is not XML"),
            (
                "<kml><Placemark><name>a&nbsp;b</name></Placemark></kml>",
                "&nbsp; is not defined",
            ),
            (
                "<kml><Placemark><name>&#0;</name></Placemark></kml>",
                "is not XML",
            ),
        ] {
            let message = placemarks(text).unwrap_err();
            assert!(message.contains(words), "{text}: {message}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(
            pieces in prop::collection::vec(prop_oneof![
                Just("<kml>"), Just("<Placemark>"), Just("</Placemark>"), Just("<Polygon>"),
                Just("</Polygon>"), Just("<outerBoundaryIs>"), Just("</outerBoundaryIs>"),
                Just("<innerBoundaryIs>"), Just("</innerBoundaryIs>"), Just(SQUARE), Just("<name>"),
                Just("</name>"), Just("&#x10FFFF;"), Just("&"), Just("<"), Just("é\n"), Just("<a b='"),
            ], 0..30)
        ) {
            let _ = placemarks(&pieces.concat());
        }
    }
}
