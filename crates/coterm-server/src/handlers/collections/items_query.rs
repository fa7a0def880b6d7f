//! [`ItemsQuery`], the parameters of a request for the areas of a layer.

use axum::http::HeaderMap;
use coterm_core::layers::Layer;
use coterm_core::period::Period;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;

use super::items_format::ItemsFormat;
use crate::Problem;
use crate::filter::{Column, Comparison, Context, Filter, Operand, Shape, parse_json, parse_text};
use crate::http::offered_crs::OfferedCrs;

/// Maximum number of areas of a page, and the number without `limit`.
pub(crate) const MAX_LIMIT: usize = 10_000;
/// Number of areas of a page for people without `limit`.
const HTML_LIMIT: usize = 100;
/// Maximum number of properties by which areas are sorted.
const MAX_SORT: usize = 8;

/// The parameters besides the names of properties.
const PARAMETERS: [&str; 12] = [
    "limit",
    "offset",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "f",
    "filter",
    "filter-lang",
    "filter-crs",
    "properties",
    "sortby",
];

/// A request for the areas of a layer: which, in which order, how many, and in which form.
#[derive(Debug, Clone)]
pub(crate) struct ItemsQuery {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    pub(crate) crs: OfferedCrs,
    pub(crate) format: ItemsFormat,
    /// Conditions that must all be true.
    pub(crate) filter: Filter,
    pub(crate) days: Option<Days>,
    pub(crate) properties: Option<Vec<String>>,
    pub(crate) order: Vec<(Column, Direction)>,
}

/// Days from the first to the last, both included; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

impl ItemsQuery {
    /// Parses the parameters of a request for the areas of this layer.
    ///
    /// # Errors
    ///
    /// A 400 that says what to send, for a parameter that is unknown, wrong or given twice.
    pub(crate) fn parse(
        pairs: &[(String, String)],
        headers: &HeaderMap,
        layer: &Layer,
    ) -> Result<Self, Problem> {
        let columns = Column::of(layer);
        let mut conditions = Vec::new();
        for (index, (name, value)) in pairs.iter().enumerate() {
            if pairs.iter().take(index).any(|(before, _)| before == name) {
                return Err(Problem::bad_request(format!(
                    "\"{name}\" is given twice; give it once"
                )));
            }
            if PARAMETERS.contains(&name.as_str()) {
                continue;
            }
            let column = columns.iter().find(|column| column.name() == name);
            let column = column.ok_or_else(|| unknown(name, &columns))?;
            let value = column.kind().read(value).ok_or_else(|| {
                let form = column.kind().form();
                wrong(name, &format!("it must be {form}"))
            })?;
            let (left, right) = (Operand::Property(column.clone()), Operand::Value(value));
            conditions.push(Filter::Compare(left, Comparison::Equal, right));
        }
        let value = |wanted: &str| {
            let pair = pairs.iter().find(|(name, _)| name == wanted);
            pair.map(|(_, value)| value.as_str())
        };
        let crs = |name: &str| {
            value(name).map_or(Ok(OfferedCrs::Crs84), |uri| OfferedCrs::named(uri, name))
        };
        let (bbox_crs, filter_crs) = (crs("bbox-crs")?, crs("filter-crs")?);
        if let Some(bbox) = value("bbox") {
            conditions.push(Filter::Intersects(shape_of(bbox, bbox_crs)?));
        }
        let context = Context {
            columns: &columns,
            crs: filter_crs,
        };
        if let Some(filter) = value("filter") {
            let parsed = match value("filter-lang") {
                None | Some("cql2-text") => parse_text(filter, context),
                Some("cql2-json") => parse_json(filter, context),
                Some(_) => {
                    return Err(wrong("filter-lang", "it must be cql2-text or cql2-json"));
                }
            };
            conditions.push(parsed.map_err(|reason| wrong("filter", &reason))?);
        } else if value("filter-lang").is_some_and(|lang| !lang.starts_with("cql2-")) {
            return Err(wrong("filter-lang", "it must be cql2-text or cql2-json"));
        }
        let format = ItemsFormat::wanted(value("f"), headers)?;
        let limit = match value("limit") {
            None if format == ItemsFormat::Html => HTML_LIMIT,
            None => MAX_LIMIT,
            Some(text) => whole_number("limit", text, 1)?.min(MAX_LIMIT),
        };
        let query = Self {
            limit,
            offset: value("offset").map_or(Ok(0), |text| whole_number("offset", text, 0))?,
            crs: crs("crs")?,
            format,
            filter: Filter::All(conditions),
            days: value("datetime").map(Days::parse).transpose()?,
            properties: value("properties")
                .map(|names| named(names, &columns))
                .transpose()?,
            order: value("sortby").map_or(Ok(Vec::new()), |text| order(text, &columns))?,
        };
        if query.fits(format) {
            return Ok(query);
        }
        Err(Problem::bad_request(format!(
            "f={} has all properties, in an order of its own; leave out \"properties\" and \"sortby\", or \
             send f=json",
            format.name()
        )))
    }

    /// Whether all areas are wanted, in the layer's order.
    pub(crate) fn wants_all(&self) -> bool {
        self.filter == Filter::All(Vec::new()) && self.days.is_none() && self.order.is_empty()
    }

    /// Whether the areas can be sent in this form: files have all properties, in an order of their
    /// own.
    pub(super) fn fits(&self, format: ItemsFormat) -> bool {
        match format {
            ItemsFormat::GeoJson | ItemsFormat::Html => true,
            ItemsFormat::FlatGeobuf | ItemsFormat::GeoParquet | ItemsFormat::Csv => {
                self.properties.is_none() && self.order.is_empty()
            }
        }
    }
}

fn shape_of(bbox: &str, crs: OfferedCrs) -> Result<Shape, Problem> {
    let numbers = bbox.split(',').map(|number| number.trim().parse());
    let numbers: Vec<f64> = numbers.collect::<Result<_, _>>().map_err(|_| {
        wrong(
            "bbox",
            "send 4 numbers with commas, such as -2.9,54.0,-2.7,54.1",
        )
    })?;
    Shape::of_box(&numbers, crs).map_err(|reason| wrong("bbox", &reason))
}

fn unknown(name: &str, columns: &[Column]) -> Problem {
    let names = PARAMETERS.into_iter();
    let names: Vec<&str> = names.chain(columns.iter().map(Column::name)).collect();
    Problem::bad_request(format!(
        "coterm does not understand the parameters: unknown field `{name}`, expected one of `{}`",
        names.join("`, `")
    ))
}

fn wrong(name: &str, reason: &str) -> Problem {
    Problem::bad_request(format!("\"{name}\" is not understood: {reason}"))
}

fn whole_number(name: &str, text: &str, least: usize) -> Result<usize, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number with more digits than fit is larger than any layer.
    let number = digits.then(|| text.parse().unwrap_or(usize::MAX));
    number.filter(|number| *number >= least).ok_or_else(|| {
        wrong(
            name,
            &format!("it must be a whole number of {least} or more"),
        )
    })
}

fn named(names: &str, columns: &[Column]) -> Result<Vec<String>, Problem> {
    let names = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| column("properties", name, columns).map(|column| column.name().to_owned()))
        .collect()
}

fn order(text: &str, columns: &[Column]) -> Result<Vec<(Column, Direction)>, Problem> {
    let mut order = Vec::new();
    for name in text.split(',') {
        let (name, direction) = match name.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            // The plus of a query string that is not encoded arrives as a space.
            None => (name.trim_start_matches(['+', ' ']), Direction::Ascending),
        };
        order.push((column("sortby", name, columns)?.clone(), direction));
    }
    if order.len() > MAX_SORT {
        return Err(wrong(
            "sortby",
            &format!("name at most {MAX_SORT} properties"),
        ));
    }
    Ok(order)
}

fn column<'a>(parameter: &str, name: &str, columns: &'a [Column]) -> Result<&'a Column, Problem> {
    let found = columns.iter().find(|column| column.name() == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = columns.iter().map(Column::name).collect();
        wrong(
            parameter,
            &format!("it must name some of {}", names.join(", ")),
        )
    })
}

impl Days {
    /// Parses an instant or an interval of RFC 3339, with `..` or nothing for an open end, or days
    /// in their place. An instant counts as its day in UTC.
    fn parse(text: &str) -> Result<Self, Problem> {
        let bad = || {
            wrong(
                "datetime",
                "send a day such as 2022-06-30, an instant such as 2022-06-30T12:00:00Z, or two of them with / \
                 between them, of which one may be ..",
            )
        };
        let end = |text: &str| match text {
            "" | ".." => Some(None),
            text => day(text).map(Some),
        };
        let days = match text.split_once('/') {
            None => {
                let day = day(text).ok_or_else(bad)?;
                (Some(day), Some(day))
            }
            Some((from, to)) => (end(from).ok_or_else(bad)?, end(to).ok_or_else(bad)?),
        };
        match days {
            (None, None) if text.len() < 3 => Err(bad()),
            (Some(from), Some(to)) if from > to => {
                Err(wrong("datetime", "the interval ends before it begins"))
            }
            (from, to) => Ok(Self { from, to }),
        }
    }

    /// Whether any of these days is in the period.
    pub(crate) fn meet(self, period: Period) -> bool {
        let begins = self.to.is_none_or(|to| period.from() <= to);
        begins
            && self
                .from
                .zip(period.to())
                .is_none_or(|(from, to)| from <= to)
    }
}

/// Parses a day, or the day of an instant in UTC.
fn day(text: &str) -> Option<Date> {
    // GDAL writes a day as an instant without its time.
    let text = text.strip_suffix(['T', 't']).unwrap_or(text);
    if !text.contains(['T', 't']) {
        return coterm_core::period::parse_day(text).ok();
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.to_zoned(TimeZone::UTC).date());
    }
    // QGIS writes the end of time as 9999-12-31T00:00:00Z, which is later than any `Timestamp`.
    let pieces = Pieces::parse(text).ok()?;
    pieces.offset().is_some().then_some(pieces.date())
}
