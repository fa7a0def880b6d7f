//! Search for areas by the beginning of a name or a code, for completion while somebody types.

use jiff::civil::Date;
use polygon_coverage::AreaId;

use crate::layers::{Area, Catalogue, LayerId, Role};

/// A degree to which an area fits what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The code or the name is the text.
    Whole,
    /// The name begins with the text.
    Name,
    /// A word of the name begins with the text.
    Word,
    /// A code begins with the text.
    Code,
}

impl Catalogue {
    /// Finds the areas whose name, or a word of it, or code begins with a text, whatever its case and
    /// punctuation. The best come first: the whole name or code, the beginning of the name, of a word,
    /// of a code; then areas that are used for lookups before building blocks and other drawings, and
    /// newer layers before older ones. With `on`, only areas of layers that are valid on that day, and
    /// on that day themselves. O(n) in all areas.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let catalogue = dataset.catalogue();
    /// let found = catalogue.areas_beginning_with("lanc", None, 10);
    /// let (layer, area) = found[0];
    /// assert!(catalogue[layer][area].name().starts_with("Lanc"));
    /// assert!(catalogue.areas_beginning_with("", None, 10).is_empty());
    /// ```
    pub fn areas_beginning_with(
        &self,
        text: &str,
        on: Option<Date>,
        limit: usize,
    ) -> Vec<(LayerId, AreaId)> {
        let wanted = words(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (id, layer) in self.iter() {
            let info = layer.info();
            let is_then = on.is_none_or(|on| info.period.contains(on));
            if info.role == Role::Backdrop || !is_then {
                continue;
            }
            let rest = match info.role {
                Role::Primary => 0,
                Role::Block => 1,
                _ => 2,
            };
            for (area_id, area) in layer.iter() {
                let Some(fit) = fit(area, &wanted) else {
                    continue;
                };
                if on.is_none_or(|on| area.period().contains(on)) {
                    let newest_first = std::cmp::Reverse(info.period.from());
                    found.push(((fit, rest, area.name(), newest_first, id), area_id));
                }
            }
        }
        found.sort_unstable();
        found.truncate(limit);
        let ids = found.into_iter();
        ids.map(|((.., layer), area)| (layer, area)).collect()
    }
}

fn fit(area: &Area, wanted: &str) -> Option<Fit> {
    let name = words(area.name());
    let mut codes = std::iter::once(area.code())
        .chain(area.codes().values().map(String::as_str))
        .map(words);
    if name == wanted {
        Some(Fit::Whole)
    } else if name.starts_with(wanted) {
        Some(Fit::Name)
    } else if has_word(&name, wanted) {
        Some(Fit::Word)
    } else {
        codes.find(|code| code.starts_with(wanted)).map(|code| {
            if code == wanted {
                Fit::Whole
            } else {
                Fit::Code
            }
        })
    }
}

/// Whether a word of `name` other than the first begins with the text.
fn has_word(name: &str, wanted: &str) -> bool {
    name.match_indices(' ')
        .any(|(at, _)| name[at + 1..].starts_with(wanted))
}

/// Returns the words of a text in lower case, with one space between them: "St. Helens" and
/// "st helens" are the same.
fn words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            plain.push(letter);
        } else if letter != '\'' && letter != '\u{2019}' && letter != '.' && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_make_no_difference() {
        assert_eq!(words(" St. Helen\u{2019}s "), "st helens");
        assert_eq!(words("Barrow-in-Furness"), "barrow in furness");
        assert_eq!(words("..."), "");
    }

    #[test]
    fn a_word_is_found_by_its_beginning_only() {
        assert!(has_word("nhs morecambe bay ccg", "more"));
        assert!(has_word("nhs morecambe bay ccg", "bay c"));
        assert!(!has_word("nhs morecambe bay ccg", "cambe"));
        assert!(!has_word("nhs morecambe bay ccg", "nhs"));
    }
}
