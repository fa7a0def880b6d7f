//! The one rule for days that the data does not know, before and after.
//!
//! 1. A layer answers for the days of its [period](crate::Period), and no others.
//! 2. A day **before** the data begins has no layers, or only building blocks: the first is
//!    an error, [`Error::NoLayerOn`](crate::Error::NoLayerOn), the second a [`Note`].
//! 3. A day **after** the last that a layer is [known to](crate::LayerInfo::known_to) hold
//!    on is answered as if nothing had changed since: a [`Note`] says so, and no such answer
//!    is certain. Where a postcode is asked for, the last day of the postcodes counts too.
//!
//! Both ends are told in days, in the same note.

use jiff::civil::Date;

use crate::lookup::note::{KnownTo, Note};
use crate::{Dataset, Role};

impl Dataset {
    /// The last day for which the layer's answers are known; `None` if they cannot change.
    pub(crate) fn known_to(&self, layer: usize, of_postcode: bool) -> Option<Date> {
        let layer = self.catalogue().layers()[layer].info().known_to;
        let postcodes = self.postcodes().known_to().filter(|_| of_postcode);
        [layer, postcodes].into_iter().flatten().min()
    }

    /// The notes on what is not known for the day: none for most.
    pub(crate) fn not_known(&self, on: Date, layers: &[usize], of_postcode: bool) -> Vec<Note<'_>> {
        let before = self
            .begins_after(on, layers)
            .map(|others_from| Note::OnlyBuildingBlocks { on, others_from });
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

    /// The note that the day is later than what is known of these layers, or of which.
    fn ends_before(&self, on: Date, layers: &[usize], of_postcode: bool) -> Option<Note<'_>> {
        let known_to = |&layer: &usize| self.known_to(layer, of_postcode);
        let mut last_days: Vec<Date> = layers.iter().filter_map(known_to).collect();
        last_days.retain(|known_to| *known_to < on);
        last_days.sort_unstable();
        last_days.dedup();
        let all_alike = |last: Date| layers.iter().all(|layer| known_to(layer) == Some(last));
        match last_days.as_slice() {
            [] => None,
            [last] if all_alike(*last) => Some(Note::AfterKnownTo { known_to: *last }),
            last_days => {
                let of_day = |last: &Date| KnownTo {
                    known_to: *last,
                    layers: layers
                        .iter()
                        .filter(|layer| known_to(layer) == Some(*last))
                        .map(|&layer| self.catalogue().layers()[layer].info())
                        .collect(),
                };
                Some(Note::AfterSomeKnownTo {
                    layers: last_days.iter().map(of_day).collect(),
                })
            }
        }
    }
}
