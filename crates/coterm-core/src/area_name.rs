//! An area by what people call it: its code or its name.

use crate::catalogue::edit_distance;
use crate::{Area, Layer};

/// Why a text is no one area's: none has it for a code or name, or several have the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOneArea {
    /// Whether there are several.
    pub several: bool,
    /// Those, or else the nearest: each a name with its code.
    pub areas: Vec<String>,
}

impl NotOneArea {
    /// The end of a sentence about what was asked for: `does not exist; the nearest are …`.
    pub fn reason(&self) -> String {
        let areas = self.areas.join(", ");
        if self.several {
            format!("is the name of several areas: {areas}; give the code of one")
        } else {
            format!("does not exist; the nearest are {areas}")
        }
    }
}

/// Which of the areas, each a code and a name, somebody means: the one with this code, or
/// else the only one with this name, whatever the case. O(n).
///
/// # Errors
///
/// [`NotOneArea`], with those that may be meant.
pub fn find_area<'a>(
    areas: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    wanted: &str,
) -> std::result::Result<usize, NotOneArea> {
    if let Some(position) = areas.clone().position(|(code, _)| code == wanted) {
        return Ok(position);
    }
    let lower = wanted.trim().to_lowercase();
    let is_wanted = |text: &str| text.to_lowercase() == lower;
    let called = areas
        .clone()
        .enumerate()
        .filter(|(_, (code, name))| is_wanted(code) || is_wanted(name));
    let shown = |(code, name): (&str, &str)| format!("{name} ({code})");
    match called
        .clone()
        .map(|(position, _)| position)
        .collect::<Vec<_>>()[..]
    {
        [position] => Ok(position),
        [] => {
            let mut nearest: Vec<(&str, &str)> = areas.collect();
            nearest.sort_by_cached_key(|(code, name)| {
                let has_it = name.to_lowercase().contains(&lower);
                let distance = edit_distance(wanted, code).min(edit_distance(wanted, name));
                (!has_it, distance, *code)
            });
            nearest.truncate(3);
            Err(NotOneArea {
                several: false,
                areas: nearest.into_iter().map(shown).collect(),
            })
        }
        _ => Err(NotOneArea {
            several: true,
            areas: called.map(|(_, area)| shown(area)).collect(),
        }),
    }
}

impl Layer {
    /// Where in [`Layer::areas`] the area is that somebody means: by its code, or by its
    /// name if only one has it, whatever the case.
    ///
    /// # Errors
    ///
    /// [`NotOneArea`], with those that may be meant.
    pub fn find(&self, wanted: &str) -> std::result::Result<usize, NotOneArea> {
        match self.position(wanted) {
            Some(position) => Ok(position),
            None => find_area(self.areas().iter().map(coded), wanted),
        }
    }
}

fn coded(area: &Area) -> (&str, &str) {
    (area.code(), area.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREAS: [(&str, &str); 4] = [
        ("E07000119", "Fylde"),
        ("E07000121", "Lancaster"),
        ("E1", "St Helens"),
        ("E2", "St Helens"),
    ];

    fn found(wanted: &str) -> std::result::Result<usize, NotOneArea> {
        find_area(AREAS.into_iter(), wanted)
    }

    #[test]
    fn an_area_is_found_by_code_or_name_in_any_case() {
        for wanted in ["E07000121", "e07000121", "Lancaster", "lancaster "] {
            assert_eq!(found(wanted), Ok(1), "{wanted}");
        }
    }

    #[test]
    fn a_name_of_several_is_refused_with_their_codes() {
        let several = found("st helens").unwrap_err();
        assert!(several.reason().contains("St Helens (E1), St Helens (E2)"));
        assert_eq!(found("E2"), Ok(3));
    }

    #[test]
    fn what_no_area_is_called_is_refused_with_the_nearest() {
        let none = found("Lancastr").unwrap_err();
        assert!(!none.several);
        assert_eq!(none.areas[0], "Lancaster (E07000121)");
        assert_eq!(
            found("caster").unwrap_err().areas[0],
            "Lancaster (E07000121)"
        );
    }
}
