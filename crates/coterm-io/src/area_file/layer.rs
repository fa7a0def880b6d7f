//! Areas of a file as a layer, which stands where a layer of the data does:
//! [`AreaFile::into_layer`], or is added to it: [`AreaFile::into_imported`].

use std::collections::BTreeSet;

use coterm_core::dataset::Dataset;
use coterm_core::layers::{Area, Layer, LayerInfo, Role};
use coterm_core::period::Period;
use coterm_core::words::excerpt;
use geo::Coord;
use polygon_coverage::measure::unsigned_area;
use polygon_coverage::validity::{InvalidReason, validity};

use super::{AreaFile, CODE_SHOWN, FileArea};
use crate::repair::{made_valid, repaired};
use crate::{Crs, DataReport, Error, FindingKind, Result};

/// The coast of a layer that was made of a file, which does not say how the coast was drawn.
const COAST: &str = "as in the file";

/// The resolution in metres of an imported layer over data without building blocks.
const FINEST_M: f64 = 1.0;
/// Changes of an area that are smaller than this many square metres are not told.
const LEAST_CHANGE_M2: f64 = 0.001;

/// Returns how finely the building blocks of a dataset are drawn, in metres.
fn blocks_resolution_m(dataset: &Dataset) -> f64 {
    let catalogue = dataset.catalogue();
    let blocks = catalogue.first(|layer| layer.info().role == Role::Block);
    blocks.map_or(0.0, |blocks| catalogue[blocks].info().resolution_m)
}

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
        self.refuse_invalid(name)?;
        let period = Period::OPEN;
        let mut info = LayerInfo::new(name, "area", "", period);
        info.family_title = "Areas".into();
        info.resolution_m = blocks_resolution_m(dataset);
        info.coast = COAST.into();
        info.source = match &self.layer {
            Some(table) => format!("Boundary file in {}, table {table}", self.crs),
            None => format!("Boundary file in {}", self.crs),
        };
        self.layer(info, dataset, &mut DataReport::default())
    }

    /// Makes the layer that `info` describes of the areas, to be added to a dataset. If
    /// `repair` is true, polygons that are not valid are made valid by the even-odd rule, each with
    /// a finding in the report that is returned; rounding to the millimetre is no finding. Areas are
    /// complete, and named, as [`AreaFile::into_layer`] says. If `info` has no resolution, the lines are
    /// taken to be drawn as finely as the data's building blocks.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for two areas with the same code, for a file that says that features
    /// are missing, and for an invalid polygon unless `repair` is true; [`Error::Core`] for areas that
    /// cannot be overlaid.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::layers::LayerInfo;
    /// use coterm_io::{AreaFile, Fields};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("bow-tie.geojson");
    /// std::fs::write(&path, r#"{"type": "FeatureCollection", "features": [
    ///     {"type": "Feature", "properties": {"code": "B", "name": "Bow tie"},
    ///      "geometry": {"type": "Polygon", "coordinates":
    ///         [[[-2.81, 54.04], [-2.79, 54.06], [-2.79, 54.04], [-2.81, 54.06], [-2.81, 54.04]]]}}
    /// ]}"#)?;
    /// let read = || AreaFile::read(&path, &Fields::default());
    /// let period = dataset.catalogue().layers()[0].info().period;
    /// let mut info = LayerInfo::new("ties-2026", "ties", "2026", period);
    /// info.resolution_m = 1.0;
    /// assert!(read()?.into_imported(info.clone(), &dataset, false).is_err());
    /// let (layer, repairs) = read()?.into_imported(info, &dataset, true)?;
    /// assert_eq!(layer.areas()[0].footprint().0.len(), 2, "two triangles");
    /// assert_eq!(repairs.findings.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_imported(
        self,
        info: LayerInfo,
        dataset: &Dataset,
        repair: bool,
    ) -> Result<(Layer, DataReport)> {
        self.refuse_unreliable(&info.id)?;
        let mut info = info;
        info.coast = COAST.into();
        if info.resolution_m == 0.0 {
            info.resolution_m = blocks_resolution_m(dataset).max(FINEST_M);
        }
        let mut repairs = DataReport::default();
        let mut file = self;
        if repair {
            file.repair(&mut repairs)?;
        } else {
            file.refuse_invalid(&info.id)?;
        }
        let layer = file.layer(info, dataset, &mut DataReport::default())?;
        Ok((layer, repairs))
    }

    /// Makes areas valid that are not. A fault that only the file's own coordinates had, before they
    /// were converted, needs no repair.
    fn repair(&mut self, repairs: &mut DataReport) -> Result<()> {
        for area in &mut self.areas {
            let faults = validity(&area.footprint);
            let Some(fault) = faults.first() else {
                continue;
            };
            let before = unsigned_area(&area.footprint);
            let footprint = made_valid(&area.footprint)?;
            let subject = match area.name.as_str() {
                "" => area.code.clone(),
                name => format!("{name} ({})", area.code),
            };
            let change = unsigned_area(&footprint) - before;
            let more = match faults.len() {
                1 => String::new(),
                several => format!(", and {} more", several - 1),
            };
            let Coord { x, y } = fault.at;
            let found = format!("{fault}, at easting {x:.1}, northing {y:.1}{more}");
            let done = match change.abs() {
                metres if metres < LEAST_CHANGE_M2 => "its area is unchanged".to_owned(),
                metres if change > 0.0 => format!("its area is {metres:.3} m² larger"),
                metres => format!("its area is {metres:.3} m² smaller"),
            };
            if footprint.0.is_empty() {
                repairs.add(subject, found, "left out, since it has no ground");
            } else {
                repairs.add(subject, found, format!("made valid, and {done}"));
            }
            area.footprint = footprint;
            area.faults.clear();
        }
        self.areas.retain(|area| !area.footprint.0.is_empty());
        Ok(())
    }

    /// Makes a layer of the areas, and mends what rounding to the millimetre does to them.
    fn layer(self, info: LayerInfo, dataset: &Dataset, mended: &mut DataReport) -> Result<Layer> {
        let areas = self.areas.into_iter().map(|area| {
            let FileArea {
                code,
                name,
                footprint,
                ..
            } = area;
            let footprint = Crs::BritishNationalGrid.footprint_to_grid(footprint)?;
            let footprint = repaired(&code, &footprint, mended);
            let name = if name.is_empty() { code.clone() } else { name };
            Ok(Area::new(code, name, info.period, footprint)?)
        });
        let areas = areas.collect::<Result<_>>()?;
        let layer = Layer::new(info, areas);
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
        Ok(())
    }

    /// Refuses a file with polygons that are not valid.
    fn refuse_invalid(&self, name: &str) -> Result<()> {
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
                Err(Error::InvalidInput(format!(
                    "{name}: the polygon of {whose} is not valid: {reason}, at {x}, {y}{more}; mend it, \
                     for example with \"Fix geometries\" in QGIS, or `coterm import` it with --repair"
                )))
            }
        }
    }

    /// Returns a fault that makes the area invalid in the file's own coordinates.
    fn invalid(&self, area: &FileArea) -> Option<InvalidReason> {
        let in_file = area.faults.first().copied();
        match self.crs {
            Crs::BritishNationalGrid => in_file.or(validity(&area.footprint).into_iter().next()),
            _ => in_file,
        }
    }
}
