//! [`Rows`]: looks up the rows of a CSV and renders them with the added columns.
//!
//! It is shared by all cores. Each row of the input gives one row of the output, with an answer or
//! with the reason why there is none.

use coterm_core::dataset::Dataset;
use coterm_core::lookup::{Placement, RowLookup, RowOutcome, RowPlace, UnresolvedRow};

use super::super::columns::{Place, refuse_taken};
use super::super::{BulkOptions, ReasonWriter, Tally};
use crate::Result;
use crate::csv_reader::{Dialect, Header, Record};

/// Everything that the rendering of a row depends on, apart from the row.
pub(super) struct Rows<'a> {
    lookup: RowLookup<'a>,
    details: bool,
    write_reason: ReasonWriter,
    place: Place,
    dialect: Dialect,
    /// Number of columns in the header.
    width: usize,
    families: Vec<&'a str>,
    /// Code and name of each area of each layer, rendered once, with a delimiter before each.
    names: Vec<Vec<Vec<u8>>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        options: &BulkOptions,
        write_reason: ReasonWriter,
        header: &Header,
        dialect: Dialect,
    ) -> Result<Self> {
        let lookup = RowLookup::new(dataset, options.on, options.families.as_deref())?;
        let named = |area: &coterm_core::layers::Area| {
            let mut text = Vec::new();
            for field in [area.code(), area.name()] {
                text.push(dialect.delimiter.byte());
                dialect.push(&mut text, field.as_bytes());
            }
            text
        };
        Ok(Self {
            details: options.details,
            write_reason,
            place: Place::find(&options.columns, header)?,
            dialect,
            width: header.width(),
            families: lookup.families(),
            names: lookup
                .layers()
                .iter()
                .map(|&layer| {
                    dataset.catalogue()[layer]
                        .areas()
                        .iter()
                        .map(named)
                        .collect()
                })
                .collect(),
            lookup,
        })
    }

    /// Returns the positions of the columns that give the place of a row.
    pub(super) fn columns(&self) -> Vec<usize> {
        self.place.positions()
    }

    /// Renders the header line with the added columns, and the preamble before it.
    pub(super) fn header(&self, header: &Header) -> Result<Vec<u8>> {
        let added = self.lookup.columns(self.details);
        refuse_taken(header, &added)?;
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
        let mut text = Vec::with_capacity(rows.len() * 64 * (1 + self.families.len()));
        let mut tally = Tally::default();
        let mut placements = Vec::with_capacity(self.families.len());
        for row in rows {
            let outcome = match self.place(row) {
                Ok(place) => self.lookup.look_up(place, &mut placements),
                Err(unresolved) => {
                    placements.clear();
                    Err(unresolved)
                }
            };
            self.render_row(&mut text, row, &outcome, &placements);
            tally.count(&outcome, &placements, &self.families);
        }
        (text, tally)
    }

    /// Reads the place that a row gives.
    fn place<'r>(&self, row: Record<'r>) -> std::result::Result<RowPlace<'r>, UnresolvedRow> {
        if row.is_blank() {
            return Err(UnresolvedRow::Blank);
        }
        if let Some(columns) = row.misfit(self.width) {
            return Err(UnresolvedRow::WrongColumns {
                row: columns,
                header: self.width,
            });
        }
        match self.place {
            Place::Postcode(column) => Ok(RowPlace::Postcode(row.get(column).unwrap_or_default())),
            Place::LonLat(lon, lat) => RowPlace::lonlat_from_text(row.text(lon), row.text(lat)),
            Place::Grid(easting, northing) => {
                RowPlace::grid_from_text(row.text(easting), row.text(northing))
            }
        }
    }

    /// Appends a row, its added columns and a line end to `text`.
    fn render_row(
        &self,
        text: &mut Vec<u8>,
        row: Record<'_>,
        outcome: &RowOutcome<'_>,
        placements: &[Placement],
    ) {
        let delimiter = self.dialect.delimiter.byte();
        // A short row is padded, so that the added values are in their own columns. The surplus
        // fields of a long row follow the added values.
        for column in 0..self.width {
            self.dialect.push(text, row.get(column).unwrap_or_default());
            text.push(delimiter);
        }
        let reason = self.lookup.reason(outcome, placements, self.write_reason);
        let status = match outcome {
            Ok(answer) => answer.status,
            Err(unresolved) => unresolved.status(),
        };
        text.extend_from_slice(status.code().as_bytes());
        text.push(delimiter);
        self.dialect.push(text, reason.as_bytes());
        text.push(delimiter);
        for (position, family) in self.lookup.uncertain(placements).enumerate() {
            if position > 0 {
                text.push(b' ');
            }
            text.extend_from_slice(family.as_bytes());
        }
        for (position, names) in self.names.iter().enumerate() {
            let placement = placements.get(position);
            match placement.and_then(|placement| placement.area) {
                Some(area) => text.extend_from_slice(&names[area.index()]),
                None => text.extend_from_slice(&[delimiter; 2]),
            }
            if self.details {
                self.render_details(text, outcome, placement);
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

    /// Appends how an area was found, whether that is certain, and the metres to the nearest
    /// boundary, with a delimiter before each.
    fn render_details(
        &self,
        text: &mut Vec<u8>,
        outcome: &RowOutcome<'_>,
        placement: Option<&Placement>,
    ) {
        let delimiter = self.dialect.delimiter.byte();
        let (Ok(answer), Some(placement)) = (outcome, placement) else {
            text.extend_from_slice(&[delimiter; 3]);
            return;
        };
        let metres = self
            .lookup
            .boundary_distance_m(placement.layer, answer.point);
        let metres = metres.map(|metres| metres.to_string()).unwrap_or_default();
        let certain = if placement.certain { "true" } else { "false" };
        for value in [placement.method.code(), certain, &metres] {
            text.push(delimiter);
            text.extend_from_slice(value.as_bytes());
        }
    }
}
