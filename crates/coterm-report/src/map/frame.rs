//! The part of the ground that a map shows, and the projection from it to the page.

use geo::{BoundingRect, Coord, MultiPolygon, Rect};
use polygon_coverage::measure::edges;

use super::bounds::MapBounds;
use super::cut_sides::CutSides;

/// The part of the ground that a map shows, and the scale at which it is drawn.
///
/// The ground is in metres of the British National Grid (EPSG:27700), easting then northing.
/// The drawing is in SVG units from its upper left corner, with y downwards. Both axes have
/// the same scale.
///
/// ```
/// use coterm_report::Frame;
/// use geo::{Rect, coord};
///
/// let ground = Rect::new(coord! { x: 340_000., y: 450_000. }, coord! { x: 348_000., y: 456_000. });
/// let frame = Frame::new(ground, 800.0);
/// assert_eq!((frame.height(), frame.metres_per_unit()), (600.0, 10.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    ground: Rect<f64>,
    /// Ground that must stay in view when the frame is moved or cropped.
    subject: Rect<f64>,
    width: f64,
}

/// Free ground on each side of the footprints, as a fraction of their longer side.
const MARGIN: f64 = 0.05;

/// Smallest and largest ratio of a map's height to its width. With its title and its
/// attribution, the tallest map still fits on a portrait page.
const SHAPE: (f64, f64) = (0.72, 1.2);

impl Frame {
    /// A frame of exactly this ground, in metres of the British National Grid (EPSG:27700),
    /// and so many SVG units wide. Ground without width or height is extended by 500 m on
    /// each side.
    pub fn new(ground: Rect<f64>, width: f64) -> Self {
        // A scale needs a width and a height above zero.
        let ground = if ground.width() > 0.0 && ground.height() > 0.0 {
            ground
        } else {
            let (min, max) = (ground.min(), ground.max());
            Rect::new(
                Coord {
                    x: min.x - 500.0,
                    y: min.y - 500.0,
                },
                Coord {
                    x: max.x + 500.0,
                    y: max.y + 500.0,
                },
            )
        };
        Self {
            ground,
            subject: ground,
            width,
        }
    }

    /// A frame around footprints, so many SVG units wide, with free ground on all sides and a
    /// height that suits a page. `None` if no footprint has any ground.
    pub fn covering<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
        width: f64,
    ) -> Option<Self> {
        let bounding_box = bounding_box(footprints)?;
        let margin = bounding_box.width().max(bounding_box.height()) * MARGIN;
        let (mut wide, mut high) = (
            bounding_box.width() + 2.0 * margin,
            bounding_box.height() + 2.0 * margin,
        );
        wide = wide.max(high / SHAPE.1);
        high = high.max(wide * SHAPE.0);
        Some(Self::around(bounding_box, wide, high, width))
    }

    /// A square frame around footprints, for a thumbnail. `None` if no footprint has any
    /// ground.
    pub fn square<'a>(
        footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
        width: f64,
    ) -> Option<Self> {
        let bounding_box = bounding_box(footprints)?;
        let side = bounding_box.width().max(bounding_box.height()) * (1.0 + 3.0 * MARGIN);
        Some(Self::around(bounding_box, side, side, width))
    }

    /// A frame so many metres wide and high around a subject, which keeps a quarter of its
    /// margin wherever the frame is moved.
    fn around(subject: Rect<f64>, wide: f64, high: f64, width: f64) -> Self {
        let frame = Self::new(centred(subject.center(), wide, high), width);
        let margin = subject.width().max(subject.height()) * MARGIN / 4.0;
        let subject = centred(
            subject.center(),
            subject.width() + 2.0 * margin,
            subject.height() + 2.0 * margin,
        );
        Self { subject, ..frame }
    }

    /// Moves the frame, and crops it where moving is not enough, so that it shows no ground
    /// beyond the sides at which a backdrop was cut. What the frame was made around stays in
    /// view.
    #[must_use]
    pub fn kept_on<'a>(self, backdrop: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let backdrop: Vec<_> = backdrop.into_iter().collect();
        let sides = CutSides::of(&backdrop);
        let (min, max) = (self.ground.min(), self.ground.max());
        let (low, high) = (self.subject.min(), self.subject.max());
        let [left, right] = kept([min.x, max.x], [low.x, high.x], [sides.west, sides.east]);
        let [bottom, top] = kept([min.y, max.y], [low.y, high.y], [sides.south, sides.north]);
        let ground = Rect::new(Coord { x: left, y: bottom }, Coord { x: right, y: top });
        Self { ground, ..self }
    }

    /// The ground shown, in metres of the British National Grid (EPSG:27700).
    pub fn ground(&self) -> Rect<f64> {
        self.ground
    }

    /// Width in SVG units.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height in SVG units.
    pub fn height(&self) -> f64 {
        self.width * self.ground.height() / self.ground.width()
    }

    /// Metres of ground per SVG unit.
    pub fn metres_per_unit(&self) -> f64 {
        self.ground.width() / self.width
    }

    /// Projects metres of the British National Grid (EPSG:27700) to SVG units, with y
    /// downwards.
    pub(super) fn project(&self, ground: Coord<f64>) -> Coord<f64> {
        let scale = self.metres_per_unit();
        Coord {
            x: (ground.x - self.ground.min().x) / scale,
            y: (self.ground.max().y - ground.y) / scale,
        }
    }

    pub(super) fn bounds(&self) -> MapBounds {
        MapBounds::new(0.0, 0.0, self.width(), self.height())
    }
}

/// Moves a range into its limits, as far as it still holds the subject, and crops what is left
/// over.
fn kept([from, to]: [f64; 2], subject: [f64; 2], [lowest, highest]: [Option<f64>; 2]) -> [f64; 2] {
    let lowest = lowest.unwrap_or(f64::NEG_INFINITY).min(subject[0]);
    let highest = highest.unwrap_or(f64::INFINITY).max(subject[1]);
    let (up, down) = ((lowest - from).max(0.0), (to - highest).max(0.0));
    let step = if up > 0.0 && down > 0.0 {
        0.0
    } else {
        up - down
    };
    [(from + step).max(lowest), (to + step).min(highest)]
}

fn centred(centre: Coord<f64>, wide: f64, high: f64) -> Rect<f64> {
    let half = Coord {
        x: wide / 2.0,
        y: high / 2.0,
    };
    Rect::new(centre - half, centre + half)
}

fn bounding_box<'a>(
    footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
) -> Option<Rect<f64>> {
    footprints
        .into_iter()
        .filter(|footprint| edges(footprint).next().is_some())
        .filter_map(BoundingRect::bounding_rect)
        .reduce(joined)
}

/// The smallest rectangle around two.
pub(super) fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        },
        Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        },
    )
}
