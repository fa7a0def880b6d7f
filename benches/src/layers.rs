//! The layers on which lookups are measured: two made ones and the real ones.

use coterm_core::dataset::Indexing;
use coterm_io::store;
use geo::MultiPolygon;

use crate::Result;
use crate::coverage::{LARGE, RECORD, SMALL, Size, coverage};
use crate::layer_pairs::official;
use crate::parameters::{ON_REQUEST, Parameters, england, in_checkout, wants};

/// A layer's name in the results, and the footprints of its areas.
#[derive(Debug)]
pub struct NamedLayer {
    /// Name of the layer, such as `made-350`.
    pub name: String,
    /// Footprints of the areas, in EPSG:27700.
    pub footprints: Vec<MultiPolygon<f64>>,
}

impl NamedLayer {
    /// Number of vertices of all areas together; the first of each ring counts once.
    pub fn vertices(&self) -> usize {
        self.footprints
            .iter()
            .map(|footprint| polygon_coverage::measure::edges(footprint).count())
            .sum()
    }
}

/// Makes a layer of this size, with no more vertices than the settings allow.
pub fn made(size: Size, parameters: Parameters) -> NamedLayer {
    let size = Size {
        vertices: size
            .vertices
            .min(parameters.max_vertices.max(4 * size.areas)),
        ..size
    };
    NamedLayer {
        name: format!("made-{}", size.areas),
        footprints: coverage(size),
    }
}

/// Function that makes a layer, or loads it if its file exists.
type Load<'a> = dyn Fn() -> Result<Option<NamedLayer>> + 'a;

/// Calls `each` for one layer after another, so that only one is in memory at a time. Layers whose
/// files are missing are reported and left out.
///
/// # Errors
///
/// Fails if a layer exists and cannot be read, or if `each` fails.
pub fn for_each(
    parameters: Parameters,
    mut each: impl FnMut(&NamedLayer) -> Result<()>,
) -> Result<()> {
    let layers: [(&str, &Load<'_>); 5] = [
        ("made-350", &|| Ok(Some(made(SMALL, parameters)))),
        ("made-34850", &|| Ok(Some(made(LARGE, parameters)))),
        ("lsoa-england", &lsoas_of_england),
        ("lsoa-20m", &lsoas_20m),
        (ON_REQUEST, &|| Ok(Some(made(RECORD, parameters)))),
    ];
    for (_, load) in layers.iter().filter(|(name, _)| wants(name)) {
        if let Some(layer) = load()? {
            each(&layer)?;
        }
    }
    Ok(())
}

/// Loads every layer of the default data that answers lookups.
///
/// # Errors
///
/// Fails if the default data cannot be read.
pub fn everyday() -> Result<Vec<NamedLayer>> {
    let dataset = store::open(&in_checkout("data"), Indexing::None)?;
    let layers = dataset
        .catalogue()
        .layers()
        .iter()
        .filter(|layer| layer.info().role.answers_lookups());
    Ok(layers.map(named).collect())
}

fn named(layer: &coterm_core::layers::Layer) -> NamedLayer {
    let footprints = layer
        .areas()
        .iter()
        .map(|area| area.footprint().clone())
        .collect();
    NamedLayer {
        name: layer.id().to_owned(),
        footprints,
    }
}

/// Loads the LSOAs of England at about 200 m, from the all-England build.
fn lsoas_of_england() -> Result<Option<NamedLayer>> {
    let Some(folder) = england() else {
        eprintln!(
            "left out: the LSOAs of England (set COTERM_ENGLAND to a build with `--extent england`)"
        );
        return Ok(None);
    };
    let dataset = store::open(&folder, Indexing::None)?;
    let lsoas = dataset
        .catalogue()
        .layers()
        .iter()
        .find(|layer| layer.id() == "lsoa-2011")
        .map(named);
    Ok(lsoas.map(|layer| NamedLayer {
        name: "lsoa-england".into(),
        ..layer
    }))
}

/// Loads the LSOAs of the region at 20 m, from the shared data.
fn lsoas_20m() -> Result<Option<NamedLayer>> {
    let layer = official("lsoa11_official_bgc_lsc_region")?;
    Ok(layer.map(|layer| NamedLayer {
        name: "lsoa-20m".into(),
        ..layer
    }))
}
