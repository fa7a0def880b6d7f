//! [`RowColumns`]: the columns that a lookup adds to a table, for one batch after the other.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int32Array};
use arrow_schema::{DataType, Field};
use coterm_core::lookup::{Placement, RowLookup, RowOutcome, RowReason, Tally};

use crate::dictionaries::encoded;
use crate::{Dictionaries, PlaceColumns, Result};

/// A function that writes the text of the column `coterm_reason`:
/// `coterm_report::lookup::row_reason`.
pub type ReasonWriter = fn(&RowReason<'_>) -> String;

/// The columns that a lookup adds to a table: those of
/// [`RowLookup::columns`](coterm_core::lookup::RowLookup::columns).
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use std::sync::Arc;
///
/// use arrow_array::cast::AsArray;
/// use arrow_array::{ArrayRef, StringArray};
/// use coterm_arrow::{Dictionaries, PlaceColumns, RowColumns};
/// use coterm_core::lookup::RowLookup;
/// use coterm_core::period::parse_day;
///
/// let dictionaries = Dictionaries::of(&dataset);
/// let lookup = RowLookup::new(&dataset, parse_day("2022-06-30")?, Some(&["ccg".to_owned()]))?;
/// let columns = RowColumns::new(lookup, &dictionaries, false, |_| String::new());
///
/// let postcodes: ArrayRef = Arc::new(StringArray::from(vec!["LA1 4YW", "nowhere"]));
/// let (added, tally) = columns.look_up(&PlaceColumns::postcodes(&postcodes)?)?;
/// assert_eq!((tally.rows, tally.unresolved), (2, 1));
/// let codes = added[3].as_dictionary::<arrow_array::types::Int32Type>();
/// let codes = codes.downcast_dict::<StringArray>().expect("codes are text");
/// assert_eq!(codes.into_iter().collect::<Vec<_>>(), [Some("E38000228"), None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RowColumns<'a> {
    lookup: RowLookup<'a>,
    dictionaries: &'a Dictionaries,
    details: bool,
    write_reason: ReasonWriter,
    families: Vec<&'a str>,
}

impl<'a> RowColumns<'a> {
    /// Prepares the columns of a lookup. With `details`, each family also has its method, certainty
    /// and distance to the nearest boundary, which takes longer. `dictionaries` are those of the
    /// lookup's dataset.
    pub fn new(
        lookup: RowLookup<'a>,
        dictionaries: &'a Dictionaries,
        details: bool,
        write_reason: ReasonWriter,
    ) -> Self {
        Self {
            families: lookup.families(),
            lookup,
            dictionaries,
            details,
            write_reason,
        }
    }

    /// The columns' names and types.
    pub fn fields(&self) -> Vec<Field> {
        let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let names = self.lookup.columns(self.details);
        let typed = |(position, name): (usize, String)| {
            let data_type = match position {
                0 => dictionary.clone(),
                1 | 2 => DataType::Utf8,
                _ if !self.details => dictionary.clone(),
                _ => match (position - 3) % 5 {
                    3 => DataType::Boolean,
                    4 => DataType::Float64,
                    _ => dictionary.clone(),
                },
            };
            Field::new(name, data_type, position != 0)
        };
        names.into_iter().enumerate().map(typed).collect()
    }

    /// Looks up every row. An empty text of a column is a null. The caller's thread does all of it:
    /// batches can be looked up side by side.
    ///
    /// # Errors
    ///
    /// [`Error::Arrow`](crate::Error::Arrow) if Arrow refuses a column, which does not happen.
    pub fn look_up(&self, places: &PlaceColumns) -> Result<(Vec<ArrayRef>, Tally)> {
        let rows = places.len();
        let mut tally = Tally::default();
        let mut status = Vec::with_capacity(rows);
        let mut reasons = StringBuilder::new();
        let mut uncertain = StringBuilder::new();
        let mut of_families: Vec<FamilyColumns> = self
            .families
            .iter()
            .map(|_| FamilyColumns::with_capacity(rows))
            .collect();
        let mut placements = Vec::with_capacity(self.families.len());
        let mut families = String::new();
        for row in 0..rows {
            let outcome = match places.row(row) {
                Ok(place) => self.lookup.look_up(place, &mut placements),
                Err(unresolved) => {
                    placements.clear();
                    Err(unresolved)
                }
            };
            tally.count(&outcome, &placements, &self.families);
            status.push(Dictionaries::status_key(match &outcome {
                Ok(answer) => answer.status,
                Err(unresolved) => unresolved.status(),
            }));
            append(
                &mut reasons,
                &self.lookup.reason(&outcome, &placements, self.write_reason),
            );
            families.clear();
            for family in self.lookup.uncertain(&placements) {
                if !families.is_empty() {
                    families.push(' ');
                }
                families.push_str(family);
            }
            append(&mut uncertain, &families);
            for (position, columns) in of_families.iter_mut().enumerate() {
                self.push(columns, &outcome, placements.get(position));
            }
        }
        let mut columns: Vec<ArrayRef> = vec![
            self.dictionaries.status(status)?,
            Arc::new(reasons.finish()),
            Arc::new(uncertain.finish()),
        ];
        for (of_family, &layer) in of_families.into_iter().zip(self.lookup.layers()) {
            let keys = Int32Array::from(of_family.areas);
            let layer = self.dictionaries.layer(layer);
            columns.push(encoded(keys.clone(), &layer.codes)?);
            columns.push(encoded(keys, &layer.names)?);
            if self.details {
                columns.push(self.dictionaries.method(of_family.methods)?);
                columns.push(Arc::new(BooleanArray::from(of_family.certain)));
                columns.push(Arc::new(Float64Array::from(of_family.distances)));
            }
        }
        Ok((columns, tally))
    }

    fn push(
        &self,
        columns: &mut FamilyColumns,
        outcome: &RowOutcome<'_>,
        placement: Option<&Placement>,
    ) {
        let area = placement.and_then(|placement| placement.area);
        columns
            .areas
            .push(area.and_then(|area| i32::try_from(area.index()).ok()));
        if !self.details {
            return;
        }
        let placement = placement.filter(|_| outcome.is_ok());
        columns
            .methods
            .push(placement.map(|found| Dictionaries::method_key(found.method)));
        columns.certain.push(placement.map(|found| found.certain));
        let metres = match (outcome, placement) {
            (Ok(answer), Some(found)) => self.lookup.boundary_distance_m(found.layer, answer.point),
            _ => None,
        };
        columns.distances.push(metres);
    }
}

/// The columns of one family, as they grow. The last three stay empty without details.
struct FamilyColumns {
    areas: Vec<Option<i32>>,
    methods: Vec<Option<i32>>,
    certain: Vec<Option<bool>>,
    distances: Vec<Option<f64>>,
}

impl FamilyColumns {
    fn with_capacity(rows: usize) -> Self {
        Self {
            areas: Vec::with_capacity(rows),
            methods: Vec::new(),
            certain: Vec::new(),
            distances: Vec::new(),
        }
    }
}

fn append(column: &mut StringBuilder, text: &str) {
    if text.is_empty() {
        column.append_null();
    } else {
        column.append_value(text);
    }
}
