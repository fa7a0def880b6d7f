//! Rendering of an SVG as a PNG with the fonts of this crate only, so that the same SVG gives
//! the same bytes on any machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::{Error, Result};

/// Widths allowed for a picture, in pixels. The largest is wider than A1 at 300 dots an inch;
/// more would only cost memory, at four bytes a pixel.
const WIDTHS: std::ops::RangeInclusive<u32> = 64..=10_000;

/// Renders an SVG as a PNG of this width in pixels; the height follows from the SVG's shape.
/// The fonts are those of this crate, never those of the machine, so the same SVG gives the
/// same bytes. Takes four bytes of memory for each pixel.
///
/// # Errors
///
/// [`Error::Width`] outside 64 to 10,000 pixels; [`Error::Pixels`] if the text is not an SVG.
///
/// ```
/// let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"/>"#;
/// let png = coterm_report::to_png(svg, 400)?;
/// assert!(png.starts_with(b"\x89PNG"));
/// assert!(coterm_report::to_png(svg, 10).is_err());
/// # Ok::<(), coterm_report::Error>(())
/// ```
pub fn to_png(svg: &str, width: u32) -> Result<Vec<u8>> {
    if !WIDTHS.contains(&width) {
        return Err(Error::Width {
            width,
            min: *WIDTHS.start(),
            max: *WIDTHS.end(),
        });
    }
    let mut fonts = fontdb::Database::new();
    for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family("Noto Sans");
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| Error::Pixels(error.to_string()))?;
    let size = tree.size();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pictures are at most ten thousand pixels wide"
    )]
    let (scale, height) = {
        let scale = width as f32 / size.width();
        (scale, (size.height() * scale).round() as u32)
    };
    let mut pixels = Pixmap::new(width, height.max(1))
        .ok_or_else(|| Error::Pixels(format!("{width} by {height} pixels are too many")))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|error| Error::Pixels(error.to_string()))
}
