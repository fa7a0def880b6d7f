//! Input of a comparison: a layer, with the building blocks of its areas.
//!
//! [`compare`](super::compare) takes two. If both have a column of the code table, they are
//! counted by building blocks, else by positions.

use polygon_coverage::AreaId;

use crate::Result;
use crate::codes::{CodeTable, Coded};
use crate::dataset::Dataset;
use crate::layers::{Layer, LayerId, Role};

/// A layer to be compared, with the building blocks of its areas if the code table defines it
/// over them.
#[derive(Debug, Clone)]
pub struct ComparisonInput<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The area of each block of the code table; `None` if the code
    /// table does not define the layer.
    pub area_of_block: Option<Vec<Option<AreaId>>>,
}

impl Dataset {
    /// Returns a layer of the dataset, with its column of the code table. A layer that is only
    /// a second generalisation takes the column of the layer that it redraws: one of the same
    /// family, with the same codes.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchLayer`](crate::Error::NoSuchLayer), with the nearest names.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let districts = dataset.comparison_input("lad-2023")?;
    /// assert_eq!(districts.layer.areas().len(), 3);
    /// assert!(districts.area_of_block.is_some(), "the code table defines them");
    ///
    /// let error = dataset.comparison_input("lad-2032").unwrap_err();
    /// assert!(error.to_string().contains("lad-2023"));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn comparison_input(&self, id: &str) -> Result<ComparisonInput<'_>> {
        let layer = self.catalogue().layer(id)?;
        let own = self.catalogue().position(id);
        let own = own.and_then(|own| column(self.codes(), own));
        let area_of_block = own.or_else(|| {
            let redrawn = self.catalogue().iter().filter(|(_, other)| {
                layer.info().role == Role::Drawing
                    && other.info().family == layer.info().family
                    && other.info().role != Role::Drawing
            });
            redrawn
                .filter_map(|(id, other)| drawn(self.codes(), layer, other, id))
                .last()
        });
        Ok(ComparisonInput {
            layer,
            area_of_block,
        })
    }
}

/// The layer's area of each block; `None` if the table does not cover the layer.
pub(crate) fn column(codes: &CodeTable, layer: LayerId) -> Option<Vec<Option<AreaId>>> {
    let mut covered = false;
    let column = codes
        .block_ids()
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
pub(crate) fn districts(dataset: &Dataset) -> Option<(LayerId, Vec<Option<AreaId>>)> {
    let layers = dataset.catalogue().iter();
    let (_, districts, of_block) = layers
        .filter(|(_, layer)| layer.info().gives_districts)
        .filter_map(|(id, layer)| {
            let of_block = column(dataset.codes(), id)?;
            Some((layer.areas().len(), id, of_block))
        })
        // `>` keeps the first of several layers with as many areas.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((districts, of_block))
}

/// The code table's column of the layer `redrawn`, translated to the areas of `drawing`, which is a
/// second generalisation; `None` unless `redrawn` has every area of `drawing`.
fn drawn(
    codes: &CodeTable,
    drawing: &Layer,
    redrawn: &Layer,
    id: LayerId,
) -> Option<Vec<Option<AreaId>>> {
    let all = |from: &Layer, to: &Layer| {
        from.areas()
            .iter()
            .all(|area| to.position(area.code()).is_some())
    };
    if !all(drawing, redrawn) {
        return None;
    }
    let column = column(codes, id)?;
    let same = |area: AreaId| drawing.position(redrawn[area].code());
    Some(column.into_iter().map(|area| same(area?)).collect())
}
