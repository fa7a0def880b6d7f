//! Who owns a place, layer by layer: [`Owners`].

use crate::containment::owner_by_brute_force;
use crate::{Area, Catalogue, Generation, GridPoint, OwnersAt, PostcodeRecord};

/// The owners of a place, found when they are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owners<'a> {
    /// From the indexes.
    Indexed(OwnersAt<'a>),
    /// By trying every area of the layer: for a question or two that is sooner done than
    /// indexes are made.
    Tried(&'a Catalogue, GridPoint),
}

impl Owners<'_> {
    /// The area of the layer at this position that owns the place, if any does, by the
    /// [half-open rule](crate::containment).
    pub(crate) fn of(&self, layer: usize) -> Option<usize> {
        match self {
            Self::Indexed(owners) => owners.owner(layer),
            Self::Tried(catalogue, point) => {
                let areas = catalogue.layers()[layer].areas().iter();
                owner_by_brute_force(areas.map(Area::footprint), point.coord())
            }
        }
    }
}

impl Generation {
    /// Who owns a point.
    pub(crate) fn owners_at(&self, point: GridPoint) -> Owners<'_> {
        match self.indexed() {
            Some(stack) => Owners::Indexed(stack.at(point)),
            None => Owners::Tried(self.catalogue(), point),
        }
    }

    /// Who owns a postcode's place. For a record of the generation's own directory that
    /// is known once the generation is [prepared](Generation::prepare).
    pub(crate) fn owners_of(&self, record: &PostcodeRecord) -> Owners<'_> {
        self.known_owners(record)
            .map_or_else(|| self.owners_at(record.point), Owners::Indexed)
    }
}
