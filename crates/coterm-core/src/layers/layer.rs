//! [`Layer`]: the areas of one family at one vintage from one source, and [`LayerInfo`], what is
//! known about them. Areas are in order of their codes, and other tables name them by that
//! position.

use std::collections::HashMap;
use std::ops::Index;

use jiff::civil::Date;
use polygon_coverage::AreaId;
use serde::{Deserialize, Serialize};

use crate::layers::line_error;
use crate::layers::{Area, KnownDefect, LineError};
use crate::period::Period;

/// The use that is made of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers lookups.
    Primary,
    /// Answers lookups, and other layers are defined from its areas.
    Block,
    /// A second, coarser generalisation of the same areas, for comparisons. It answers no lookups.
    Drawing,
    /// Backdrop of a map. It answers no lookups.
    Backdrop,
}

impl Role {
    /// Whether layers of this role answer lookups.
    pub fn answers_lookups(self) -> bool {
        matches!(self, Self::Primary | Self::Block)
    }
}

/// Metadata of a layer: all that is known about it, apart from its areas.
///
/// Fields may be added, so a value is made by [`LayerInfo::new`] and then set:
///
/// ```
/// use coterm_core::layers::LayerInfo;
/// use coterm_core::period::Period;
///
/// let since_2023 = Period::new(jiff::civil::date(2023, 4, 1), None)?;
/// let mut info = LayerInfo::new("ward-2023", "ward", "2023", since_2023);
/// info.title = "Wards of 2023".into();
/// assert!(info.role.answers_lookups());
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LayerInfo {
    /// Name of the layer: `lad-2023`.
    pub id: String,
    /// Family of its areas: `lad`.
    pub family: String,
    /// Title of the family: `Local authority districts`.
    pub family_title: String,
    /// The publisher's date of the layer: `2023`.
    pub vintage: String,
    /// Title of the layer.
    pub title: String,
    /// Use that is made of the layer.
    pub role: Role,
    /// Whether the layer's areas are the districts of some years. Releases of postcodes name such
    /// districts, comparisons and scenarios break their figures down by them, and maps draw them as
    /// context.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gives_districts: bool,
    /// Period in which the layer is valid.
    #[serde(flatten)]
    pub period: Period,
    /// Last day on which the layer is known to hold. Answers for later days are not certain. `None`
    /// for a layer that cannot change, such as the LSOAs of a census.
    #[serde(default)]
    pub known_to: Option<Date>,
    /// Source that says that it holds until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<String>,
    /// Known defects of the layer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_defects: Vec<KnownDefect>,
    /// The publisher's generalisation, in metres: about how far lines are off, but not a bound.
    pub resolution_m: f64,
    /// Measured distance between the drawn and the true lines, if it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_error: Option<LineError>,
    /// Treatment of the coast: clipped to high water, or to the extent of the realm.
    pub coast: String,
    /// Source of the layer, and how it was made.
    pub source: String,
    /// Name of the licence.
    pub licence: String,
    /// The acknowledgement that must be shown with the layer.
    pub attribution: String,
}

impl LayerInfo {
    /// Describes a layer of this name, family and vintage that answers lookups in this period. Its
    /// titles are the name and the family, its lines are exact, and all other fields are empty.
    pub fn new(
        id: impl Into<String>,
        family: impl Into<String>,
        vintage: impl Into<String>,
        period: Period,
    ) -> Self {
        let (id, family) = (id.into(), family.into());
        Self {
            title: id.clone(),
            id,
            family_title: family.clone(),
            family,
            vintage: vintage.into(),
            role: Role::Primary,
            gives_districts: false,
            period,
            known_to: None,
            known_by: None,
            known_defects: Vec::new(),
            resolution_m: 0.0,
            line_error: None,
            coast: String::new(),
            source: String::new(),
            licence: String::new(),
            attribution: String::new(),
        }
    }

    /// Metres within which 999 of 1,000 points of the layer's lines are true. This is the measured
    /// [`LineError::p999_m`], or the publisher's generalisation if none was measured.
    pub fn lines_mostly_m(&self) -> f64 {
        let measured = self.line_error.as_ref();
        measured.map_or(self.resolution_m, |error| error.p999_m)
    }

    /// Largest distance in metres from a drawn boundary of the layer at which a point may be in the
    /// wrong area. This is the measured [`LineError::misplaced_m`], or two and a half times the
    /// publisher's generalisation if none was measured.
    pub fn lines_bound_m(&self) -> f64 {
        line_error::bound_m(self.line_error.as_ref(), self.resolution_m)
    }
}

/// The areas of one family at one vintage, from one source.
#[derive(Debug, Clone)]
pub struct Layer {
    info: LayerInfo,
    areas: Vec<Area>,
    by_code: HashMap<String, AreaId>,
}

impl Layer {
    /// Makes a layer of these areas, and sorts them by their codes. O(n log n) in the areas.
    ///
    /// ```
    /// use coterm_core::layers::{Area, Layer, LayerInfo};
    /// use coterm_core::period::{Period, parse_day};
    /// use geo::MultiPolygon;
    ///
    /// let since_2023 = Period::new(parse_day("2023-04-01")?, None)?;
    /// let area = |code, name| Area::new(code, name, since_2023, MultiPolygon::new(Vec::new()));
    /// let areas = vec![area("E07000123", "Preston")?, area("E07000121", "Lancaster")?];
    /// let districts = Layer::new(LayerInfo::new("lad-2023", "lad", "2023", since_2023), areas);
    /// assert_eq!(districts.areas()[0].name(), "Lancaster");
    /// assert_eq!(districts.position("E07000123").map(|area| area.index()), Some(1));
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn new(info: LayerInfo, mut areas: Vec<Area>) -> Self {
        areas.sort_by(|a, b| a.code().cmp(b.code()));
        let by_code = areas
            .iter()
            .enumerate()
            // No layer has four thousand million areas.
            .filter_map(|(index, area)| Some((area.code().to_owned(), AreaId::new(index)?)))
            .collect();
        Self {
            info,
            areas,
            by_code,
        }
    }

    /// Metadata of the layer.
    pub fn info(&self) -> &LayerInfo {
        &self.info
    }

    /// Name of the layer, such as `lad-2023`.
    pub fn id(&self) -> &str {
        &self.info.id
    }

    /// Areas of the layer, in order of their codes.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether the first day of each area is known; it is not for areas of a boundary file. O(n).
    pub fn has_periods(&self) -> bool {
        let mut areas = self.areas.iter();
        areas.all(|area| area.period().known_from().is_some())
    }

    /// The areas with their ids, in order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (AreaId, &Area)> + Clone {
        let numbered = self.areas.iter().enumerate();
        numbered.filter_map(|(index, area)| Some((AreaId::new(index)?, area)))
    }

    /// The id of the area with this code: its position in [`Layer::areas`]. O(1).
    pub fn position(&self, code: &str) -> Option<AreaId> {
        self.by_code.get(code).copied()
    }

    /// The area with this code. O(1).
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.position(code).map(|area| &self[area])
    }
}

/// The area with this id; panics for an id of a larger layer.
impl Index<AreaId> for Layer {
    type Output = Area;

    fn index(&self, area: AreaId) -> &Area {
        &self.areas[area.index()]
    }
}
