//! Measuring of text with Noto Sans, and its breaking into lines. Words are never broken.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Font families that an SVG names: first the one that its text is measured with, then ones
/// that most machines have, none of which is wider.
pub(crate) const FAMILIES: &str =
    "'Noto Sans','Open Sans','Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif";

/// Height of a line, as a multiple of the font size.
pub(super) const LINE: f64 = 1.2;

/// Distance from the top of a line to its base line, as a multiple of the font size.
pub(super) const BASE: f64 = 0.92;

/// Weight of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Text broken into lines, with its measured width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) width: f64,
}

impl Block {
    pub(super) fn new(lines: Vec<String>, size: f64, weight: Weight) -> Self {
        let width = lines
            .iter()
            .map(|line| width(line, size, weight))
            .fold(0.0, f64::max);
        Self {
            lines,
            size,
            weight,
            width,
        }
    }

    /// A square block of this side, for a marker.
    pub(super) fn square(side: f64, text: String) -> Self {
        Self {
            lines: vec![text],
            size: side / LINE,
            weight: Weight::Bold,
            width: side,
        }
    }

    /// Text broken into the fewest lines of at most this width; a longer word has a line of
    /// its own.
    pub(super) fn within(text: &str, size: f64, weight: Weight, limit: f64) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if width(&format!("{line} {word}"), size, weight) <= limit => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        Self::new(lines, size, weight)
    }

    pub(super) fn height(&self) -> f64 {
        self.size * LINE * line_count(&self.lines)
    }
}

#[expect(clippy::cast_precision_loss, reason = "text has few lines")]
fn line_count(lines: &[String]) -> f64 {
    lines.len() as f64
}

/// The ways to break text into 1 to `limit` lines, the narrowest for each number of lines.
pub(super) fn broken(text: &str, size: f64, weight: Weight, limit: usize) -> Vec<Block> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = Block::within(text, size, weight, f64::INFINITY);
    let mut blocks = vec![whole];
    for count in 2..=words.len().min(limit) {
        let block = narrowest(text, size, weight, count, &blocks[0], &words);
        if block.lines.len() == count {
            blocks.push(block);
        }
    }
    blocks
}

/// The narrowest block of at most `count` lines. Its width is that of some run of words, so
/// only those widths are tried.
fn narrowest(
    text: &str,
    size: f64,
    weight: Weight,
    count: usize,
    whole: &Block,
    words: &[&str],
) -> Block {
    let mut widths: Vec<f64> = (0..words.len())
        .flat_map(|from| (from + 1..=words.len()).map(move |to| (from, to)))
        .map(|(from, to)| width(&words[from..to].join(" "), size, weight))
        .collect();
    widths.sort_by(f64::total_cmp);
    widths
        .into_iter()
        .map(|limit| Block::within(text, size, weight, limit))
        .find(|block| block.lines.len() <= count)
        .unwrap_or_else(|| whole.clone())
}

/// Width of a line of text, in the units of its font size.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    static FONTS: OnceLock<[Advances; 2]> = OnceLock::new();
    let [regular, bold] =
        FONTS.get_or_init(|| [notosans::REGULAR_TTF, notosans::BOLD_TTF].map(Advances::of));
    let advances = if weight == Weight::Bold {
        bold
    } else {
        regular
    };
    text.chars()
        .map(|character| advances.get(character))
        .sum::<f64>()
        * size
}

/// Advances of the characters that names in Britain use, in ems.
struct Advances(Vec<f64>);

impl Advances {
    /// Advance assumed for other characters, in ems.
    const OTHER: f64 = 0.7;

    fn of(font: &[u8]) -> Self {
        let Ok(font) = FontRef::new(font) else {
            return Self(Vec::new());
        };
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let advance = |character: u32| {
            let glyph = font.charmap().map(character)?;
            metrics.advance_width(glyph).map(f64::from)
        };
        // Basic Latin to Latin Extended-A, which includes the ŵ and ŷ of Welsh.
        Self(
            (0..0x180)
                .map(|character| advance(character).unwrap_or(Self::OTHER))
                .collect(),
        )
    }

    fn get(&self, character: char) -> f64 {
        let dashes = |character| match character {
            '\u{2013}' => Some(0.5),
            '\u{2014}' => Some(1.0),
            '\u{2018}' | '\u{2019}' => Some(0.3),
            _ => None,
        };
        self.0
            .get(character as usize)
            .copied()
            .or_else(|| dashes(character))
            .unwrap_or(Self::OTHER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_the_font_says() {
        // Advances of "m" in Noto Sans: 0.935 em regular, 0.982 em bold.
        assert!((width("m", 10.0, Weight::Regular) - 9.35).abs() < 0.1);
        assert!(width("m", 10.0, Weight::Bold) > width("m", 10.0, Weight::Regular));
        assert!(
            (width("Lancaster", 20.0, Weight::Regular)
                - 2.0 * width("Lancaster", 10.0, Weight::Regular))
            .abs()
                < 1e-9
        );
    }

    #[test]
    fn names_are_broken_where_they_are_narrowest() {
        let blocks = broken("Blackburn with Darwen", 10.0, Weight::Regular, 4);
        let lines: Vec<&[String]> = blocks.iter().map(|block| block.lines.as_slice()).collect();
        assert_eq!(lines[0], ["Blackburn with Darwen"]);
        assert_eq!(lines[1], ["Blackburn", "with Darwen"]);
        assert_eq!(lines.len(), 3);
        assert!(blocks[1].width < blocks[0].width);
    }

    #[test]
    fn a_word_is_never_broken() {
        let block = Block::within("Barrow-in-Furness", 10.0, Weight::Regular, 5.0);
        assert_eq!(block.lines, ["Barrow-in-Furness"]);
    }
}
