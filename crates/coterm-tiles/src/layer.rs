//! What tiles say about a layer and its areas.

use std::ops::Range;

use coterm_core::{Area, GssCode, Layer};
use polygon_coverage::maximum_inscribed_circle::maximum_inscribed_circle;

use crate::mercator;
use crate::mvt::Value;
use crate::point::{Point, Rectangle};

/// A layer as it is drawn.
#[derive(Debug)]
pub(crate) struct DrawnLayer {
    pub(crate) id: String,
    pub(crate) family: String,
    pub(crate) title: String,
    pub(crate) attribution: String,
    pub(crate) licence: String,
    /// Its place among the layers.
    pub(crate) place: usize,
    /// The place of the first layer of its family.
    pub(crate) like: usize,
    /// Its areas, by their positions among those of all layers.
    pub(crate) owners: Range<u32>,
    /// Its ground, on the world's grid; `None` if it has no areas.
    pub(crate) reach: Option<Rectangle>,
}

/// An area as it is drawn.
#[derive(Debug)]
pub(crate) struct DrawnArea {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Other systems' codes, by system.
    codes: Vec<(String, String)>,
    complete: bool,
    /// Its feature's.
    pub(crate) id: u64,
    pub(crate) label: Option<Label>,
}

/// Where an area's name goes: the middle of the largest circle in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub(crate) at: Point,
    /// The circle's radius, metres on the ground.
    pub(crate) radius_m: f64,
}

impl DrawnLayer {
    pub(crate) fn new(
        layer: &Layer,
        place: usize,
        like: usize,
        owners: Range<u32>,
        reach: Option<Rectangle>,
    ) -> Self {
        let info = layer.info();
        Self {
            id: info.id.clone(),
            family: info.family.clone(),
            title: info.title.clone(),
            attribution: info.attribution.clone(),
            licence: info.licence.clone(),
            place,
            like,
            owners,
            reach,
        }
    }

    /// The only layer of a graph: some of the pieces that it is of.
    pub(crate) fn of_pieces(id: &str, owners: Range<u32>) -> Self {
        Self {
            id: id.to_owned(),
            family: id.to_owned(),
            title: String::new(),
            attribution: String::new(),
            licence: String::new(),
            place: 0,
            like: 0,
            owners,
            reach: None,
        }
    }
}

/// Metres to which the radius of the circle for a label is known, or to a hundredth.
const LABEL_CIRCLE_M: f64 = 0.05;

impl DrawnArea {
    /// Of an area; finds where its label goes.
    pub(crate) fn new(area: &Area) -> Self {
        let label = maximum_inscribed_circle(area.footprint(), LABEL_CIRCLE_M).and_then(|circle| {
            let at = mercator::of_grid(circle.centre.x, circle.centre.y).ok()?;
            Some(Label {
                at,
                radius_m: circle.radius,
            })
        });
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
            codes: area
                .codes()
                .iter()
                .map(|(system, code)| (system.clone(), code.clone()))
                .collect(),
            complete: area.complete(),
            id: area_id(area.code()),
            label,
        }
    }

    /// What its features say: code, name, other systems' codes, and `complete` if the
    /// area reaches beyond the data.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        let own = [("code", self.code.as_str()), ("name", self.name.as_str())];
        let others = self
            .codes
            .iter()
            .map(|(system, code)| (system.as_str(), code.as_str()));
        own.into_iter()
            .chain(others)
            .map(|(key, text)| (key, Value::Text(text)))
            .chain((!self.complete).then_some(("complete", Value::Flag(false))))
    }

    /// The other systems whose codes it has.
    pub(crate) fn systems(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|(system, _)| system.as_str())
    }
}

/// The number of an area's features: an ONS code's own, or else one that depends on the code
/// and nothing else. The same in all layers, vintages and zooms.
fn area_id(code: &str) -> u64 {
    code.parse::<GssCode>()
        .map_or_else(|_| hashed_id(&[code]), |code| u64::from(code.number()))
}

/// A number beyond those of ONS codes, which depends on what is named and nothing else:
/// FNV-1a (Fowler, Noll, Vo), 64 bits, the upper folded in. Six bytes in a tile, and one
/// chance in 1,000 that any two of 65,000 features have the same.
pub(crate) fn hashed_id(named: &[&str]) -> u64 {
    const BITS: u32 = 41;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in named {
        // No name has a byte of zero.
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    ((hash ^ (hash >> BITS)) & ((1 << BITS) - 1)) | (1 << BITS)
}
