//! Maps as pictures of a document: sharp in a browser and on paper, and still there when the
//! document is pasted into a word processor, which knows PNG and not SVG.

use super::markup::HtmlText;
use crate::to_png;

/// Pixels of the PNG for each SVG unit: about 300 dots an inch across an A4 page.
const PIXELS: f64 = 2.4;

/// Largest width in pixels that a word processor is told: that of text on an A4 page. The
/// style gives browsers the map's own width.
const ON_PAPER: f64 = 640.0;

/// A map as HTML. Browsers draw the SVG; whatever does not know `picture` shows the PNG, which
/// is what a browser copies too. `alt` is read out in place of the map, and `size` is in SVG
/// units. The SVG alone is returned if no PNG can be made of it.
pub(crate) fn picture(svg: &str, size: (f64, f64), alt: &str) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a map is at most some thousand units wide"
    )]
    let (width, height, pixels) = {
        let scale = (ON_PAPER / size.0).min(1.0);
        (
            (size.0 * scale).round() as u32,
            (size.1 * scale).round() as u32,
            (size.0 * PIXELS) as u32,
        )
    };
    let Ok(png) = to_png(svg, pixels) else {
        return svg.to_owned();
    };
    format!(
        "<picture><source type=\"image/svg+xml\" srcset=\"data:image/svg+xml;base64,{}\" />\
         <img width=\"{width}\" height=\"{height}\" alt=\"{}\" src=\"data:image/png;base64,{}\" /></picture>",
        base64(svg.as_bytes()),
        HtmlText(alt),
        base64(&png)
    )
}

/// Encodes bytes by RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for digit in 0..4 {
            if digit > group.len() {
                text.push('=');
            } else {
                let index = (bits >> (18 - 6 * digit)) & 63;
                text.push(char::from(DIGITS[index as usize]));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_encoded_as_in_the_examples_of_the_standard() {
        let examples = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        for (length, encoded) in examples.into_iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), encoded);
        }
    }

    #[test]
    fn a_picture_has_the_map_for_browsers_and_for_word_processors() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\"/>";
        let html = picture(svg, (100.0, 50.0), "A \"map\"");
        assert!(html.contains("srcset=\"data:image/svg+xml;base64,PHN2Zy"));
        assert!(html.contains("width=\"100\" height=\"50\" alt=\"A &quot;map&quot;\" src=\"data:image/png;base64,iVBOR"));
    }
}
