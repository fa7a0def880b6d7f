//! The one rule for days that the data does not know, before its first day and after its last.
//!
//! 1. A layer answers for the days of its [period](crate::period::Period), and for no others.
//! 2. A day **before** the data begins has no layers, or only building blocks. The first is an
//!    error, [`Error::NoLayerOn`](crate::Error::NoLayerOn); the second is a [`Note`].
//! 3. A day **after** the last that a layer is [known to](crate::layers::LayerInfo::known_to) hold on is
//!    answered as if nothing had changed since. A [`Note`] says so, and the answer is not certain.
//!    If a postcode is asked for, the last day of the postcodes counts too.
//!
//! The notes give both ends as days.

use jiff::civil::Date;

use crate::dataset::Dataset;
use crate::layers::{LayerId, Role};
use crate::lookup::note::{KnownTo, Note};

impl Dataset {
    /// Last day for which the layer's answers are known; `None` if they cannot change.
    pub(crate) fn known_to(&self, layer: LayerId, of_postcode: bool) -> Option<Date> {
        let layer = self.catalogue()[layer].info().known_to;
        let postcodes = self.postcodes().known_to().filter(|_| of_postcode);
        [layer, postcodes].into_iter().flatten().min()
    }

    /// Notes on what is not known for the day. Empty for most days.
    pub(crate) fn not_known(
        &self,
        on: Date,
        layers: &[LayerId],
        of_postcode: bool,
    ) -> Vec<Note<'_>> {
        let before = self
            .begins_after(on, layers)
            .map(|others_from| Note::OnlyBuildingBlocks { on, others_from });
        before
            .into_iter()
            .chain(self.ends_before(on, layers, of_postcode))
            .collect()
    }

    /// The first day of the layers that are not building blocks, if it is after the day and none of
    /// these layers is such a layer.
    fn begins_after(&self, on: Date, layers: &[LayerId]) -> Option<Date> {
        let all = self.catalogue();
        let is_primary = |role: Role| role == Role::Primary;
        if layers
            .iter()
            .any(|&layer| is_primary(all[layer].info().role))
        {
            return None;
        }
        all.layers()
            .iter()
            .filter(|layer| is_primary(layer.info().role))
            .map(|layer| layer.info().period.from())
            .min()
            .filter(|first| on < *first)
    }

    /// The note that the day is after the last known day of all these layers, or of some.
    fn ends_before(&self, on: Date, layers: &[LayerId], of_postcode: bool) -> Option<Note<'_>> {
        let known_to = |&layer: &LayerId| self.known_to(layer, of_postcode);
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
                        .map(|&layer| self.catalogue()[layer].info())
                        .collect(),
                };
                Some(Note::AfterSomeKnownTo {
                    layers: last_days.iter().map(of_day).collect(),
                })
            }
        }
    }
}
