//! Areas of layers that are not the data's, such as those of a file: which of them lie on ground
//! that the data covers ([`Dataset::covers`]).

use polygon_coverage::arrangement::Face;
use polygon_coverage::dissolve;

use super::belonging::Belongs;
use super::coast::Coast;
use super::completeness::Completeness;
use super::ground::SharedGround;
use crate::Result;
use crate::dataset::Dataset;
use crate::layers::{Area, Layer, Role};

impl Dataset {
    /// Returns for each of a layer's areas whether it lies on ground that the data covers: the
    /// ground of all building blocks. Slivers and the sea along the coast do not count, since
    /// layers are drawn differently. All areas do if the data has no building blocks. O(n log n)
    /// in the vertices.
    ///
    /// The layer need not be one of the data's. An area that is not covered is not
    /// [complete](Area::complete), because what is beyond the data is not known.
    ///
    /// # Errors
    ///
    /// [`Error::TooFarFromBritain`](crate::Error::TooFarFromBritain) and
    /// [`Error::Geometry`](crate::Error::Geometry) for areas that cannot be overlaid.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::layers::{Area, Layer, LayerInfo};
    /// use geo::Translate;
    ///
    /// let districts = dataset.catalogue().layer("lad-2023")?;
    /// assert_eq!(dataset.covers(districts)?, [true, true, true]);
    ///
    /// let lancaster = districts.areas()[0].footprint();
    /// let elsewhere = lancaster.translate(-200_000.0, 0.0);
    /// let period = districts.info().period;
    /// let mine = LayerInfo::new("mine.geojson", "area", "", period);
    /// let mine = Layer::new(mine, vec![Area::new("A", "Elsewhere", period, elsewhere)?]);
    /// assert_eq!(dataset.covers(&mine)?, [false]);
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn covers(&self, layer: &Layer) -> Result<Vec<bool>> {
        let mut covered = vec![true; layer.areas().len()];
        let catalogue = self.catalogue();
        let Some(blocks) = catalogue.first(|layer| layer.info().role == Role::Block) else {
            return Ok(covered);
        };
        let blocks = &catalogue[blocks];
        let ground = dissolve(blocks.areas().iter().map(Area::footprint))?;
        let period = blocks.info().period;
        let extent = Area::new("extent", "Extent of the data", period, ground)?;
        let extent = Layer::new(blocks.info().clone(), vec![extent]);
        let layers = [layer, &extent];
        let [own, of_data] = layers.map(Layer::info);
        let tolerance_m = own.resolution_m.max(of_data.resolution_m);
        let ground = SharedGround::new(layers, layers.map(Completeness::of_layer))?;
        let coast = Coast::new(self, tolerance_m, own.coast != of_data.coast)?;
        let faces: Vec<Face<'_>> = ground.arrangement().faces().collect();
        for piece in ground.pieces(tolerance_m) {
            let [Some(area), None] = piece.pair else {
                continue;
            };
            let is_beyond = match piece.belongs {
                Belongs::Outside => true,
                Belongs::Together => false,
                Belongs::Not => !piece.sliver && !coast.is_along(faces[piece.face - 1]),
            };
            if is_beyond {
                covered[area] = false;
            }
        }
        Ok(covered)
    }
}
