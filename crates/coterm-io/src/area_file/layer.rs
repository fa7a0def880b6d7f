//! Areas of a file as a layer, which stands where a layer of the data does:
//! [`AreaFile::into_layer`].

use std::collections::BTreeSet;

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, Layer, LayerInfo, Role};
use coterm_core::period::Period;
use coterm_core::words::excerpt;
use jiff::civil::Date;
use polygon_coverage::validity::{InvalidReason, validity};

use super::{AreaFile, CODE_SHOWN, FileArea};
use crate::repair::repaired;
use crate::{Crs, DataReport, Error, FindingKind, Result};

impl AreaFile {
    /// Makes a layer of the areas, called `name`, to be compared with the layers of a dataset and
    /// drawn like them. It is of the family `area`, has no vintage and no period. Since a file does
    /// not say how finely it is drawn, its lines are taken to be drawn as finely as the data's
    /// building blocks. Areas are complete if they lie on ground that the data
    /// [covers](Dataset::covers). An area without a name has its code as its name.
    ///
    /// Vertices are rounded to the millimetre, as those of all layers are. Areas may overlap.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an area whose polygon is not valid, for two areas with the same
    /// code, and for a file that says that features are missing; [`Error::Core`] for areas that
    /// cannot be overlaid.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::comparison::{ComparisonInput, ComparisonOptions, Relation, Weights, compare};
    /// use coterm_io::{AreaFile, Crs, Fields, layer_to_geojson};
    ///
    /// let districts = dataset.catalogue().layer("lad-2023")?;
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("mine.geojson");
    /// std::fs::write(&path, layer_to_geojson(districts, Crs::LonLat)?)?;
    ///
    /// let mine = AreaFile::read(&path, &Fields::default())?.into_layer("mine.geojson", &dataset)?;
    /// let mine = ComparisonInput { layer: &mine, area_of_block: None };
    /// let districts = dataset.comparison_input("lad-2023")?;
    /// let weights = Weights::live_postcodes(&dataset, None);
    /// let comparison = compare(&dataset, &mine, &districts, &ComparisonOptions::default(), &weights)?;
    /// assert!(comparison.verdicts_a.iter().all(|own| own.relation == Relation::Coterminous));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_layer(self, name: &str, dataset: &Dataset) -> Result<Layer> {
        self.refuse_unreliable(name)?;
        let catalogue = dataset.catalogue();
        let blocks = catalogue.first(|layer| layer.info().role == Role::Block);
        let period = Period::new(Date::MIN, None)?;
        let mut info = LayerInfo::new(name, "area", "", period);
        info.family_title = "Areas".into();
        info.resolution_m = blocks.map_or(0.0, |blocks| catalogue[blocks].info().resolution_m);
        info.coast = "as in the file".into();
        info.source = match &self.layer {
            Some(table) => format!("Boundary file in {}, table {table}", self.crs),
            None => format!("Boundary file in {}", self.crs),
        };
        let areas = self.areas.into_iter().map(|area| {
            let FileArea {
                code,
                name,
                footprint,
                ..
            } = area;
            // Rounding to the grid can leave defects of a millimetre. They are mended without a
            // finding, for the file itself has none.
            let mut mended = DataReport::default();
            let footprint = Crs::BritishNationalGrid.footprint_to_grid(footprint)?;
            let footprint = repaired(&code, &footprint, &mut mended);
            let name = if name.is_empty() { code.clone() } else { name };
            Ok(Area::new(code, name, period, footprint)?)
        });
        let layer = Layer::new(info, areas.collect::<Result<_>>()?);
        let covered = dataset.covers(&layer)?;
        let areas = layer.areas().iter().zip(covered);
        let areas = areas.map(|(area, covered)| area.clone().with_complete(covered));
        Ok(Layer::new(layer.info().clone(), areas.collect()))
    }

    /// Refuses a file whose areas are not known for certain: what is said of them could be wrong.
    fn refuse_unreliable(&self, name: &str) -> Result<()> {
        let refuse = |reason: String| Err(Error::InvalidInput(format!("{name}: {reason}")));
        let mut findings = self.report.findings.iter();
        let cut_off = findings.find(|finding| {
            finding
                .in_file
                .is_some_and(|at| at.kind == FindingKind::FileCutOff)
        });
        if let Some(cut_off) = cut_off {
            return refuse(format!("{}; get all of them", cut_off.found));
        }
        let mut codes = BTreeSet::new();
        let doubled = self.areas.iter().find(|area| !codes.insert(&*area.code));
        if let Some(doubled) = doubled {
            let code = excerpt(&doubled.code, CODE_SHOWN);
            return refuse(format!(
                "two of its areas have the code \"{code}\"; give each area a code of its own"
            ));
        }
        let invalid: Vec<(&FileArea, InvalidReason)> = self
            .areas
            .iter()
            .filter_map(|area| Some((area, self.invalid(area)?)))
            .collect();
        match invalid[..] {
            [] => Ok(()),
            [(area, reason), ref more @ ..] => {
                let whose = excerpt(&area.code, CODE_SHOWN);
                let more = match more.len() {
                    0 => String::new(),
                    more => format!(" (and {more} more)"),
                };
                let (x, y) = (reason.at.x, reason.at.y);
                refuse(format!(
                    "the polygon of {whose} is not valid: {reason}, at {x}, {y}{more}; mend it, \
                     for example with \"Fix geometries\" in QGIS"
                ))
            }
        }
    }

    /// Returns a fault that makes the area invalid in the file's own coordinates.
    fn invalid(&self, area: &FileArea) -> Option<InvalidReason> {
        if self.crs == Crs::BritishNationalGrid {
            return validity(&area.footprint).into_iter().next();
        }
        area.faults.first().copied()
    }
}
