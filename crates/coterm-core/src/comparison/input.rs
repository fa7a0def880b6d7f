//! What is compared: a layer, with the building blocks of its areas.

use crate::{CodeTable, Coded, Dataset, Layer, Result, Role};

/// A layer to be compared, and the building blocks of its areas if it is defined over
/// those of the code table.
#[derive(Debug, Clone)]
pub struct ComparisonInput<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// For each block of the code table the area that it is in, by position in the layer.
    pub area_of_block: Option<Vec<Option<usize>>>,
}

impl Dataset {
    /// A layer of the data, with its column of the code table. A second drawing has that
    /// of the layer whose areas it draws: of the same family, with the same codes.
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

/// For each block its area of the layer; `None` if the table does not cover the layer.
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

/// The position of the layer of districts, and the district of each block: of the layers that
/// the code table covers the one with most areas (where councils were merged, the older).
pub(crate) fn districts(dataset: &Dataset) -> Option<(usize, Vec<Option<usize>>)> {
    let layers = dataset.catalogue().layers().iter().enumerate();
    let (_, position, of_block) = layers
        .filter(|(_, layer)| layer.info().gives_districts)
        .filter_map(|(position, layer)| {
            let of_block = column(dataset.codes(), position)?;
            Some((layer.areas().len(), position, of_block))
        })
        // The first of those with as many.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((position, of_block))
}

/// The column of another layer, if its areas are those that this one draws.
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
