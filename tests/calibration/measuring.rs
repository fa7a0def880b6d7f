//! [`Measured`]: the checks of one data folder, in order, and their results.

use std::path::Path;

use coterm_core::dataset::Dataset;
use coterm_core::layers::LayerId;
use jiff::civil::{Date, date};

use crate::asking::{LATEST, Question};
use crate::check::Check;
use crate::depth::{self, Depths};
use crate::line::TrueLines;
use crate::line_errors::LineErrors;
use crate::sources::{CODE_POINT, COLUMNS, ENGLAND, Finer, REGION, TABLE};
use crate::truth::{FinerFile, Truth};
use crate::{Outcome, points, postcodes};

/// Distance in metres from a line within which points beside it are tried.
const BESIDE_M: f64 = 600.0;
/// Random seeds, one for each kind of point, so that the kinds do not depend on each other.
const SEEDS: [u64; 3] = [27_700, 4_326, 3_857];

/// Ground that a data folder covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The default data.
    Region,
    /// A build of all England.
    England,
}

impl Extent {
    /// The files of finer lines.
    pub(crate) fn finer(self) -> &'static [Finer] {
        match self {
            Self::Region => REGION,
            Self::England => ENGLAND,
        }
    }

    /// The day on which layers without an end are asked: a day for which the sources hold.
    pub(crate) fn latest(self) -> Date {
        match self {
            Self::Region => LATEST,
            Self::England => date(2023, 6, 1),
        }
    }
}

/// Distances between the lines of a layer and finer ones, and the points that they misplace.
pub(crate) struct LayerLines {
    pub(crate) layer: String,
    pub(crate) errors: LineErrors,
    pub(crate) beside: Depths,
    /// Codes that only one of the two files has.
    pub(crate) left_out: Vec<String>,
}

/// Results of all checks, one check per layer.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) lines: Vec<LayerLines>,
    pub(crate) districts: Vec<Check>,
    pub(crate) positions: Vec<Check>,
    pub(crate) tables: Vec<Check>,
    pub(crate) anywhere: Vec<Check>,
    pub(crate) beside: Vec<Check>,
    /// Files that were read, each with its number of areas or postcodes.
    pub(crate) read: Vec<(&'static str, usize)>,
    /// Missing files.
    pub(crate) absent: Vec<&'static str>,
}

impl Measured {
    /// Makes all checks whose sources exist, with `count` points for each layer and kind, and
    /// reports progress to `tell`. Takes minutes for a million points.
    pub(crate) fn of(
        dataset: &Dataset,
        extent: Extent,
        shared: &Path,
        count: usize,
        tell: &dyn Fn(&str),
    ) -> Outcome<Self> {
        let mut measured = Self::default();
        let positions = measured.postcodes(dataset, extent, shared, tell)?;
        measured.official_tables(dataset, extent, shared, tell)?;
        for finer in extent.finer() {
            let path = shared.join("boundaries").join(finer.file);
            if !path.is_file() {
                measured.absent.push(finer.file);
                continue;
            }
            tell(finer.file);
            let file = FinerFile::read(&path, finer.code)?;
            measured.read.push((finer.file, file.areas()));
            for id in finer.layers {
                let Some(layer) = dataset.catalogue().position(id) else {
                    continue;
                };
                tell(id);
                let truth = Truth::of(&file, finer.through, dataset, layer)?;
                let lines = TrueLines::of(&truth)?;
                measured.layer_lines(dataset, layer, &truth, &lines, count)?;
                if let Some(question) = Question::of(dataset, id, extent.latest()) {
                    measured.polygons(&question, &positions, &truth, &lines, count);
                }
            }
        }
        Ok(measured)
    }

    /// Reads the positions that polygons are checked with, and checks the districts of the
    /// postcodes that have one.
    fn postcodes(
        &mut self,
        dataset: &Dataset,
        extent: Extent,
        shared: &Path,
        tell: &dyn Fn(&str),
    ) -> Outcome<Vec<postcodes::Position>> {
        if extent == Extent::England {
            return Ok(postcodes::own(dataset));
        }
        let path = shared.join(CODE_POINT.file);
        if !path.is_file() {
            self.absent.push(CODE_POINT.file);
            return Ok(Vec::new());
        }
        tell(CODE_POINT.file);
        let positions = postcodes::code_point_open(&path)?;
        self.read.push((CODE_POINT.file, positions.len()));
        if let Some(question) = Question::of(dataset, "lad-2023", LATEST) {
            let check = postcodes::against_districts(&question, &positions);
            self.districts.push(check);
        }
        Ok(positions)
    }

    fn official_tables(
        &mut self,
        dataset: &Dataset,
        extent: Extent,
        shared: &Path,
        tell: &dyn Fn(&str),
    ) -> Outcome<()> {
        let path = shared.join(TABLE.file);
        if !path.is_file() {
            self.absent.push(TABLE.file);
            return Ok(());
        }
        tell(TABLE.file);
        for (column, id) in COLUMNS {
            let official = postcodes::official_table(&path, column)?;
            if let Some(question) = Question::of(dataset, id, extent.latest()) {
                let on = question.on.min(date(2022, 6, 30));
                let question = Question { on, ..question };
                self.tables
                    .push(postcodes::against_table(&question, &official));
            }
            if id == COLUMNS[0].1 {
                self.read.push((TABLE.file, official.len()));
            }
        }
        Ok(())
    }

    fn layer_lines(
        &mut self,
        dataset: &Dataset,
        layer: LayerId,
        truth: &Truth<'_>,
        lines: &TrueLines,
        count: usize,
    ) -> Outcome<()> {
        let beside = points::beside_lines(lines, count, BESIDE_M, SEEDS[0]);
        self.lines.push(LayerLines {
            layer: dataset.catalogue()[layer].id().to_owned(),
            errors: LineErrors::of(dataset, layer, truth, lines)?,
            beside: depth::of_points(dataset, layer, truth, &beside),
            left_out: truth.left_out.iter().cloned().collect(),
        });
        Ok(())
    }

    fn polygons(
        &mut self,
        question: &Question<'_>,
        positions: &[postcodes::Position],
        truth: &Truth<'_>,
        lines: &TrueLines,
        count: usize,
    ) {
        if !positions.is_empty() {
            let check = postcodes::against_polygons(question, positions, truth, lines);
            self.positions.push(check);
        }
        let anywhere = points::anywhere(question, truth, count, SEEDS[1]);
        let check = points::against_polygons(question, &anywhere, truth, lines);
        self.anywhere.push(check);
        let beside = points::beside_lines(lines, count, BESIDE_M, SEEDS[2]);
        let check = points::against_polygons(question, &beside, truth, lines);
        self.beside.push(check);
    }
}
