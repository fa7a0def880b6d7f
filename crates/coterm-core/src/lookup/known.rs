//! The one rule for days that the data does not know, before and after.
//!
//! 1. A layer answers for the days of its [period](crate::Period), and no others.
//! 2. A day **before** the data begins has no layers, or only building blocks: the first is
//!    an error, [`Error::NoLayerOn`](crate::Error::NoLayerOn), the second is said.
//! 3. A day **after** the last that a layer is [known to](crate::LayerInfo::known_to) hold
//!    on is answered as if nothing had changed since: that is said, and no such answer is
//!    certain. Where a postcode is asked for, the last day of the postcodes counts too.
//!
//! Both ends are told in days, in the same note.

use jiff::civil::Date;

use crate::catalogue::kinds;
use crate::words::{capital, day, list};
use crate::{Dataset, Role};

impl Dataset {
    /// The last day for which the layer's answers are known; `None` if they cannot change.
    pub(crate) fn known_to(&self, layer: usize, of_postcode: bool) -> Option<Date> {
        let layer = self.catalogue().layers()[layer].info().known_to;
        let postcodes = self.postcodes().known_to().filter(|_| of_postcode);
        [layer, postcodes].into_iter().flatten().min()
    }

    /// What an answer for the day must say of what is not known then: nothing for most.
    pub(crate) fn not_known(&self, on: Date, layers: &[usize], of_postcode: bool) -> Vec<String> {
        let before = self.begins_after(on, layers).map(|first| {
            format!(
                "The data has only building blocks for {}: its other layers begin on {}.",
                day(on),
                day(first)
            )
        });
        before
            .into_iter()
            .chain(self.ends_before(on, layers, of_postcode))
            .collect()
    }

    /// The first day of layers that are no building blocks, if that is later and none of
    /// them is among these.
    fn begins_after(&self, on: Date, layers: &[usize]) -> Option<Date> {
        let all = self.catalogue().layers();
        let is_primary = |role: Role| role == Role::Primary;
        if layers
            .iter()
            .any(|&layer| is_primary(all[layer].info().role))
        {
            return None;
        }
        all.iter()
            .filter(|layer| is_primary(layer.info().role))
            .map(|layer| layer.info().period.from())
            .min()
            .filter(|first| on < *first)
    }

    /// That the day is later than what is known of some of these layers, and of which.
    fn ends_before(&self, on: Date, layers: &[usize], of_postcode: bool) -> Option<String> {
        let known_to = |&layer: &usize| self.known_to(layer, of_postcode);
        let mut last_days: Vec<Date> = layers.iter().filter_map(known_to).collect();
        last_days.retain(|known_to| *known_to < on);
        last_days.sort_unstable();
        last_days.dedup();
        let all_alike = |last: Date| layers.iter().all(|layer| known_to(layer) == Some(last));
        let known = match last_days.as_slice() {
            [] => return None,
            [last] if all_alike(*last) => format!("These areas are known up to {}", day(*last)),
            last_days => {
                let mut known = Vec::new();
                for last in last_days {
                    let these = layers.iter().filter(|layer| known_to(layer) == Some(*last));
                    let infos = these.map(|&layer| self.catalogue().layers()[layer].info());
                    let kinds = list(infos.map(kinds));
                    let are_known = if known.is_empty() { " are known" } else { "" };
                    known.push(format!("{kinds}{are_known} up to {}", day(*last)));
                }
                capital(&list(known.iter().map(String::as_str)))
            }
        };
        Some(format!("{known}; later changes are not in the data."))
    }
}
