//! Parquet and Arrow: tables of columns, which are read, looked up and written in batches.
//!
//! One thread reads batches, all cores look them up, and the caller's thread writes them in order.
//! The result has all columns, metadata and rows of the input.

mod points;
mod reading;
mod writing;

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use arrow_array::RecordBatch;
use arrow_schema::{FieldRef, Schema, SchemaRef};
use coterm_arrow::{Dictionaries, PlaceColumns, RowColumns};
use coterm_core::dataset::Dataset;
use coterm_core::lookup::RowLookup;
use rayon::prelude::*;

use self::points::point_system;
use self::reading::Batches;
pub use self::reading::{ColumnarFormat, ColumnarInput};
use self::writing::BatchWriter;
use super::columns::{Place, refuse_taken};
use super::{BulkOptions, Columns, ReasonWriter, Resolved, Tally};
use crate::csv_reader::Header;
use crate::{Error, Progress, Result};

/// Copies a table from `input` to `output` and adds the columns of [`super::resolve`], with codes
/// and names dictionary-encoded, and nulls for empty texts. Memory does not grow with the table.
///
/// # Errors
///
/// [`Error::InvalidInput`] if the input cannot be read, or a column is missing, of a type that gives no
/// place, or would be overwritten; [`Error::Core`] for a date or family that no layer has;
/// [`Error::Write`] if the output cannot be written. After an error the output is incomplete.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use std::sync::Arc;
///
/// use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
/// use coterm_core::period::parse_day;
/// use coterm_io::Silent;
/// use coterm_io::bulk::columnar::{ColumnarFormat, ColumnarInput, resolve};
/// use coterm_io::bulk::{BulkOptions, Columns};
///
/// let postcodes: ArrayRef = Arc::new(StringArray::from(vec!["la1 4yw", "LA1 1ZZ"]));
/// let batch = RecordBatch::try_from_iter([("postcode", postcodes)])?;
/// let mut input = StreamWriter::try_new(Vec::new(), &batch.schema())?;
/// input.write(&batch)?;
/// let input = std::io::Cursor::new(input.into_inner()?);
///
/// let options = BulkOptions::new(Columns::UsualPostcode, parse_day("2022-06-30")?)
///     .with_families(vec!["ccg".to_owned()]);
/// let stream = ColumnarFormat::ArrowStream;
/// let mut output = Vec::new();
/// let input = ColumnarInput::Stream(Box::new(input));
/// let found = resolve(&dataset, &options, |_| String::new(), (stream, input), (stream, &mut output), &Silent)?;
/// assert_eq!((found.tally.rows, found.tally.unresolved), (2, 1));
/// let added = StreamReader::try_new(&output[..], None)?.schema();
/// assert_eq!(added.field(4).name(), "ccg_code");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn resolve(
    dataset: &Dataset,
    options: &BulkOptions,
    write_reason: ReasonWriter,
    (input_format, input): (ColumnarFormat, ColumnarInput),
    (output_format, output): (ColumnarFormat, impl Write + Send),
    progress: &dyn Progress,
) -> Result<Resolved> {
    let batches = Batches::open(input_format, input)?;
    let schema = batches.schema();
    let header = Header::with_names(
        schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect(),
    );
    let place = BatchPlace::find(&options.columns, &header, &schema)?;
    let lookup = RowLookup::new(dataset, options.on, options.families.as_deref())?;
    refuse_taken(&header, &lookup.columns(options.details))?;
    let dictionaries = Dictionaries::of(dataset);
    let columns = RowColumns::new(lookup, &dictionaries, options.details, write_reason);
    let added = columns.fields().into_iter().map(FieldRef::new);
    let fields: Vec<FieldRef> = schema.fields().iter().cloned().chain(added).collect();
    let widened = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    let mut writer = BatchWriter::begin(output_format, output, &widened)?;

    let mut tally = Tally::default();
    progress.begin("rows", batches.rows());
    let look_up = |batch: RecordBatch| -> Result<(RecordBatch, Tally)> {
        let (added, tally) = columns.look_up(&place.of(&batch)?).map_err(refused)?;
        let mut all = batch.columns().to_vec();
        all.extend(added);
        let widened = RecordBatch::try_new(widened.clone(), all);
        Ok((widened.map_err(|error| refused(error.into()))?, tally))
    };
    in_order(batches, look_up, |(batch, of_batch)| {
        progress.advance(of_batch.rows);
        tally.add(of_batch);
        writer.write(&batch)
    })?;
    writer.finish()?;
    progress.end();
    let positions = place.positions().into_iter();
    Ok(Resolved {
        tally,
        columns: positions
            .map(|column| header.names()[column].clone())
            .collect(),
        delimiter: None,
        encoding: None,
    })
}

/// Applies `each` to all batches on all cores, and gives the results to `take` in order. At most
/// three rounds of batches exist at a time: one being read, one being worked on, one being taken.
fn in_order<T: Send>(
    mut batches: Batches,
    each: impl Fn(RecordBatch) -> Result<T> + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let together = rayon::current_num_threads();
    std::thread::scope(|threads| {
        // The channels are made inside the scope: if one side stops early they close, and the
        // others stop.
        let (to_work, read) = sync_channel::<Result<Vec<RecordBatch>>>(1);
        let (to_take, worked) = sync_channel::<Result<Vec<T>>>(1);
        threads.spawn(move || {
            while let Some(round) = batches.round(together).transpose() {
                let failed = round.is_err();
                if to_work.send(round).is_err() || failed {
                    return;
                }
            }
        });
        let each = &each;
        threads.spawn(move || {
            for round in read {
                let made = round.and_then(|round| round.into_par_iter().map(each).collect());
                let failed = made.is_err();
                if to_take.send(made).is_err() || failed {
                    return;
                }
            }
        });
        for made in worked {
            for one in made? {
                take(one)?;
            }
        }
        Ok(())
    })
}

/// The columns of a batch that give the place of a row, by position.
#[derive(Debug, Clone, Copy)]
enum BatchPlace {
    Columns(Place),
    Points(coterm_arrow::PointSystem, usize),
}

impl BatchPlace {
    fn find(columns: &Columns, header: &Header, schema: &SchemaRef) -> Result<Self> {
        let Columns::Points(name) = columns else {
            return Ok(Self::Columns(Place::find(columns, header)?));
        };
        let column = super::columns::one(name, header)?;
        Ok(Self::Points(point_system(schema, column)?, column))
    }

    fn of(self, batch: &RecordBatch) -> Result<PlaceColumns> {
        let column = |at: usize| batch.column(at);
        match self {
            Self::Columns(Place::Postcode(at)) => PlaceColumns::postcodes(column(at)),
            Self::Columns(Place::LonLat(lon, lat)) => {
                PlaceColumns::lonlat(column(lon), column(lat))
            }
            Self::Columns(Place::Grid(easting, northing)) => {
                PlaceColumns::grid(column(easting), column(northing))
            }
            Self::Points(system, at) => PlaceColumns::points(system, column(at)),
        }
        .map_err(refused)
    }

    fn positions(self) -> Vec<usize> {
        match self {
            Self::Columns(place) => place.positions(),
            Self::Points(_, column) => vec![column],
        }
    }
}

fn refused(error: coterm_arrow::Error) -> Error {
    match error {
        coterm_arrow::Error::Core(error) => Error::Core(error),
        other => Error::InvalidInput(other.to_string()),
    }
}
