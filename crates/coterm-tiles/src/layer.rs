//! Layers and areas as tiles have them: their properties, identifiers and label points.

use std::ops::Range;

use coterm_core::codes::GssCode;
use coterm_core::layers::{Area, Layer};
use polygon_coverage::maximum_inscribed_circle::maximum_inscribed_circle;

use crate::mercator;
use crate::mvt::Value;
use crate::point::{Point, Rectangle};

/// A layer, reduced to what tiles need.
#[derive(Debug)]
pub(crate) struct DrawnLayer {
    pub(crate) id: String,
    pub(crate) family: String,
    pub(crate) title: String,
    pub(crate) attribution: String,
    pub(crate) licence: String,
    /// Position among the layers of the set.
    pub(crate) place: usize,
    /// Position of the first layer of the same family.
    pub(crate) like: usize,
    /// The layer's areas, by their positions among those of all layers.
    pub(crate) areas: Range<u32>,
    /// The layer's bounding box on the world's grid; `None` if it has no areas.
    pub(crate) reach: Option<Rectangle>,
}

/// An area, reduced to what tiles need.
#[derive(Debug)]
pub(crate) struct DrawnArea {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Codes in other systems, by system.
    codes: Vec<(String, String)>,
    complete: bool,
    /// Identifier of the area's features.
    pub(crate) id: u64,
    pub(crate) label: Option<Label>,
}

/// The label point of an area: the centre of its maximum inscribed circle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub(crate) at: Point,
    /// Radius of the circle, in metres on the ground.
    pub(crate) radius_m: f64,
}

impl DrawnLayer {
    pub(crate) fn new(
        layer: &Layer,
        place: usize,
        like: usize,
        areas: Range<u32>,
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
            areas,
            reach,
        }
    }

    /// Makes the only layer of a comparison's graph, whose areas are some of the pieces.
    pub(crate) fn of_pieces(id: &str, areas: Range<u32>) -> Self {
        Self {
            id: id.to_owned(),
            family: id.to_owned(),
            title: String::new(),
            attribution: String::new(),
            licence: String::new(),
            place: 0,
            like: 0,
            areas,
            reach: None,
        }
    }
}

/// Metres to which the radius of a label's circle is known; a hundredth of the radius if that
/// is more.
const LABEL_CIRCLE_M: f64 = 0.05;

impl DrawnArea {
    /// Reduces an area to what tiles need, and finds its label point.
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

    /// Returns the properties of the area's features: code, name, other systems' codes, and
    /// `complete` (false) if the area reaches beyond the data.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        let own = [("code", self.code.as_str()), ("name", self.name.as_str())];
        let other_codes = self
            .codes
            .iter()
            .map(|(system, code)| (system.as_str(), code.as_str()));
        own.into_iter()
            .chain(other_codes)
            .map(|(key, text)| (key, Value::Text(text)))
            .chain((!self.complete).then_some(("complete", Value::Flag(false))))
    }

    /// Returns the other systems in which the area has a code.
    pub(crate) fn systems(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|(system, _)| system.as_str())
    }
}

/// Returns the identifier of an area's features: the number of an ONS code, else a hash of the
/// code. It is the same in all layers, vintages and zooms.
fn area_id(code: &str) -> u64 {
    code.parse::<GssCode>()
        .map_or_else(|_| hashed_id(&[code]), |code| u64::from(code.number()))
}

/// Returns an identifier beyond the numbers of ONS codes that depends only on the names: FNV-1a
/// (Fowler, Noll, Vo), 64 bits, with the upper bits folded in. It takes six bytes in a tile,
/// and the chance that any two of 65,000 features have the same is one in 1,000.
pub(crate) fn hashed_id(named: &[&str]) -> u64 {
    const BITS: u32 = 41;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in named {
        // Names contain no zero byte, so it can end each of them.
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    ((hash ^ (hash >> BITS)) & ((1 << BITS) - 1)) | (1 << BITS)
}
