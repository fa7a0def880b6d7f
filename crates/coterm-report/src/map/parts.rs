//! The parts that a map is built from: areas, lines and pieces.

use geo::{LineString, MultiPolygon};

use super::hatch::Hatch;
use super::style::{Colour, LineStyle};

/// An area of a map, with its fill and its label or number.
#[derive(Debug, Clone)]
pub struct MapArea<'a> {
    pub(super) footprint: &'a MultiPolygon<f64>,
    pub(super) fill: Option<Colour>,
    pub(super) label: String,
    pub(super) number: Option<u32>,
}

impl<'a> MapArea<'a> {
    /// An area for orientation only: grey, with thin borders.
    pub fn new(footprint: &'a MultiPolygon<f64>) -> Self {
        Self {
            footprint,
            fill: None,
            label: String::new(),
            number: None,
        }
    }

    /// Fills the area with a colour, which makes it one that the map is about.
    #[must_use]
    pub fn fill(mut self, fill: Colour) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Sets a label, which stands in the area, or beside it with a line that leads there.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets a number, which a marker shows in place of the label. The legend can explain it.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }
}

/// Lines of one style: outlines of footprints, and separate lines.
#[derive(Debug, Clone)]
pub struct MapLines<'a> {
    pub(super) style: LineStyle,
    pub(super) outlines: Vec<(&'a MultiPolygon<f64>, String)>,
    pub(super) paths: Vec<&'a LineString<f64>>,
    pub(super) inland: bool,
}

impl<'a> MapLines<'a> {
    /// A group without lines yet, to be drawn in this style.
    pub fn new(style: LineStyle) -> Self {
        Self {
            style,
            outlines: Vec::new(),
            paths: Vec::new(),
            inland: false,
        }
    }

    /// Omits outlines along the coast of the backdrop. That coast is drawn already, and a
    /// second generalisation of it, slightly beside the first, would only disturb.
    #[must_use]
    pub fn inland(mut self) -> Self {
        self.inland = true;
        self
    }

    /// Adds the outline of a footprint. A line between two footprints is drawn once.
    #[must_use]
    pub fn outline(mut self, footprint: &'a MultiPolygon<f64>) -> Self {
        self.outlines.push((footprint, String::new()));
        self
    }

    /// Adds an outline with a small label, which is omitted if it does not fit inside.
    #[must_use]
    pub fn labelled(mut self, footprint: &'a MultiPolygon<f64>, label: impl Into<String>) -> Self {
        self.outlines.push((footprint, label.into()));
        self
    }

    /// Adds a separate line.
    #[must_use]
    pub fn path(mut self, path: &'a LineString<f64>) -> Self {
        self.paths.push(path);
        self
    }
}

/// Ground that the map points out with hatching, such as a piece of a comparison.
#[derive(Debug, Clone)]
pub struct MapPiece<'a> {
    pub(super) footprint: &'a MultiPolygon<f64>,
    pub(super) colour: Colour,
    pub(super) hatch: Hatch,
    pub(super) number: Option<u32>,
}

impl<'a> MapPiece<'a> {
    /// A piece with dense hatching in this colour.
    pub fn new(footprint: &'a MultiPolygon<f64>, colour: Colour) -> Self {
        Self {
            footprint,
            colour,
            hatch: Hatch::default(),
            number: None,
        }
    }

    /// Sets the kind of hatching.
    #[must_use]
    pub fn hatch(mut self, hatch: Hatch) -> Self {
        self.hatch = hatch;
        self
    }

    /// Sets a number, which a marker shows on the piece, or beside it if it is small.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }
}
