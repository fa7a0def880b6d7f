//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// SQL with coterm's functions, in this process or on a cluster.
#[derive(Debug, Parser)]
#[command(
    version,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  coterm-sql \"SELECT area_of_postcode('icb', 'LA1 4YW', '2023-06-01') AS code\"
  coterm-sql \"SELECT layer, title FROM layers() ORDER BY layer\"
  coterm-sql \"SELECT *, area_at_lonlat('lad', lon, lat) AS lad FROM 'pings/'\" --output with.csv
  coterm-sql \"SELECT count(area_at_lonlat('lad', lon, lat)) FROM p\" --table p=pings --format json"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) query: Query,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options of all commands.
#[derive(Debug, ClapArgs)]
pub(crate) struct Global {
    /// The data folder, or built-in for the data in the program [default: data, if it is here, or else built-in]
    #[arg(long, value_name = "FOLDER", global = true, env = "COTERM_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The scheduler of the cluster to work on; this process works if none is named
    #[arg(long, value_name = "HOST:PORT", global = true)]
    pub(crate) scheduler: Option<String>,
    /// The memory that sorts, joins and groups may hold before they write to disk, such as 8G
    #[arg(long, value_name = "BYTES", global = true)]
    pub(crate) memory: Option<Bytes>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add areas to the rows of Parquet files, piece by piece
    Join(Join),
    /// Divide the work of a cluster
    Scheduler(Scheduler),
    /// Work for the scheduler of a cluster
    Executor(Executor),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Query {
    /// The query
    #[arg(required = true)]
    pub(crate) sql: Option<String>,
    /// A file or folder of Parquet, CSV, JSON or Arrow as a table
    #[arg(long = "table", value_name = "NAME=PATH")]
    pub(crate) tables: Vec<NamedTable>,
    /// Write the rows to a .parquet, .arrow, .csv or .json file
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub(crate) output: Option<PathBuf>,
    /// Form of the rows on standard output; a table on a terminal, CSV elsewhere if none is named
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Csv,
    /// One object on each line
    Json,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  coterm-sql join --input 'pings/*.parquet' --output with-areas --families icb,lad
      --on 2023-06-01 --lonlat-columns lon,lat")]
pub(crate) struct Join {
    /// A Parquet file, folder, quoted pattern or URL
    #[arg(long, value_name = "PATH")]
    pub(crate) input: String,
    /// The folder or URL to write to
    #[arg(long, value_name = "FOLDER")]
    pub(crate) output: String,
    /// Families of areas, separated by commas
    #[arg(long, value_name = "FAMILIES")]
    pub(crate) families: String,
    /// The day whose areas are added
    #[arg(long, value_name = "DATE")]
    pub(crate) on: String,
    #[command(flatten)]
    pub(crate) address: AddressColumns,
    /// Pieces that run at the same time; one for each core of this machine, or two for each on a cluster
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Rows after which an output file ends, at the end of a row group of the input
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(crate) rows_per_file: u64,
    /// Replace what another join has written there
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Print the tally as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Columns that say where a row is.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub(crate) struct AddressColumns {
    /// The column of postcodes
    #[arg(long, value_name = "COLUMN")]
    pub(crate) postcode_column: Option<String>,
    /// The columns of longitude and latitude
    #[arg(long, value_name = "LON,LAT", value_parser = two_columns)]
    pub(crate) lonlat_columns: Option<(String, String)>,
    /// The columns of easting and northing
    #[arg(long, value_name = "E,N", value_parser = two_columns)]
    pub(crate) grid_columns: Option<(String, String)>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Scheduler {
    /// Address to listen on; whoever reaches it can run queries and read files
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) bind: IpAddr,
    /// Port to listen on; any free one if 0
    #[arg(long, default_value_t = 50050)]
    pub(crate) port: u16,
    /// Name by which executors reach the scheduler, if not by --bind
    #[arg(long, value_name = "HOST")]
    pub(crate) external_host: Option<String>,
    /// Seconds without a sign of life after which an executor's tasks go to others
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) executor_timeout: u64,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Executor {
    /// Address to listen on; whoever reaches it can read files
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) bind: IpAddr,
    /// Port for the results of tasks
    #[arg(long, default_value_t = 50051)]
    pub(crate) port: u16,
    /// Port for tasks; the one after --port if none is named
    #[arg(long)]
    pub(crate) task_port: Option<u16>,
    /// Name by which others reach the executor, if not by the address that the scheduler sees
    #[arg(long, value_name = "HOST")]
    pub(crate) external_host: Option<String>,
    /// Tasks that run at the same time; one for each core if none is named
    #[arg(long, value_name = "N")]
    pub(crate) tasks: Option<usize>,
    /// Folder for the results of tasks; a temporary one if none is named
    #[arg(long, value_name = "FOLDER")]
    pub(crate) work_dir: Option<PathBuf>,
    /// Seconds between signs of life
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub(crate) heartbeat: u64,
}

/// A number of bytes, such as `512M` or `8G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) usize);

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = match text.as_bytes().last() {
            Some(b'K' | b'k') => (&text[..text.len() - 1], 1 << 10),
            Some(b'M' | b'm') => (&text[..text.len() - 1], 1 << 20),
            Some(b'G' | b'g') => (&text[..text.len() - 1], 1 << 30),
            _ => (text, 1),
        };
        let number: usize = number
            .parse()
            .map_err(|_| "not a number such as 512M or 8G")?;
        number
            .checked_mul(unit)
            .map(Self)
            .ok_or_else(|| "too much".to_owned())
    }
}

/// `NAME=PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedTable {
    pub(crate) name: String,
    pub(crate) path: String,
}

impl FromStr for NamedTable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let divided = text.split_once('=');
        let (name, path) = divided.ok_or("not of the form NAME=PATH")?;
        Ok(Self {
            name: name.to_owned(),
            path: path.to_owned(),
        })
    }
}

fn two_columns(text: &str) -> Result<(String, String), String> {
    let divided = text.split_once(',');
    let (first, second) = divided.ok_or("two columns with a comma between them are needed")?;
    Ok((first.trim().to_owned(), second.trim().to_owned()))
}
