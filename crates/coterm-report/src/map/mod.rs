//! Maps as SVG.
//!
//! A [`Map`] is put together from footprints and lines on the ground, in metres of the
//! British National Grid (EPSG:27700), and drawn by [`Map::draw`]. What is drawn is in
//! SVG units; a board paper's map is [`Map::WIDTH`] wide, so that its text has a size of
//! seven points and more across an A4 page.

mod arcs;
mod bounds;
mod drawing;
mod frame;
mod hatch;
mod label;
mod layout;
mod legend;
mod marker;
mod names;
mod painting;
mod palette;
mod parts;
mod region;
mod scale_bar;
mod scene;
mod shape;
mod style;
mod svg;
mod text;

use geo::MultiPolygon;

pub use bounds::MapBounds;
pub use drawing::{Drawing, PlacedLabel};
pub use frame::Frame;
pub use legend::{Entry, Sample};
pub use palette::{PALETTE, colour_areas};
pub use parts::{MapArea, MapLines, MapPiece};
pub use style::{Colour, LineStyle};

/// A map that is being put together.
///
/// ```
/// use coterm_report::{MapArea, Frame, Map, PALETTE};
/// use geo::{Rect, coord};
///
/// let ground = Rect::new(coord! {x: 340_000., y: 430_000.}, coord! {x: 350_000., y: 440_000.});
/// let footprint = ground.to_polygon().into();
/// let frame = Frame::around([&footprint], Map::WIDTH).unwrap();
/// let svg = Map::new(frame)
///     .title("A square")
///     .area(MapArea::new(&footprint).fill(PALETTE[0]).label("Ten kilometres"))
///     .to_svg();
/// assert!(svg.contains("Ten kilometres"));
/// ```
#[derive(Debug, Clone)]
pub struct Map<'a> {
    frame: Frame,
    title: String,
    subtitle: String,
    attribution: String,
    description: String,
    prefix: String,
    small: bool,
    backdrop: Vec<&'a MultiPolygon<f64>>,
    areas: Vec<MapArea<'a>>,
    lines: Vec<MapLines<'a>>,
    pieces: Vec<MapPiece<'a>>,
    legend: Vec<Entry>,
}

impl<'a> Map<'a> {
    /// How wide the frame of a map for a page is, in SVG units.
    pub const WIDTH: f64 = 800.0;

    /// How wide the frame of a thumbnail is, in SVG units.
    pub const SMALL_WIDTH: f64 = 180.0;

    /// An empty map of this ground.
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            title: String::new(),
            subtitle: String::new(),
            attribution: String::new(),
            description: String::new(),
            prefix: "map-".to_owned(),
            small: false,
            backdrop: Vec::new(),
            areas: Vec::new(),
            lines: Vec::new(),
            pieces: Vec::new(),
            legend: Vec::new(),
        }
    }

    /// A thumbnail of this ground: areas, lines and pieces, without any text but its
    /// description.
    pub fn small(frame: Frame) -> Self {
        Self {
            small: true,
            ..Self::new(frame)
        }
    }

    /// What stands above the map.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// What stands below the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// What stands below the map: whose data it is.
    #[must_use]
    pub fn attribution(mut self, attribution: impl Into<String>) -> Self {
        self.attribution = attribution.into();
        self
    }

    /// What is read out to those who cannot see the map.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// What every id in the SVG begins with, so that maps in one page do not clash. Must
    /// be a letter and then letters, figures and hyphens; others are left out.
    #[must_use]
    pub fn id_prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
            .collect();
        self
    }

    /// Land under everything.
    #[must_use]
    pub fn backdrop(mut self, footprint: &'a MultiPolygon<f64>) -> Self {
        self.backdrop.push(footprint);
        self
    }

    /// An area, over those that are there already.
    #[must_use]
    pub fn area(mut self, area: MapArea<'a>) -> Self {
        self.areas.push(area);
        self
    }

    /// Lines over the areas and under their borders.
    #[must_use]
    pub fn lines(mut self, lines: MapLines<'a>) -> Self {
        self.lines.push(lines);
        self
    }

    /// A piece that the map points out, over areas and lines.
    #[must_use]
    pub fn piece(mut self, piece: MapPiece<'a>) -> Self {
        self.pieces.push(piece);
        self
    }

    /// A line of the legend.
    #[must_use]
    pub fn entry(mut self, sample: Sample, text: impl Into<String>) -> Self {
        self.legend.push(Entry {
            sample,
            text: text.into(),
        });
        self
    }

    /// The map as SVG. The same map gives the same text.
    pub fn to_svg(&self) -> String {
        self.draw().svg
    }

    /// The map as SVG, with where its labels are and which found no room.
    pub fn draw(&self) -> Drawing {
        drawing::draw(self)
    }
}
