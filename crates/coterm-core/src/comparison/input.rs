//! Input of a comparison: a layer, with the building blocks of its areas.
//!
//! [`compare`](super::compare) takes two. If both have a column of the code table, they are
//! counted by building blocks, else by positions.

use crate::{CodeTable, Coded, Dataset, Layer, Result, Role};

/// A layer to be compared, with the building blocks of its areas if the code table defines it
/// over them.
#[derive(Debug, Clone)]
pub struct ComparisonInput<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The area of each block of the code table, by position in the layer; `None` if the code
    /// table does not define the layer.
    pub area_of_block: Option<Vec<Option<usize>>>,
}

impl Dataset {
    /// Returns a layer of the dataset, with its column of the code table. A layer that is only
    /// a second generalisation takes the column of the layer that it redraws: one of the same
    /// family, with the same codes.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer), with the nearest names.
    pub fn comparison_input(&self, id: &str) -> Result<ComparisonInput<'_>> {
        let layer = self.catalogue().layer(id)?;
        let layers = self.catalogue().layers();
        let own = layers.iter().position(|other| other.id() == id);
        let own = own.and_then(|position| column(self.codes(), position));
        let area_of_block = own.or_else(|| {
            let of = layers.iter().enumerate().filter(|(_, other)| {
                layer.info().role == Role::Drawing
                    && other.info().family == layer.info().family
                    && other.info().role != Role::Drawing
            });
            of.filter_map(|(position, other)| drawn(self.codes(), layer, other, position))
                .next_back()
        });
        Ok(ComparisonInput {
            layer,
            area_of_block,
        })
    }
}

/// The layer's area of each block, by position; `None` if the table does not cover the layer.
pub(crate) fn column(codes: &CodeTable, layer: usize) -> Option<Vec<Option<usize>>> {
    let mut covered = false;
    let column = (0..codes.blocks().len())
        .map(|block| match codes.of_block(block, layer) {
            Coded::Area(area) => {
                covered = true;
                Some(area)
            }
            Coded::NoArea | Coded::Unknown => None,
        })
        .collect();
    covered.then_some(column)
}

/// The position of the layer of districts, and the district of each block. The layer is the one
/// with most areas of those that the code table covers (where councils were merged, the older).
pub(crate) fn districts(dataset: &Dataset) -> Option<(usize, Vec<Option<usize>>)> {
    let layers = dataset.catalogue().layers().iter().enumerate();
    let (_, position, of_block) = layers
        .filter(|(_, layer)| layer.info().gives_districts)
        .filter_map(|(position, layer)| {
            let of_block = column(dataset.codes(), position)?;
            Some((layer.areas().len(), position, of_block))
        })
        // `>` keeps the first of several layers with as many areas.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((position, of_block))
}

/// The code table's column of the layer `of`, translated to the areas of `drawing`, which is a
/// second generalisation; `None` unless `of` has every area of `drawing`.
fn drawn(
    codes: &CodeTable,
    drawing: &Layer,
    of: &Layer,
    position: usize,
) -> Option<Vec<Option<usize>>> {
    let all = |from: &Layer, to: &Layer| {
        from.areas()
            .iter()
            .all(|area| to.position(area.code()).is_some())
    };
    if !all(drawing, of) {
        return None;
    }
    let column = column(codes, position)?;
    let same = |area: usize| drawing.position(of.areas()[area].code());
    Some(column.into_iter().map(|area| same(area?)).collect())
}
