//! Maps as SVG.
//!
//! A [`Map`] is built from footprints and lines in metres of the British National Grid
//! (EPSG:27700), and drawn by [`Map::draw`]. The drawing is in SVG units. A map for a board
//! paper is [`Map::WIDTH`] wide, so that its text is seven points or more when the map is as
//! wide as an A4 page.

mod arcs;
mod bounds;
mod cut_sides;
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
#[cfg(test)]
mod tests;
mod text;

use geo::MultiPolygon;

pub use bounds::MapBounds;
pub use drawing::{Drawing, PlacedLabel};
pub use frame::Frame;
pub use hatch::Hatch;
pub use legend::{Entry, Sample};
pub use palette::{PALETTE, colour_areas};
pub use parts::{MapArea, MapLines, MapPiece};
pub use style::{Colour, LineStyle};
pub(crate) use text::FAMILIES;

/// A map to be drawn, built by adding areas, lines, pieces and texts.
///
/// ```
/// use coterm_report::{MapArea, Frame, Map, PALETTE};
/// use geo::{Rect, coord};
///
/// let ground = Rect::new(coord! {x: 340_000., y: 430_000.}, coord! {x: 350_000., y: 440_000.});
/// let footprint = ground.to_polygon().into();
/// let frame = Frame::covering([&footprint], Map::WIDTH).unwrap();
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
    focus: Option<MultiPolygon<f64>>,
    backdrop: Vec<&'a MultiPolygon<f64>>,
    areas: Vec<MapArea<'a>>,
    lines: Vec<MapLines<'a>>,
    pieces: Vec<MapPiece<'a>>,
    legend: Vec<Entry>,
}

impl<'a> Map<'a> {
    /// Width of the frame of a map for a page, in SVG units.
    pub const WIDTH: f64 = 800.0;

    /// Width of the frame of a thumbnail, in SVG units.
    pub const SMALL_WIDTH: f64 = 180.0;

    /// An empty map of the ground in the frame.
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            title: String::new(),
            subtitle: String::new(),
            attribution: String::new(),
            description: String::new(),
            prefix: "map-".to_owned(),
            small: false,
            focus: None,
            backdrop: Vec::new(),
            areas: Vec::new(),
            lines: Vec::new(),
            pieces: Vec::new(),
            legend: Vec::new(),
        }
    }

    /// A thumbnail of the ground in the frame: areas, lines and pieces, without labels,
    /// legend or scale bar. Its title and description are only read out.
    pub fn small(frame: Frame) -> Self {
        Self {
            small: true,
            ..Self::new(frame)
        }
    }

    /// Sets the title, which stands above the map.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the subtitle, which stands below the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// Sets the attribution of the data, which stands below the map.
    #[must_use]
    pub fn attribution(mut self, attribution: impl Into<String>) -> Self {
        self.attribution = attribution.into();
        self
    }

    /// Sets the description that is read out to users who cannot see the map. By default it
    /// lists the labels of the coloured areas.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the prefix of every id in the SVG, so that maps on one page do not clash. It must
    /// begin with a letter. Characters other than ASCII letters, digits and hyphens are
    /// dropped.
    #[must_use]
    pub fn id_prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
            .collect();
        self
    }

    /// Outlines the ground that the map is about, and mutes all other ground: there, areas have
    /// no fill, pieces no hatching, and lines are pale.
    #[must_use]
    pub fn focused_on(mut self, ground: &MultiPolygon<f64>) -> Self {
        self.focus = Some(ground.clone());
        self
    }

    /// Adds a footprint of land, which is drawn under everything.
    #[must_use]
    pub fn backdrop(mut self, footprint: &'a MultiPolygon<f64>) -> Self {
        self.backdrop.push(footprint);
        self
    }

    /// Adds an area, drawn over the areas added before it. Areas without a fill are drawn
    /// below all others.
    #[must_use]
    pub fn area(mut self, area: MapArea<'a>) -> Self {
        self.areas.push(area);
        self
    }

    /// Adds lines, drawn over the areas and under their borders.
    #[must_use]
    pub fn lines(mut self, lines: MapLines<'a>) -> Self {
        self.lines.push(lines);
        self
    }

    /// Adds a piece that the map points out, drawn over areas and lines.
    #[must_use]
    pub fn piece(mut self, piece: MapPiece<'a>) -> Self {
        self.pieces.push(piece);
        self
    }

    /// Adds an entry to the legend.
    #[must_use]
    pub fn entry(mut self, sample: Sample, text: impl Into<String>) -> Self {
        self.legend.push(Entry {
            sample,
            text: text.into(),
        });
        self
    }

    /// Returns the map as SVG. The same map gives the same text.
    pub fn to_svg(&self) -> String {
        self.draw().svg
    }

    /// Draws the map, and tells the places of its labels and which of them found no room.
    pub fn draw(&self) -> Drawing {
        drawing::draw(self)
    }
}
