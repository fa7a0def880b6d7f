//! Looks rows up and renders them.

use coterm_core::{Generation, GridPoint, LonLat, Placement, Postcode};
use csv::{ByteRecord, Position};

use super::columns::Place;
use super::fields::{push, utf8};
use super::{Options, Tally};
use crate::{Error, Result};

/// Names of the columns that are added before those of the families.
const STATUS: &str = "coterm_status";
const UNCERTAIN: &str = "coterm_uncertain";

/// All that a row's rendering depends on, besides the row.
pub(super) struct Rows<'a> {
    generation: &'a Generation,
    options: &'a Options,
    place: Place,
    /// Columns of the header.
    width: usize,
    layers: Vec<usize>,
    families: Vec<&'a str>,
    /// For each layer and area the fields that name it, rendered once.
    names: Vec<Vec<Vec<u8>>>,
}

/// What is to be said of a row: notes, with placements in a list of their own; or
/// why there are none.
type Outcome = std::result::Result<Vec<String>, String>;

impl<'a> Rows<'a> {
    pub(super) fn new(
        generation: &'a Generation,
        options: &'a Options,
        headers: &[String],
    ) -> Result<Self> {
        let catalogue = generation.catalogue();
        let layers = catalogue.valid_on(options.on, options.families.as_deref())?;
        let of_layer = |&layer: &usize| &catalogue.layers()[layer];
        let named = |area: &coterm_core::Area| {
            let mut text = Vec::new();
            for field in [area.code(), area.name()] {
                text.push(b',');
                push(&mut text, field.as_bytes());
            }
            text
        };
        Ok(Self {
            generation,
            options,
            place: Place::find(&options.columns, headers)?,
            width: headers.len(),
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

    /// The header line with what is added.
    pub(super) fn header(&self, headers: &[String]) -> Result<Vec<u8>> {
        let mut added = vec![STATUS.to_owned(), UNCERTAIN.to_owned()];
        for family in &self.families {
            added.extend([format!("{family}_code"), format!("{family}_name")]);
        }
        if let Some(taken) = added.iter().find(|name| headers.contains(name)) {
            return Err(Error::Unsuitable(format!(
                "the CSV already has a column \"{taken}\", which would be lost; rename it, or choose other families with --family"
            )));
        }
        let mut text = Vec::new();
        for name in headers.iter().chain(&added) {
            push(&mut text, name.as_bytes());
            text.push(b',');
        }
        text.pop();
        text.push(b'\n');
        Ok(text)
    }

    /// The rows with what is added, as text, and how they came out.
    pub(super) fn render(&self, rows: &[ByteRecord]) -> Result<(Vec<u8>, Tally)> {
        let mut text = Vec::with_capacity(rows.len() * 64 * (1 + self.layers.len()));
        let mut tally = Tally::default();
        let mut placements = Vec::with_capacity(self.layers.len());
        for row in rows {
            let row = utf8(row, row.position().map_or(0, Position::line))?;
            placements.clear();
            let outcome = self.look_up(row, &mut placements);
            self.render_row(&mut text, row, &outcome, &placements);
            tally.rows += 1;
            *match outcome {
                Err(_) => &mut tally.unresolved,
                Ok(_) if placements.iter().all(|placement| placement.certain) => &mut tally.certain,
                Ok(_) => &mut tally.uncertain,
            } += 1;
        }
        Ok((text, tally))
    }

    fn look_up(&self, row: &ByteRecord, placements: &mut Vec<Placement>) -> Outcome {
        if row.len() != self.width {
            return Err(format!(
                "not looked up: the row has {} columns and the header {}",
                row.len(),
                self.width
            ));
        }
        let (generation, on) = (self.generation, self.options.on);
        let families = self.options.families.as_deref();
        let number = |column: usize, what: &str| {
            let text = String::from_utf8_lossy(&row[column]);
            text.trim()
                .parse::<f64>()
                .map_err(|_| format!("the {what} is not a number"))
        };
        let said = |error: coterm_core::Error| error.to_string();
        let in_none =
            |placements: &[Placement]| placements.iter().all(|found| found.area.is_none());
        match self.place {
            Place::Postcode(column) => {
                let record = postcode(&row[column])
                    .and_then(|postcode| generation.postcodes().find(postcode))
                    .map_err(said)?;
                placements.extend(generation.place_postcode(record, on, &self.layers));
                return Ok(generation.notes(Some(record), on, &self.layers));
            }
            Place::LonLat(lon, lat) => {
                let position = LonLat::new(number(lon, "longitude")?, number(lat, "latitude")?)
                    .map_err(said)?;
                placements.extend(
                    generation
                        .place_lonlat(position, on, &self.layers)
                        .map_err(said)?,
                );
                if in_none(placements) {
                    // Whether that is within the data takes a longer look.
                    generation
                        .lookup_lonlat(position, on, families)
                        .map_err(said)?;
                }
            }
            Place::Grid(easting, northing) => {
                let point =
                    GridPoint::new(number(easting, "easting")?, number(northing, "northing")?)
                        .map_err(said)?;
                placements.extend(generation.place_grid(point, on, &self.layers));
                if in_none(placements) {
                    generation.lookup_grid(point, on, families).map_err(said)?;
                }
            }
        }
        Ok(generation.notes(None, on, &self.layers))
    }

    fn render_row(
        &self,
        text: &mut Vec<u8>,
        row: &ByteRecord,
        outcome: &Outcome,
        placements: &[Placement],
    ) {
        // A short row is padded, so that what is added stands in its own columns. A
        // long one cannot be; its surplus follows what is added.
        for column in 0..self.width {
            push(text, row.get(column).unwrap_or_default());
            text.push(b',');
        }
        match outcome {
            Ok(notes) => {
                if notes.is_empty() {
                    text.extend_from_slice(b"ok,");
                } else {
                    push(text, format!("ok: {}", notes.join(" ")).as_bytes());
                    text.push(b',');
                }
                let mut first = true;
                for (placement, family) in placements.iter().zip(&self.families) {
                    if !placement.certain {
                        if !first {
                            text.push(b' ');
                        }
                        first = false;
                        text.extend_from_slice(family.as_bytes());
                    }
                }
                for (placement, names) in placements.iter().zip(&self.names) {
                    let name = placement.area.map_or(b",,".as_slice(), |area| &names[area]);
                    text.extend_from_slice(name);
                }
            }
            Err(reason) => {
                push(text, reason.as_bytes());
                text.push(b',');
                self.layers
                    .iter()
                    .for_each(|_| text.extend_from_slice(b",,"));
            }
        }
        for field in row.iter().skip(self.width) {
            text.push(b',');
            push(text, field);
        }
        text.push(b'\n');
    }
}

/// Read from text where there may be wide spaces, from bytes where not.
fn postcode(field: &[u8]) -> coterm_core::Result<Postcode> {
    if field.is_ascii() {
        Postcode::from_bytes(field)
    } else {
        String::from_utf8_lossy(field).parse()
    }
}
