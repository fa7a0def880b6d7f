//! [`Rows`]: looks up the rows of a CSV and renders them with the added columns.
//!
//! It is shared by all cores. Each row of the input gives one row of the output, with an answer or
//! with the reason why there is none.

use coterm_core::codes::{Postcode, without_invisible};
use coterm_core::dataset::Dataset;
use coterm_core::layers::LayerId;
use coterm_core::lookup::{LookupStatus, Note, Placement, RowReason, UnresolvedRow};
use coterm_core::space::{GridPoint, LonLat};

use super::columns::Place;
use super::{BulkOptions, ReasonWriter, Tally};
use crate::csv_reader::{Dialect, Header, Record};
use crate::{Error, Result};

/// Names of the added columns that precede those of the families.
const ADDED: [&str; 3] = ["coterm_status", "coterm_reason", "coterm_uncertain"];

/// Everything that the rendering of a row depends on, apart from the row.
pub(super) struct Rows<'a> {
    dataset: &'a Dataset,
    options: &'a BulkOptions,
    write_reason: ReasonWriter,
    place: Place,
    dialect: Dialect,
    /// Number of columns in the header.
    width: usize,
    layers: Vec<LayerId>,
    families: Vec<&'a str>,
    /// Code and name of each area of each layer, rendered once, with a delimiter before each.
    names: Vec<Vec<Vec<u8>>>,
}

/// Status and notes of an answer, whose placements are in a list of their own; or the reason why
/// there is no answer.
type Outcome<'a> = std::result::Result<(LookupStatus, Vec<Note<'a>>), UnresolvedRow>;

impl<'a> Rows<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        options: &'a BulkOptions,
        write_reason: ReasonWriter,
        header: &Header,
        dialect: Dialect,
    ) -> Result<Self> {
        let catalogue = dataset.catalogue();
        let layers = catalogue.valid_on(options.on, options.families.as_deref())?;
        let of_layer = |&layer: &LayerId| &catalogue[layer];
        let named = |area: &coterm_core::layers::Area| {
            let mut text = Vec::new();
            for field in [area.code(), area.name()] {
                text.push(dialect.delimiter.byte());
                dialect.push(&mut text, field.as_bytes());
            }
            text
        };
        Ok(Self {
            dataset,
            options,
            write_reason,
            place: Place::find(&options.columns, header)?,
            dialect,
            width: header.width(),
            families: layers
                .iter()
                .map(|layer| of_layer(layer).info().family.as_str())
                .collect(),
            names: layers
                .iter()
                .map(|layer| of_layer(layer).areas().iter().map(named).collect())
                .collect(),
            layers,
        })
    }

    /// Returns the positions of the columns that give the place of a row.
    pub(super) fn columns(&self) -> Vec<usize> {
        self.place.positions()
    }

    /// Renders the header line with the added columns, and the preamble before it.
    pub(super) fn header(&self, header: &Header) -> Result<Vec<u8>> {
        let of_family = |family: &&str| [format!("{family}_code"), format!("{family}_name")];
        let families = self.families.iter().flat_map(of_family);
        let added: Vec<String> = ADDED
            .map(str::to_owned)
            .into_iter()
            .chain(families)
            .collect();
        let is_taken = |added: &&String| header.names().iter().any(|name| name.trim() == *added);
        if let Some(taken) = added.iter().find(is_taken) {
            return Err(Error::InvalidInput(format!(
                "the CSV already has a column \"{taken}\", which would be lost; rename it, or choose other families with --family"
            )));
        }
        let mut text = self.dialect.preamble();
        for (position, name) in header.names().iter().chain(&added).enumerate() {
            if position > 0 {
                text.push(self.dialect.delimiter.byte());
            }
            self.dialect.push(&mut text, name.as_bytes());
        }
        text.extend_from_slice(self.dialect.line_end.as_bytes());
        Ok(text)
    }

    /// Renders rows with the added columns, and counts the outcomes of their lookups.
    pub(super) fn render<'r>(
        &self,
        rows: impl ExactSizeIterator<Item = Record<'r>>,
    ) -> (Vec<u8>, Tally) {
        let mut text = Vec::with_capacity(rows.len() * 64 * (1 + self.layers.len()));
        let mut tally = Tally::default();
        let mut in_none = vec![0_u64; self.layers.len()];
        let mut placements = Vec::with_capacity(self.layers.len());
        for row in rows {
            placements.clear();
            let outcome = self.look_up(row, &mut placements);
            self.render_row(&mut text, row, &outcome, &placements);
            match outcome {
                Err(unresolved) => {
                    tally.count(unresolved.status());
                    tally.unresolved += 1;
                }
                Ok((status, _)) => {
                    tally.count(status);
                    for (count, placement) in in_none.iter_mut().zip(&placements) {
                        *count += u64::from(placement.area.is_none());
                    }
                    if placements.iter().all(|placement| placement.certain) {
                        tally.certain += 1;
                    } else {
                        tally.uncertain += 1;
                    }
                }
            }
        }
        let counted = self.families.iter().zip(in_none);
        tally.in_none = counted
            .filter(|(_, count)| *count > 0)
            .map(|(family, count)| ((*family).to_owned(), count))
            .collect();
        (text, tally)
    }

    /// Looks up a row and appends the area of each layer to `placements`.
    fn look_up(&self, row: Record<'_>, placements: &mut Vec<Placement>) -> Outcome<'a> {
        if row.is_blank() {
            return Err(UnresolvedRow::Blank);
        }
        if let Some(columns) = row.misfit(self.width) {
            return Err(UnresolvedRow::WrongColumns {
                row: columns,
                header: self.width,
            });
        }
        let (dataset, on) = (self.dataset, self.options.on);
        let families = self.options.families.as_deref();
        let in_none =
            |placements: &[Placement]| placements.iter().all(|found| found.area.is_none());
        match self.place {
            Place::Postcode(column) => {
                let record = Postcode::from_bytes(row.get(column).unwrap_or_default())
                    .and_then(|postcode| dataset.postcodes().find_on(postcode, on))?;
                placements.extend(dataset.place_postcode(record, on, &self.layers));
                let releases = dataset.postcodes().releases();
                let status = LookupStatus::of_postcode(releases, record, on, !in_none(placements));
                return Ok((status, dataset.notes(Some(record), on, &self.layers)));
            }
            Place::LonLat(lon, lat) => {
                let [lon, lat] = pair(row, [(lon, "longitude"), (lat, "latitude")])?;
                let position = LonLat::new(lon, lat)?;
                placements.extend(dataset.place_lonlat(position, on, &self.layers)?);
                if in_none(placements) {
                    // Placements do not tell whether the place is in the data's extent; a full
                    // lookup does.
                    dataset.lookup_lonlat(position, on, families)?;
                }
            }
            Place::Grid(easting, northing) => {
                let [easting, northing] =
                    pair(row, [(easting, "easting"), (northing, "northing")])?;
                let point = GridPoint::new(easting, northing)?;
                placements.extend(dataset.place_grid(point, on, &self.layers));
                if in_none(placements) {
                    dataset.lookup_grid(point, on, families)?;
                }
            }
        }
        let status = if in_none(placements) {
            LookupStatus::Outside
        } else {
            LookupStatus::Ok
        };
        Ok((status, dataset.notes(None, on, &self.layers)))
    }

    /// Appends a row, its added columns and a line end to `text`.
    fn render_row(
        &self,
        text: &mut Vec<u8>,
        row: Record<'_>,
        outcome: &Outcome<'_>,
        placements: &[Placement],
    ) {
        let delimiter = self.dialect.delimiter.byte();
        // A short row is padded, so that the added values are in their own columns. The surplus
        // fields of a long row follow the added values.
        for column in 0..self.width {
            self.dialect.push(text, row.get(column).unwrap_or_default());
            text.push(delimiter);
        }
        let (status, reason) = match outcome {
            Ok((status, notes)) => (*status, self.reason(notes, placements)),
            Err(unresolved) => {
                let reason = RowReason::Unresolved(unresolved);
                (unresolved.status(), (self.write_reason)(&reason))
            }
        };
        text.extend_from_slice(status.code().as_bytes());
        text.push(delimiter);
        self.dialect.push(text, reason.as_bytes());
        text.push(delimiter);
        let mut first = true;
        for (placement, family) in placements.iter().zip(&self.families) {
            if !placement.certain && outcome.is_ok() {
                if !first {
                    text.push(b' ');
                }
                first = false;
                text.extend_from_slice(family.as_bytes());
            }
        }
        for (position, names) in self.names.iter().enumerate() {
            let placement = placements.get(position).filter(|_| outcome.is_ok());
            match placement.and_then(|placement| placement.area) {
                Some(area) => text.extend_from_slice(&names[area.index()]),
                None => text.extend_from_slice(&[delimiter; 2]),
            }
        }
        if row.misfit(self.width).is_some() {
            for field in row.iter().skip(self.width) {
                text.push(delimiter);
                self.dialect.push(text, field);
            }
        }
        text.extend_from_slice(self.dialect.line_end.as_bytes());
    }

    /// Writes the text on an answer: the families without an area for it, and its notes.
    fn reason(&self, notes: &[Note<'_>], placements: &[Placement]) -> String {
        let none = placements.iter().zip(&self.families);
        let without: Vec<&str> = none
            .filter(|(placement, _)| placement.area.is_none())
            .map(|(_, family)| *family)
            .collect();
        if without.is_empty() && notes.is_empty() {
            return String::new();
        }
        (self.write_reason)(&RowReason::Answered {
            without: &without,
            notes,
        })
    }
}

/// Parses the two coordinates of a row. `columns` has the position and the axis of each.
fn pair(
    row: Record<'_>,
    columns: [(usize, &'static str); 2],
) -> std::result::Result<[f64; 2], UnresolvedRow> {
    let axes = columns.map(|(_, axis)| axis);
    let [first, second] = columns.map(|(column, _)| without_invisible(row.text(column)));
    if first.trim().is_empty() && second.trim().is_empty() {
        return Err(UnresolvedRow::NoCoordinates { axes });
    }
    let number = |text: &str, axis| {
        let parsed = text.trim().parse::<f64>();
        parsed.map_err(|_| UnresolvedRow::NotANumber { axis })
    };
    let [first_axis, second_axis] = axes;
    Ok([number(&first, first_axis)?, number(&second, second_axis)?])
}
