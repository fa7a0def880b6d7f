//! Evaluation of a [`Filter`] on an area, in the logic of three values of SQL.

use coterm_core::layers::{Area, Layer};

use super::{AreaBounds, Comparison, Filter, Operand, Value};

impl Filter {
    /// Whether the area is wanted. `position` is the area's in the layer, by which its `bounds` are
    /// found. O(n) in the filter; shapes cost O(n) in the lines of areas near them.
    pub(crate) fn wants(
        &self,
        layer: &Layer,
        position: usize,
        area: &Area,
        bounds: &AreaBounds,
    ) -> bool {
        self.truth(layer, position, area, bounds) == Some(true)
    }

    /// Returns `None` if it depends on a property that has no value.
    fn truth(
        &self,
        layer: &Layer,
        position: usize,
        area: &Area,
        bounds: &AreaBounds,
    ) -> Option<bool> {
        let truth = |filter: &Self| filter.truth(layer, position, area, bounds);
        let compared = |left: &Operand, comparison: Comparison, right: &Operand| {
            let (left, right) = (left.value(layer, area)?, right.value(layer, area)?);
            Some(comparison.holds(left.partial_cmp(&right)?))
        };
        match self {
            Self::All(all) => decided_by(false, all.iter().map(truth)),
            Self::Any(any) => decided_by(true, any.iter().map(truth)),
            Self::Not(inner) => truth(inner).map(|truth| !truth),
            Self::Always(truth) => Some(*truth),
            Self::Compare(left, comparison, right) => compared(left, *comparison, right),
            Self::Between(value, low, high) => decided_by(
                false,
                [
                    compared(value, Comparison::GreaterOrEqual, low),
                    compared(value, Comparison::LessOrEqual, high),
                ]
                .into_iter(),
            ),
            Self::In(value, list) => decided_by(
                true,
                list.iter()
                    .map(|one| compared(value, Comparison::Equal, one)),
            ),
            Self::Like(value, pattern) => match value.value(layer, area)? {
                Value::Text(text) => Some(is_like(&text, pattern)),
                _ => None,
            },
            Self::IsNull(value) => Some(value.value(layer, area).is_none()),
            Self::Intersects(shape) => Some(shape.meets(area, position, bounds)),
        }
    }
}

/// Returns `decisive` if any condition is that, else unknown if any is unknown.
fn decided_by(decisive: bool, mut conditions: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut outcome = Some(!decisive);
    let decided = conditions.any(|truth| {
        outcome = outcome.and(truth);
        truth == Some(decisive)
    });
    if decided {
        Some(decisive)
    } else {
        outcome.map(|_| !decisive)
    }
}

/// Whether a text is like a pattern, in which `%` stands for any characters, `_` for one, and `\`
/// makes the next character plain. O(length of the text × length of the pattern) at worst.
fn is_like(text: &str, pattern: &str) -> bool {
    #[derive(PartialEq)]
    enum Part {
        Any,
        One,
        Plain(char),
    }
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        parts.push(match char {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Plain(chars.next().unwrap_or('\\')),
            plain => Part::Plain(plain),
        });
    }
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut part) = (0, 0);
    // Where the last `%` was, and the first character that it does not stand for yet.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                retry = Some((part, at));
                part += 1;
            }
            Some(Part::One) => (at, part) = (at + 1, part + 1),
            Some(Part::Plain(plain)) if *plain == text[at] => (at, part) = (at + 1, part + 1),
            _ => match retry {
                Some((any, from)) => {
                    retry = Some((any, from + 1));
                    (at, part) = (from + 1, any + 1);
                }
                None => return false,
            },
        }
    }
    parts.iter().skip(part).all(|part| *part == Part::Any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_what_sql_says() {
        for (text, pattern, like) in [
            ("Lancaster", "Lan%", true),
            ("Lancaster", "%cast%", true),
            ("Lancaster", "L_ncaster", true),
            ("Lancaster", "lan%", false),
            ("Lancaster", "Lancaster_", false),
            ("100%", "100\\%", true),
            ("1000", "100\\%", false),
            ("", "%", true),
            ("aaab", "%a_b", true),
        ] {
            assert_eq!(is_like(text, pattern), like, "{text} like {pattern}");
        }
    }

    #[test]
    fn what_is_unknown_stays_unknown_unless_something_else_decides() {
        let unknown = [None, Some(true)];
        assert_eq!(decided_by(false, unknown.into_iter()), None);
        assert_eq!(decided_by(true, unknown.into_iter()), Some(true));
        assert_eq!(
            decided_by(false, [None, Some(false)].into_iter()),
            Some(false)
        );
        assert_eq!(decided_by(false, std::iter::empty()), Some(true));
    }
}
