//! [`RowLookup`]: looks up one row of a table after the other, whatever the table's format.

use jiff::civil::Date;

use crate::Result;
use crate::codes::{Postcode, without_invisible};
use crate::dataset::Dataset;
use crate::layers::LayerId;
use crate::lookup::placement::{LookupRequest, OSTN15_UNCERTAINTY_M};
use crate::lookup::reason::to_decimetre;
use crate::lookup::{LookupStatus, Note, Placement, RowReason, UnresolvedRow};
use crate::space::{GridPoint, LonLat};

/// The place that a row of a table gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowPlace<'r> {
    /// A postcode, as it is written in the table.
    Postcode(&'r [u8]),
    /// Longitude and latitude in degrees (CRS84).
    LonLat {
        /// Longitude in degrees east.
        lon: f64,
        /// Latitude in degrees north.
        lat: f64,
    },
    /// Easting and northing in metres on the British National Grid (EPSG:27700).
    Grid {
        /// Easting in metres.
        easting: f64,
        /// Northing in metres.
        northing: f64,
    },
}

impl RowPlace<'_> {
    /// A place on the map from the texts of two columns.
    ///
    /// # Errors
    ///
    /// [`UnresolvedRow::NoCoordinates`] if both are blank, [`UnresolvedRow::NotANumber`] if one is
    /// not a number.
    pub fn lonlat_from_text(lon: &str, lat: &str) -> std::result::Result<Self, UnresolvedRow> {
        let [lon, lat] = numbers([lon, lat], LON_LAT)?;
        Ok(Self::LonLat { lon, lat })
    }

    /// A place on the British National Grid from the texts of two columns. Errors are as for
    /// [`RowPlace::lonlat_from_text`].
    ///
    /// # Errors
    ///
    /// [`UnresolvedRow::NoCoordinates`], [`UnresolvedRow::NotANumber`].
    pub fn grid_from_text(
        easting: &str,
        northing: &str,
    ) -> std::result::Result<Self, UnresolvedRow> {
        let [easting, northing] = numbers([easting, northing], GRID)?;
        Ok(Self::Grid { easting, northing })
    }

    /// A place on the map from the numbers of two columns, in which either may be missing.
    ///
    /// # Errors
    ///
    /// [`UnresolvedRow::NoCoordinates`] if both are missing, [`UnresolvedRow::NotANumber`] if one is.
    pub fn lonlat_from_numbers(
        lon: Option<f64>,
        lat: Option<f64>,
    ) -> std::result::Result<Self, UnresolvedRow> {
        let [lon, lat] = both([lon, lat], LON_LAT)?;
        Ok(Self::LonLat { lon, lat })
    }

    /// A place on the British National Grid from the numbers of two columns. Errors are as for
    /// [`RowPlace::lonlat_from_numbers`].
    ///
    /// # Errors
    ///
    /// [`UnresolvedRow::NoCoordinates`], [`UnresolvedRow::NotANumber`].
    pub fn grid_from_numbers(
        easting: Option<f64>,
        northing: Option<f64>,
    ) -> std::result::Result<Self, UnresolvedRow> {
        let [easting, northing] = both([easting, northing], GRID)?;
        Ok(Self::Grid { easting, northing })
    }
}

const LON_LAT: [&str; 2] = ["longitude", "latitude"];
const GRID: [&str; 2] = ["easting", "northing"];

fn both(
    numbers: [Option<f64>; 2],
    axes: [&'static str; 2],
) -> std::result::Result<[f64; 2], UnresolvedRow> {
    match numbers {
        [Some(one), Some(other)] => Ok([one, other]),
        [None, None] => Err(UnresolvedRow::NoCoordinates { axes }),
        [None, _] => Err(UnresolvedRow::NotANumber { axis: axes[0] }),
        [_, None] => Err(UnresolvedRow::NotANumber { axis: axes[1] }),
    }
}

fn numbers(
    texts: [&str; 2],
    axes: [&'static str; 2],
) -> std::result::Result<[f64; 2], UnresolvedRow> {
    let visible = texts.map(without_invisible);
    let parsed = [0, 1].map(|at| visible[at].trim().parse::<f64>().ok());
    match both(parsed, axes) {
        // A text that is not blank is there, though it is no number.
        Err(UnresolvedRow::NoCoordinates { .. })
            if visible.iter().any(|text| !text.trim().is_empty()) =>
        {
            Err(UnresolvedRow::NotANumber { axis: axes[0] })
        }
        both => both,
    }
}

/// The answer to a row, apart from its [`Placement`]s.
#[derive(Debug, Clone, PartialEq)]
pub struct RowAnswer<'a> {
    /// How the row came out.
    pub status: LookupStatus,
    /// The position that was looked up.
    pub point: GridPoint,
    /// Notes on the answer as a whole.
    pub notes: Vec<Note<'a>>,
}

/// The answer to a row, or the reason why it has none.
pub type RowOutcome<'a> = std::result::Result<RowAnswer<'a>, UnresolvedRow>;

/// A lookup of the rows of a table: the dataset, the date and the families.
///
/// All formats of tables share it, so that a row has the same answer in each. It is immutable, and
/// threads may share it.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::lookup::{LookupStatus, RowLookup, RowPlace};
/// use coterm_core::period::parse_day;
///
/// let lookup = RowLookup::new(&dataset, parse_day("2022-06-30")?, Some(&["ccg".to_owned()]))?;
/// let mut placements = Vec::new();
/// let answer = lookup.look_up(RowPlace::Postcode(b"la1 4yw"), &mut placements);
/// let answer = answer.expect("the data has it");
/// assert_eq!((answer.status, placements.len()), (LookupStatus::Ok, 1));
///
/// let unresolved = lookup.look_up(RowPlace::Postcode(b"LA1 1ZZ"), &mut placements);
/// let status = unresolved.expect_err("no such postcode").status();
/// assert_eq!(status, LookupStatus::UnknownPostcode);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RowLookup<'a> {
    dataset: &'a Dataset,
    on: Date,
    families: Option<Vec<String>>,
    layers: Vec<LayerId>,
}

impl<'a> RowLookup<'a> {
    /// Prepares the lookup of rows on a date in some families; `None` for all that are valid then.
    ///
    /// # Errors
    ///
    /// Errors of [`Catalogue::valid_on`](crate::layers::Catalogue::valid_on): a date or family that no
    /// layer has.
    pub fn new(dataset: &'a Dataset, on: Date, families: Option<&[String]>) -> Result<Self> {
        Ok(Self {
            dataset,
            on,
            layers: dataset.catalogue().valid_on(on, families)?,
            families: families.map(<[String]>::to_vec),
        })
    }

    /// The dataset that answers.
    pub fn dataset(&self) -> &'a Dataset {
        self.dataset
    }

    /// The layers that answer, one for each family, in the catalogue's order.
    pub fn layers(&self) -> &[LayerId] {
        &self.layers
    }

    /// The families that are looked up, in the order of their layers.
    pub fn families(&self) -> Vec<&'a str> {
        let catalogue = self.dataset.catalogue();
        let family = |&layer: &LayerId| catalogue[layer].info().family.as_str();
        self.layers.iter().map(family).collect()
    }

    /// The names of the columns that a table gets: `coterm_status`, `coterm_reason`,
    /// `coterm_uncertain`, then `FAMILY_code` and `FAMILY_name` for each family; with `details` also
    /// `FAMILY_method`, `FAMILY_certain` and `FAMILY_distance_m`.
    pub fn columns(&self, details: bool) -> Vec<String> {
        let of_family: &[&str] = if details {
            &["code", "name", "method", "certain", "distance_m"]
        } else {
            &["code", "name"]
        };
        let mut columns = ["coterm_status", "coterm_reason", "coterm_uncertain"]
            .map(str::to_owned)
            .to_vec();
        for family in self.families() {
            columns.extend(of_family.iter().map(|column| format!("{family}_{column}")));
        }
        columns
    }

    /// Looks up one row. `placements` gets the area of each layer in place of what it holds; it is
    /// empty if the row has no answer. A quarter of a microsecond to one microsecond for a postcode
    /// or a point on the grid, if the dataset is [indexed](crate::dataset::Indexing).
    ///
    /// # Errors
    ///
    /// The reason why the row has no answer.
    pub fn look_up(&self, place: RowPlace<'_>, placements: &mut Vec<Placement>) -> RowOutcome<'a> {
        placements.clear();
        let outcome = self.placed(place, placements);
        if outcome.is_err() {
            placements.clear();
        }
        outcome
    }

    fn placed(&self, place: RowPlace<'_>, placements: &mut Vec<Placement>) -> RowOutcome<'a> {
        let (dataset, on) = (self.dataset, self.on);
        let families = self.families.as_deref();
        let (point, uncertainty_m) = match place {
            RowPlace::Postcode(text) => {
                let record = Postcode::from_bytes(text)
                    .and_then(|postcode| dataset.postcodes().find_on(postcode, on))?;
                placements.extend(dataset.place_postcode(record, on, &self.layers));
                let releases = dataset.postcodes().releases();
                let in_some = !in_none(placements);
                return Ok(RowAnswer {
                    status: LookupStatus::of_postcode(releases, record, on, in_some),
                    point: record.point,
                    notes: dataset.notes(Some(record), on, &self.layers),
                });
            }
            RowPlace::LonLat { lon, lat } => {
                (LonLat::new(lon, lat)?.to_grid()?, OSTN15_UNCERTAINTY_M)
            }
            RowPlace::Grid { easting, northing } => (GridPoint::new(easting, northing)?, 0.0),
        };
        let request = LookupRequest::of_point(point, uncertainty_m, on);
        placements.extend(dataset.place(request, &self.layers));
        let status = if in_none(placements) {
            // Placements do not tell whether a place is in the data's extent; a full lookup does.
            match place {
                RowPlace::LonLat { lon, lat } => {
                    dataset.lookup_lonlat(LonLat::new(lon, lat)?, on, families)?
                }
                _ => dataset.lookup_grid(point, on, families)?,
            };
            LookupStatus::Outside
        } else {
            LookupStatus::Ok
        };
        Ok(RowAnswer {
            status,
            point,
            notes: dataset.notes(None, on, &self.layers),
        })
    }

    /// The text of the column `coterm_reason`: what `write` says of the families without an area and
    /// of the notes, or of the reason why there is no answer. Empty if there is nothing to say.
    pub fn reason(
        &self,
        outcome: &RowOutcome<'_>,
        placements: &[Placement],
        write: impl Fn(&RowReason<'_>) -> String,
    ) -> String {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(unresolved) => return write(&RowReason::Unresolved(unresolved)),
        };
        if answer.notes.is_empty() && placements.iter().all(|placement| placement.area.is_some()) {
            return String::new();
        }
        let without: Vec<&str> = placements
            .iter()
            .filter(|placement| placement.area.is_none())
            .map(|placement| self.family(placement))
            .collect();
        write(&RowReason::Answered {
            without: &without,
            notes: &answer.notes,
        })
    }

    /// The families of the column `coterm_uncertain`: those whose placement is not certain.
    pub fn uncertain<'p>(
        &'p self,
        placements: &'p [Placement],
    ) -> impl Iterator<Item = &'a str> + 'p {
        let uncertain = placements.iter().filter(|placement| !placement.certain);
        uncertain.map(|placement| self.family(placement))
    }

    /// Metres from a point to the nearest boundary of a layer, to the decimetre, as
    /// [`AnsweredArea`](crate::lookup::AnsweredArea) has it.
    pub fn boundary_distance_m(&self, layer: LayerId, point: GridPoint) -> Option<f64> {
        let nearest = self.dataset.boundaries(layer).nearest(point);
        nearest.map(|(_, metres)| to_decimetre(metres))
    }

    fn family(&self, placement: &Placement) -> &'a str {
        &self.dataset.catalogue()[placement.layer].info().family
    }
}

/// Whether the place is in no area of any layer.
fn in_none(placements: &[Placement]) -> bool {
    placements.iter().all(|found| found.area.is_none())
}
