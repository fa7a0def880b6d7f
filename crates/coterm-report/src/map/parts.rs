//! What a map is put together from.

use geo::{LineString, MultiPolygon};

use super::style::{Colour, LineStyle};

/// An area of a map.
#[derive(Debug, Clone)]
pub struct MapArea<'a> {
    pub(super) footprint: &'a MultiPolygon<f64>,
    pub(super) fill: Option<Colour>,
    pub(super) label: String,
    pub(super) number: Option<u32>,
}

impl<'a> MapArea<'a> {
    /// An area that only shows where the others are: grey, with thin borders.
    pub fn new(footprint: &'a MultiPolygon<f64>) -> Self {
        Self {
            footprint,
            fill: None,
            label: String::new(),
            number: None,
        }
    }

    /// One that the map is about.
    #[must_use]
    pub fn fill(mut self, fill: Colour) -> Self {
        self.fill = Some(fill);
        self
    }

    /// What is written in it, or beside it with a line that leads there.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A numbered marker in it; the legend may say what it means.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }
}

/// Lines of one style: outlines, and lines of their own.
#[derive(Debug, Clone)]
pub struct MapLines<'a> {
    pub(super) style: LineStyle,
    pub(super) outlines: Vec<(&'a MultiPolygon<f64>, String)>,
    pub(super) paths: Vec<&'a LineString<f64>>,
    pub(super) inland: bool,
}

impl<'a> MapLines<'a> {
    /// No lines yet.
    pub fn new(style: LineStyle) -> Self {
        Self {
            style,
            outlines: Vec::new(),
            paths: Vec::new(),
            inland: false,
        }
    }

    /// Leaves out outlines where a backdrop has its coast: the coast is there already, and
    /// a second drawing of it, a little beside, would only be unrest.
    #[must_use]
    pub fn inland(mut self) -> Self {
        self.inland = true;
        self
    }

    /// The outline of a footprint. A line between two is drawn once.
    #[must_use]
    pub fn outline(mut self, footprint: &'a MultiPolygon<f64>) -> Self {
        self.outlines.push((footprint, String::new()));
        self
    }

    /// An outline with a small label, which is left out where it does not fit in.
    #[must_use]
    pub fn labelled(mut self, footprint: &'a MultiPolygon<f64>, label: impl Into<String>) -> Self {
        self.outlines.push((footprint, label.into()));
        self
    }

    /// A line of its own.
    #[must_use]
    pub fn path(mut self, path: &'a LineString<f64>) -> Self {
        self.paths.push(path);
        self
    }
}

/// Ground that the map points out with hatching.
#[derive(Debug, Clone)]
pub struct MapPiece<'a> {
    pub(super) footprint: &'a MultiPolygon<f64>,
    pub(super) colour: Colour,
    pub(super) number: Option<u32>,
}

impl<'a> MapPiece<'a> {
    /// A piece in this colour.
    pub fn new(footprint: &'a MultiPolygon<f64>, colour: Colour) -> Self {
        Self {
            footprint,
            colour,
            number: None,
        }
    }

    /// A numbered marker on it, or beside it if it is small.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }
}
