//! Reasons for which a picture or a report cannot be made, with the texts that users read.

/// Reason why a picture or a report could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text given for an area is not the code or name of exactly one area of the layer.
    #[error("the area {area} of {layer} {not}")]
    NotOneArea {
        /// The layer's name.
        layer: String,
        /// The area asked for.
        area: String,
        /// Whether no area or several match, with those that may be meant.
        not: Box<coterm_core::layers::NotOneArea>,
    },
    /// The layer to draw over a map is the layer of the map itself.
    #[error("a map cannot show {0} over itself; name another layer to draw over it")]
    OverItself(String),
    /// The areas to draw have no ground.
    #[error("{0} has no area with any ground to draw")]
    NothingToDraw(String),
    /// The width asked for shows too little, or needs more memory than a picture should take.
    #[error("a picture cannot be {width} pixels wide: choose from {min} to {max}")]
    Width {
        /// The width asked for, in pixels.
        width: u32,
        /// The smallest width allowed, in pixels.
        min: u32,
        /// The largest width allowed, in pixels.
        max: u32,
    },
    /// The SVG could not be parsed, rendered or encoded as PNG.
    #[error("the drawing could not be turned into pixels: {0}")]
    Pixels(String),
    /// The report's content cannot be expressed in the format.
    #[error("the report could not be written: {0}")]
    Write(String),
    /// The workbook could not be written, such as for content that exceeds the format.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// An error of the core, passed on.
    #[error(transparent)]
    Core(#[from] coterm_core::Error),
}
