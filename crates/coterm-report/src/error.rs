/// Why a picture or a report could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What is no one area's code or name in the layer.
    #[error("the area {area} of {layer} {}", not.reason())]
    NotOneArea {
        /// The layer's name.
        layer: String,
        /// The area asked for.
        area: String,
        /// Why it is none or not one.
        not: Box<coterm_core::NotOneArea>,
    },
    /// A layer over itself.
    #[error("{0} over itself would show nothing more; name another layer to draw over it")]
    OverItself(String),
    /// Nothing to draw.
    #[error("{0} has no area with any ground to draw")]
    NothingToDraw(String),
    /// A picture of no size, or of more than memory should hold.
    #[error("a picture cannot be {width} pixels wide: choose from {least} to {most}")]
    Width {
        /// The width asked for, in pixels.
        width: u32,
        /// The least that is drawn.
        least: u32,
        /// The most that is drawn.
        most: u32,
    },
    /// The SVG could not be read back to be drawn.
    #[error("the drawing could not be turned into pixels: {0}")]
    Pixels(String),
    /// What was to be written cannot be expressed in the format.
    #[error("the report could not be written: {0}")]
    Write(String),
    /// A workbook cannot hold what was to be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The core refused.
    #[error(transparent)]
    Core(#[from] coterm_core::Error),
}
