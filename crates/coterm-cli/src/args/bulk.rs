//! The arguments of `coterm bulk`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use coterm_io::bulk::{Delimiter, Encoding};

use super::value_parsers::{delimiter, encoding, names};
use super::{OwnFiles, When};
use crate::table_format::TableFormat;

/// Add areas to every row of a table: CSV, Parquet or Arrow
///
/// The table may be of any size. Every row becomes a row of the output, in the same order, with all
/// its columns. Of a CSV that is every line after the header, blank lines too; the output has its
/// delimiter, line ends and byte order mark, and is UTF-8. In Parquet and Arrow, codes and names
/// are dictionary-encoded, and empty texts are nulls.
#[derive(Debug, Args)]
#[command(after_help = "Columns that are added:
  coterm_status     how the row came out, as a code:
    ok                looked up
    terminated        looked up; the postcode ended before the date, and may be in use again
    outside           in no area of any of the families
    empty             nothing to look up
    not-a-postcode    a text that no postcode can be
    pseudo-postcode   a code of the NHS for people without one, such as ZZ99 3VZ
    bfpo              an address of the British Forces Post Office
    unknown-postcode  not in the data
    not-a-number      a coordinate that is none
    outside-britain   coordinates that are not in Great Britain
    wrong-columns     more or fewer columns than the header line
  coterm_reason     what there is to say of the row, in sentences
  coterm_uncertain  the families whose answer is not certain
  FAMILY_code, FAMILY_name, for each family
  FAMILY_method, FAMILY_certain, FAMILY_distance_m, with --details: table or polygon, whether the
                    answer is certain, and the metres to the nearest boundary

Examples:
  coterm bulk patients.csv --postcode-column pc --on 2023-04-01 -o out.csv
  coterm bulk points.csv --lonlat-columns lon,lat --family place,icb -o out.csv
  coterm bulk pings.parquet --lonlat-columns lon,lat --family icb -o out.parquet
  coterm bulk - --grid-columns easting,northing < points.csv > out.csv")]
pub(crate) struct Bulk {
    /// The table; - for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,
    /// The column with postcodes, in any case and spacing [default: the first of postcode, pcd, pcds, pcd7, pcd8, pcd2]
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["lonlat_columns", "grid_columns", "point_column"])]
    pub(crate) postcode_column: Option<String>,
    /// The columns with longitude and latitude, in degrees
    #[arg(long, value_name = "LON,LAT", conflicts_with_all = ["grid_columns", "point_column"], value_parser = names)]
    pub(crate) lonlat_columns: Option<(String, String)>,
    /// The columns with easting and northing, in metres
    #[arg(long, value_name = "E,N", value_parser = names)]
    pub(crate) grid_columns: Option<(String, String)>,
    /// The column with points of `GeoParquet` or `GeoArrow`
    #[arg(long, value_name = "COLUMN", conflicts_with = "grid_columns")]
    pub(crate) point_column: Option<String>,
    /// The format [default: by the files' extensions, else csv]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<TableFormat>,
    /// The delimiter between fields of a CSV: comma, semicolon, tab or pipe [default: what the header line shows]
    #[arg(long, value_name = "DELIMITER", value_parser = delimiter)]
    pub(crate) delimiter: Option<Delimiter>,
    /// The encoding of a CSV: utf-8, utf-16 or windows-1252 [default: utf-8, or what a byte order mark shows]
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    pub(crate) encoding: Option<Encoding>,
    /// Add how each area was found, whether it is certain, and the metres to the nearest boundary
    #[arg(long)]
    pub(crate) details: bool,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) own: OwnFiles,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write the tally as JSON, to standard error
    #[arg(long)]
    pub(crate) json: bool,
}
