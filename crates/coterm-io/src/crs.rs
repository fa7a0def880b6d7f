//! The coordinate reference systems of files ([`Crs`]), and conversion from and to EPSG:27700. Axis
//! order is always x, y: easting and northing, or longitude and latitude.

use std::fmt;
use std::str::FromStr;

use coterm_core::space::{GridPoint, LonLat};
use geo::{Coord, MultiPolygon};

use crate::{Error, Result};

/// A coordinate reference system that layers are read from or written in.
///
/// British National Grid, longitude/latitude and Web Mercator are built in. The first two are
/// related by OSTN15 (0.1 m). Any other EPSG code needs the `proj` feature. Axis order in files is
/// always x, y: easting, northing or longitude, latitude, as `GeoJSON`, `FlatGeobuf` and
/// `GeoPackage` have it.
///
/// ```
/// use coterm_io::Crs;
/// use geo::coord;
///
/// let crs: Crs = "urn:ogc:def:crs:OGC:1.3:CRS84".parse()?;
/// assert!(crs.is_lonlat());
/// let mut places = [coord! { x: 348_558.0, y: 457_442.0 }];
/// crs.from_grid(&mut places)?;
/// assert!((places[0].x - -2.786).abs() < 0.002 && (places[0].y - 54.010).abs() < 0.002);
/// crs.to_grid(&mut places)?;
/// assert!((places[0].x - 348_558.0).abs() < 0.01);
/// # Ok::<(), coterm_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// EPSG:27700 in metres, the system of all coterm's own data.
    BritishNationalGrid,
    /// CRS84, or EPSG:4326 with longitude first: WGS 84 in degrees.
    LonLat,
    /// EPSG:4258: ETRS89 in degrees. They differ from degrees of WGS 84 by less than a metre, so
    /// the two systems are converted alike.
    Etrs89,
    /// EPSG:3857: Web Mercator in metres.
    WebMercator,
    /// Any other EPSG code, converted by PROJ.
    Epsg(u16),
}

/// Radius of the sphere of Web Mercator, in metres.
const MERCATOR_RADIUS: f64 = 6_378_137.0;

impl Crs {
    /// The EPSG code.
    pub fn epsg(self) -> u16 {
        match self {
            Self::BritishNationalGrid => 27700,
            Self::LonLat => 4326,
            Self::Etrs89 => 4258,
            Self::WebMercator => 3857,
            Self::Epsg(code) => code,
        }
    }

    /// Whether coordinates are longitude and latitude in degrees. Otherwise they are metres, or in
    /// the unit of an EPSG code that is not built in.
    pub fn is_lonlat(self) -> bool {
        matches!(self, Self::LonLat | Self::Etrs89)
    }

    /// Converts grid points (EPSG:27700) to this system, in place.
    ///
    /// # Errors
    ///
    /// [`Error::Crs`] if the system needs PROJ and this build lacks it, or PROJ fails;
    /// [`Error::Core`] for a point outside the grid that OSTN15 covers.
    pub fn from_grid(self, coords: &mut [Coord<f64>]) -> Result<()> {
        match self {
            Self::BritishNationalGrid => Ok(()),
            Self::LonLat | Self::Etrs89 => each(coords, to_lonlat),
            Self::WebMercator => each(coords, |coord| to_lonlat(coord).map(to_mercator)),
            Self::Epsg(code) => through_proj("EPSG:4326", &format!("EPSG:{code}"), coords, true),
        }
    }

    /// Converts points of this system to grid points (EPSG:27700) in place, rounded to the
    /// millimetre.
    ///
    /// # Errors
    ///
    /// [`Error::Crs`] if the system needs PROJ and this build lacks it, or PROJ fails;
    /// [`Error::Core`] for a point outside Britain.
    pub fn to_grid(self, coords: &mut [Coord<f64>]) -> Result<()> {
        match self {
            Self::BritishNationalGrid => each(coords, |coord| {
                Ok(Coord {
                    x: to_millimetre(coord.x),
                    y: to_millimetre(coord.y),
                })
            }),
            Self::LonLat | Self::Etrs89 => each(coords, to_grid),
            Self::WebMercator => each(coords, |coord| to_grid(from_mercator(coord))),
            Self::Epsg(code) => through_proj(&format!("EPSG:{code}"), "EPSG:4326", coords, false),
        }
    }

    /// Converts a footprint in metres of EPSG:27700 to this system. O(n) in the vertices.
    ///
    /// # Errors
    ///
    /// See [`Crs::from_grid`].
    ///
    /// ```
    /// use coterm_io::Crs;
    /// use geo::{BoundingRect, Rect, coord};
    ///
    /// let square = Rect::new(coord! { x: 340_000., y: 450_000. }, coord! { x: 350_000., y: 460_000. });
    /// let degrees = Crs::LonLat.footprint_from_grid(&square.to_polygon().into())?;
    /// let bounds = degrees.bounding_rect().expect("it is not empty");
    /// assert!(bounds.min().y > 53.9 && bounds.max().y < 54.1);
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn footprint_from_grid(self, footprint: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>> {
        crate::flatgeobuf_file::converted(footprint, self)
    }

    /// Returns the pipeline by which PROJ converts this system to longitude and latitude at a place,
    /// and its accuracy in metres if PROJ knows it. `None` without PROJ.
    pub(crate) fn pipeline_to_lonlat(
        self,
        at: Option<Coord<f64>>,
    ) -> Option<(String, Option<f64>)> {
        proj_pipeline(&self.to_string(), at)
    }

    /// Converts a footprint of this system to metres of EPSG:27700; see [`Crs::to_grid`].
    pub(crate) fn footprint_to_grid(
        self,
        mut footprint: MultiPolygon<f64>,
    ) -> Result<MultiPolygon<f64>> {
        for polygon in &mut footprint.0 {
            let mut outcome = Ok(());
            let mut convert = |ring: &mut Vec<Coord<f64>>| {
                if outcome.is_ok() {
                    outcome = self.to_grid(ring);
                }
            };
            polygon.exterior_mut(|ring| convert(&mut ring.0));
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| convert(&mut ring.0)));
            outcome?;
        }
        Ok(footprint)
    }
}

fn to_millimetre(metres: f64) -> f64 {
    (metres * 1_000.0).round() / 1_000.0
}

fn each(
    coords: &mut [Coord<f64>],
    convert: impl Fn(Coord<f64>) -> Result<Coord<f64>>,
) -> Result<()> {
    for coord in coords {
        *coord = convert(*coord)?;
    }
    Ok(())
}

fn to_lonlat(coord: Coord<f64>) -> Result<Coord<f64>> {
    let position = GridPoint::new(coord.x, coord.y)?.to_lonlat()?;
    Ok(Coord {
        x: position.lon(),
        y: position.lat(),
    })
}

fn to_grid(coord: Coord<f64>) -> Result<Coord<f64>> {
    Ok(LonLat::new(coord.x, coord.y)?.to_grid()?.coord())
}

fn to_mercator(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: coord.x.to_radians() * MERCATOR_RADIUS,
        y: (std::f64::consts::FRAC_PI_4 + coord.y.to_radians() / 2.0)
            .tan()
            .ln()
            * MERCATOR_RADIUS,
    }
}

fn from_mercator(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: (coord.x / MERCATOR_RADIUS).to_degrees(),
        y: (coord.y / MERCATOR_RADIUS).sinh().atan().to_degrees(),
    }
}

/// Converts through PROJ, which is only ever given longitude and latitude on coterm's side. British
/// National Grid always goes through OSTN15, because without its grid file PROJ would silently use
/// a Helmert transformation, which is metres off.
#[cfg(feature = "proj")]
fn through_proj(from: &str, to: &str, coords: &mut [Coord<f64>], grid_first: bool) -> Result<()> {
    if grid_first {
        each(coords, to_lonlat)?;
    }
    let proj = proj::Proj::new_known_crs(from, to, None)
        .map_err(|error| Error::Crs(format!("PROJ cannot convert {from} to {to}: {error}")))?;
    for coord in coords.iter_mut() {
        let (x, y) = proj.convert((coord.x, coord.y)).map_err(|error| {
            Error::Crs(format!(
                "PROJ cannot convert {coord:?} from {from} to {to}: {error}"
            ))
        })?;
        *coord = Coord { x, y };
    }
    if grid_first {
        Ok(())
    } else {
        each(coords, to_grid)
    }
}

#[cfg(feature = "proj")]
fn proj_pipeline(from: &str, at: Option<Coord<f64>>) -> Option<(String, Option<f64>)> {
    let proj = proj::Proj::new_known_crs(from, "EPSG:4326", None).ok()?;
    // PROJ has several operations for some systems, and names the one that it used last.
    if let Some(at) = at {
        proj.convert((at.x, at.y)).ok()?;
    }
    let info = proj.proj_info();
    let pipeline = info.definition.or(info.description)?;
    Some((pipeline, (info.accuracy >= 0.0).then_some(info.accuracy)))
}

#[cfg(not(feature = "proj"))]
fn proj_pipeline(_: &str, _: Option<Coord<f64>>) -> Option<(String, Option<f64>)> {
    None
}

#[cfg(not(feature = "proj"))]
fn through_proj(from: &str, to: &str, _: &mut [Coord<f64>], grid_first: bool) -> Result<()> {
    let wanted = if grid_first { to } else { from };
    Err(Error::Crs(format!(
        "{wanted} needs PROJ, which this build does not have: build coterm with `--features proj`, \
         or use EPSG:27700, EPSG:4326, EPSG:4258, CRS84 or EPSG:3857"
    )))
}

impl FromStr for Crs {
    type Err = Error;

    /// Parses `EPSG:27700`, `27700`, `CRS84`, `urn:ogc:def:crs:EPSG::27700` and the like. Heights
    /// are ignored: a system with heights gives the same system without them.
    fn from_str(text: &str) -> Result<Self> {
        let upper = text.trim().to_ascii_uppercase();
        // The first part of a compound URN, `…,crs:EPSG::27700,crs:EPSG::5701`, is horizontal.
        let compound = upper.split(',').find(|part| part.starts_with("CRS:EPSG:"));
        let upper = compound.unwrap_or(&upper).trim_end_matches('/');
        let mut parts = upper.rsplit([':', '/', '#']);
        let code = parts.next().unwrap_or_default();
        if matches!(code, "CRS84" | "CRS84H") {
            return Ok(Self::LonLat);
        }
        // The same number of another authority is another system.
        let authority = parts.find(|part| part.starts_with(|first: char| first.is_alphabetic()));
        let authority = authority.unwrap_or("EPSG");
        let is_epsg = matches!(authority, "EPSG" | "EPSG.XML" | "EPSG.IO");
        match code.parse() {
            Ok(0) | Err(_) => Err(unknown(text)),
            Ok(_) if !is_epsg && authority != "ESRI" => Err(unknown(text)),
            // EPSG:7405 is OSGB36 with heights above Newlyn.
            Ok(27700 | 7405) => Ok(Self::BritishNationalGrid),
            Ok(4326 | 4979) => Ok(Self::LonLat),
            Ok(4258 | 4937) => Ok(Self::Etrs89),
            // Codes of Web Mercator from before it had one of EPSG, and from ESRI.
            Ok(3857 | 900_913 | 102_100) => Ok(Self::WebMercator),
            Ok(code) if is_epsg => Ok(Self::Epsg(u16::try_from(code).map_err(|_| unknown(text))?)),
            Ok(_) => Err(unknown(text)),
        }
    }
}

fn unknown(text: &str) -> Error {
    Error::Crs(format!(
        "\"{text}\" is not a coordinate system; write an EPSG code such as EPSG:27700 or EPSG:4326"
    ))
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{}", self.epsg())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_are_read() {
        for (text, crs) in [
            ("EPSG:27700", Crs::BritishNationalGrid),
            ("urn:ogc:def:crs:EPSG::27700", Crs::BritishNationalGrid),
            (
                "urn:ogc:def:crs,crs:EPSG::27700,crs:EPSG::5701",
                Crs::BritishNationalGrid,
            ),
            (
                "http://www.opengis.net/gml/srs/epsg.xml#27700",
                Crs::BritishNationalGrid,
            ),
            (
                "http://www.opengis.net/def/crs/EPSG/0/27700",
                Crs::BritishNationalGrid,
            ),
            (
                "http://spatialreference.org/ref/epsg/27700/",
                Crs::BritishNationalGrid,
            ),
            ("epsg:7405", Crs::BritishNationalGrid),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", Crs::LonLat),
            ("OGC:CRS84", Crs::LonLat),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", Crs::LonLat),
            ("4326", Crs::LonLat),
            ("urn:ogc:def:crs:EPSG:6.18.3:4258", Crs::Etrs89),
            ("ESRI:102100", Crs::WebMercator),
            (
                "http://www.opengis.net/def/crs/EPSG/0/3857",
                Crs::WebMercator,
            ),
            ("EPSG:32630", Crs::Epsg(32630)),
        ] {
            assert_eq!(text.parse::<Crs>().unwrap(), crs);
        }
        for text in [
            "national grid",
            "",
            "NONE:27700",
            "GDAL:99999",
            "EPSG:0",
            "EPSG:-1",
            "EPSG:99999999999999",
        ] {
            assert!(text.parse::<Crs>().is_err(), "{text}");
        }
    }

    #[test]
    fn there_and_back_is_within_a_millimetre() {
        let start = Coord {
            x: 347_467.0,
            y: 461_653.0,
        };
        for crs in [
            Crs::BritishNationalGrid,
            Crs::LonLat,
            Crs::Etrs89,
            Crs::WebMercator,
        ] {
            let mut coords = [start];
            crs.from_grid(&mut coords).unwrap();
            crs.to_grid(&mut coords).unwrap();
            assert!(
                (coords[0].x - start.x).abs() < 0.001 && (coords[0].y - start.y).abs() < 0.001,
                "{crs}"
            );
        }
    }

    #[cfg(feature = "proj")]
    #[test]
    fn proj_agrees_with_a_published_position() {
        // UTM zone 30N of longitude -2.8, latitude 54.05 (computed with pyproj 3.7).
        let mut coords = [Coord { x: -2.8, y: 54.05 }];
        Crs::LonLat.to_grid(&mut coords).unwrap();
        Crs::Epsg(32630).from_grid(&mut coords).unwrap();
        assert!((coords[0].x - 513_094.185).abs() < 0.01, "{coords:?}");
        assert!((coords[0].y - 5_989_103.210).abs() < 0.01, "{coords:?}");
        Crs::Epsg(32630).to_grid(&mut coords).unwrap();
        Crs::LonLat.from_grid(&mut coords).unwrap();
        assert!((coords[0].x + 2.8).abs() < 1e-7 && (coords[0].y - 54.05).abs() < 1e-7);
    }

    #[cfg(not(feature = "proj"))]
    #[test]
    fn without_proj_the_message_names_the_remedy() {
        let message = Crs::Epsg(32630).from_grid(&mut []).unwrap_err().to_string();
        assert!(message.contains("--features proj"), "{message}");
    }
}
