//! The JSON of an answer, [`AnswerDocument`], which the command line, the server and the web
//! page share. Names and order of its fields are a contract.

use std::collections::BTreeMap;

use coterm_core::lookup::{
    Alternative, Answer, AnsweredArea, AnsweredPoint, AnsweredPostcode, Basis, Doubt, Method,
    NoArea, Note, PostcodePosition, Query, Reason,
};
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{Sentence, position_phrase};

/// The JSON of an answer: its fields, with a sentence and a code for each reason and note.
/// The command line, the server and the page share it. Names and order of the fields are a
/// contract.
///
/// `basis` is the code of what each area rests on, with figures. `objections` are the codes
/// of what speaks against it. `note_details` are the codes of `notes`, in the same order.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::period::parse_day;
/// use coterm_report::lookup::AnswerDocument;
///
/// let answer = dataset.lookup_postcode("LA1 4YW".parse()?, parse_day("2022-06-30")?, None)?;
/// let json = serde_json::to_value(AnswerDocument::from(&answer))?;
/// assert_eq!(json["areas"][0]["name"], "Morecambe Bay");
/// assert!(json["areas"][0]["basis"]["code"].is_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Serialize)]
pub struct AnswerDocument<'a> {
    query: &'a Query,
    on: Date,
    point: PointDocument,
    postcode: Option<&'a AnsweredPostcode>,
    areas: Vec<AreaDocument<'a>>,
    without: Vec<NoAreaDocument<'a>>,
    notes: Vec<Sentence<'a, Note<'a>>>,
    note_details: &'a [Note<'a>],
    attribution: &'a str,
}

impl<'a> From<&'a Answer<'a>> for AnswerDocument<'a> {
    fn from(answer: &'a Answer<'a>) -> Self {
        Self {
            query: &answer.query,
            on: answer.on,
            point: answer.point.into(),
            postcode: answer.postcode.as_ref(),
            areas: answer.areas.iter().map(Into::into).collect(),
            without: answer.without.iter().map(Into::into).collect(),
            notes: answer.notes.iter().map(Sentence).collect(),
            note_details: &answer.notes,
            attribution: answer.attribution,
        }
    }
}

/// The JSON of a position: British National Grid (EPSG:27700) in metres, and longitude and
/// latitude in degrees (ETRS89, which for maps is WGS 84).
#[derive(Debug, Serialize)]
pub struct PointDocument {
    easting: f64,
    northing: f64,
    lon: Option<f64>,
    lat: Option<f64>,
    positional_quality: Option<u8>,
    position: Option<&'static str>,
    position_code: Option<PostcodePosition>,
    uncertainty_m: f64,
    apart_m: Option<f64>,
}

impl From<AnsweredPoint> for PointDocument {
    fn from(point: AnsweredPoint) -> Self {
        Self {
            easting: point.easting,
            northing: point.northing,
            lon: point.lon,
            lat: point.lat,
            positional_quality: point.positional_quality,
            position: point.position.map(position_phrase),
            position_code: point.position,
            uncertainty_m: point.uncertainty_m,
            apart_m: point.apart_m,
        }
    }
}

/// The JSON of the area of one family.
#[derive(Debug, Serialize)]
struct AreaDocument<'a> {
    family: &'a str,
    layer: &'a str,
    code: &'a str,
    codes: &'a BTreeMap<String, String>,
    name: &'a str,
    complete: bool,
    method: Method,
    agrees: Option<bool>,
    boundary_distance_m: Option<f64>,
    certain: bool,
    doubt: Option<Doubt>,
    known_to: Option<Date>,
    reason: Sentence<'a, AnsweredArea<'a>>,
    basis: &'a Basis<'a>,
    objections: Objections<'a>,
    alternatives: &'a [Alternative<'a>],
    perhaps_none: bool,
}

impl<'a> From<&'a AnsweredArea<'a>> for AreaDocument<'a> {
    fn from(area: &'a AnsweredArea<'a>) -> Self {
        Self {
            family: area.family,
            layer: area.layer,
            code: area.code,
            codes: area.codes,
            name: area.name,
            complete: area.complete,
            method: area.method,
            agrees: area.agrees,
            boundary_distance_m: area.boundary_distance_m,
            certain: area.certain,
            doubt: area.doubt,
            known_to: area.known_to,
            reason: Sentence(area),
            basis: &area.reason.basis,
            objections: Objections(&area.reason),
            alternatives: &area.alternatives,
            perhaps_none: area.perhaps_none,
        }
    }
}

/// The JSON of a family that has no area at the point.
#[derive(Debug, Serialize)]
pub struct NoAreaDocument<'a> {
    family: &'a str,
    layer: &'a str,
    method: Method,
    agrees: Option<bool>,
    certain: bool,
    doubt: Option<Doubt>,
    known_to: Option<Date>,
    reason: Sentence<'a, NoArea<'a>>,
    basis: &'a Basis<'a>,
    objections: Objections<'a>,
    alternatives: &'a [Alternative<'a>],
}

impl<'a> From<&'a NoArea<'a>> for NoAreaDocument<'a> {
    fn from(none: &'a NoArea<'a>) -> Self {
        Self {
            family: none.family,
            layer: none.layer,
            method: none.method,
            agrees: none.agrees,
            certain: none.certain,
            doubt: none.doubt,
            known_to: none.known_to,
            reason: Sentence(none),
            basis: &none.reason.basis,
            objections: Objections(&none.reason),
            alternatives: &none.alternatives,
        }
    }
}

/// The JSON of the objections to an answer: an array, empty for most answers.
#[derive(Debug, Clone, Copy)]
pub struct Objections<'a>(pub &'a Reason<'a>);

impl Serialize for Objections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.objections())
    }
}
