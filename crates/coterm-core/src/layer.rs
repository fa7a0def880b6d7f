use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Area, KnownDefect, LineError, Period, line_error};

/// What a layer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers lookups.
    Primary,
    /// Answers lookups, and other layers are defined from its areas.
    Block,
    /// A second, coarser drawing of the same areas, for comparisons: no part in lookups.
    Drawing,
    /// Something to draw beneath a map: no part in lookups.
    Backdrop,
}

impl Role {
    /// Whether a lookup asks layers of this role.
    pub fn answers_lookups(self) -> bool {
        matches!(self, Self::Primary | Self::Block)
    }
}

/// What is known about a layer, apart from its areas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerInfo {
    /// The layer's name: `lad-2023`.
    pub id: String,
    /// The kind of area: `lad`.
    pub family: String,
    /// The kind of area in words: `Local authority districts`.
    pub family_title: String,
    /// The publisher's date of the layer: `2023`.
    pub vintage: String,
    /// The layer in words.
    pub title: String,
    /// What it is for.
    pub role: Role,
    /// Whether its areas are the districts of some years: releases of postcodes name them,
    /// comparisons and scenarios are told by them, and maps draw them as context.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gives_districts: bool,
    /// When it is valid.
    #[serde(flatten)]
    pub period: Period,
    /// The last day on which it is known to hold; `None` for what cannot change, such as
    /// the LSOAs of a census. Answers for later days are not certain.
    #[serde(default)]
    pub known_to: Option<Date>,
    /// What says that it holds until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<String>,
    /// What is known to be wrong in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_defects: Vec<KnownDefect>,
    /// The publisher's generalisation, in metres: about how far lines are off, and no bound.
    pub resolution_m: f64,
    /// How far its lines are off, if that was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_error: Option<LineError>,
    /// How its coast is drawn: clipped to high water, or the extent of the realm.
    pub coast: String,
    /// Where it comes from and how it was made.
    pub source: String,
    /// The licence's name.
    pub licence: String,
    /// The acknowledgement that must be shown with it.
    pub attribution: String,
}

impl LayerInfo {
    /// Metres within which 999 of 1,000 points of the layer's lines are true: by the measured
    /// [`LineError`], or where none was measured the generalisation.
    pub fn lines_mostly_m(&self) -> f64 {
        let measured = self.line_error.as_ref();
        measured.map_or(self.resolution_m, |error| error.p999_m)
    }

    /// Metres from a drawn boundary of the layer beyond which a point is not taken to be in
    /// the wrong area: by the measured [`LineError`], or where none was measured two and a
    /// half times the generalisation.
    pub fn lines_bound_m(&self) -> f64 {
        line_error::bound_m(self.line_error.as_ref(), self.resolution_m)
    }
}

/// The areas of one family at one vintage, from one source.
#[derive(Debug, Clone)]
pub struct Layer {
    info: LayerInfo,
    areas: Vec<Area>,
    by_code: HashMap<String, usize>,
}

impl Layer {
    /// A layer of these areas, kept in order of their codes.
    pub fn new(info: LayerInfo, mut areas: Vec<Area>) -> Self {
        areas.sort_by(|a, b| a.code().cmp(b.code()));
        let by_code = areas
            .iter()
            .enumerate()
            .map(|(index, area)| (area.code().to_owned(), index))
            .collect();
        Self {
            info,
            areas,
            by_code,
        }
    }

    /// What is known about the layer.
    pub fn info(&self) -> &LayerInfo {
        &self.info
    }

    /// The layer's name, such as `lad-2023`.
    pub fn id(&self) -> &str {
        &self.info.id
    }

    /// Its areas, in order of their codes.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Where in [`Layer::areas`] the area with this code is.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The area with this code.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.position(code).map(|index| &self.areas[index])
    }
}
