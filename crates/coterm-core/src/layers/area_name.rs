//! Finding an area by its code or by its name, as people type it, for scenarios, maps and the build
//! of the data. It never guesses between areas of one name.

use std::fmt;

use polygon_coverage::AreaId;

use crate::layers::catalogue::edit_distance;
use crate::layers::{Area, Layer};

/// Reason why a text does not name exactly one area: no area has it as code or name, or several
/// areas have it as name. Its message completes a sentence that begins with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOneArea {
    /// Whether several areas have the name; else none has.
    pub several: bool,
    /// The areas that have the name, or else the three nearest: each a name with its code.
    pub areas: Vec<String>,
}

impl std::error::Error for NotOneArea {}

impl fmt::Display for NotOneArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let areas = self.areas.join(", ");
        if self.several {
            write!(
                f,
                "is the name of more than one area: {areas}; use the code of the one you want"
            )
        } else {
            write!(f, "does not exist; the closest matches are {areas}")
        }
    }
}

/// Position of the area that a text names, among pairs of code and name. The text is the area's
/// code, or else, whatever the case, the code or name of exactly one area. O(n).
///
/// # Errors
///
/// [`NotOneArea`], with the areas that may be meant.
///
/// ```
/// use coterm_core::layers::find_area;
///
/// let areas = [("E07000119", "Fylde"), ("E07000121", "Lancaster")];
/// assert_eq!(find_area(areas.into_iter(), "LANCASTER"), Ok(1));
/// assert!(find_area(areas.into_iter(), "Wyre").is_err());
/// ```
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
    /// Position in [`Layer::areas`] of the area that a text names: by its code, or by its name if
    /// only one area has it, whatever the case. O(1) for a code, else O(n).
    ///
    /// # Errors
    ///
    /// [`NotOneArea`], with the areas that may be meant.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let districts = dataset.catalogue().layer("lad-2023")?;
    /// let lancaster = districts.find("lancaster")?;
    /// assert_eq!(districts.find("E07000121")?, lancaster);
    /// assert_eq!(districts[lancaster].name(), "Lancaster");
    ///
    /// let error = districts.find("Lancastre").unwrap_err();
    /// assert!(!error.several && error.areas.contains(&"Lancaster (E07000121)".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(&self, wanted: &str) -> std::result::Result<AreaId, NotOneArea> {
        if let Some(area) = self.position(wanted) {
            return Ok(area);
        }
        let ids: Vec<(AreaId, &Area)> = self.iter().collect();
        let coded = ids.iter().map(|(_, area)| (area.code(), area.name()));
        find_area(coded, wanted).map(|position| ids[position].0)
    }
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
        assert!(
            several
                .to_string()
                .contains("St Helens (E1), St Helens (E2)")
        );
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
