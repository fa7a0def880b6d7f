//! [`OfferedCrs`], the coordinate systems in which areas are sent and places are asked for.

use axum::http::HeaderValue;
use coterm_io::Crs;

use crate::Problem;

/// A coordinate system of OGC API Features Part 2, with the order of its axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfferedCrs {
    /// CRS84: longitude, then latitude.
    Crs84,
    /// EPSG:4326: latitude, then longitude.
    Wgs84,
    /// EPSG:27700: easting, then northing, in metres.
    NationalGrid,
    /// EPSG:3857: Web Mercator, in metres.
    WebMercator,
}

impl OfferedCrs {
    /// All systems. CRS84 is first, because QGIS takes the first one of a collection.
    pub(crate) const ALL: [Self; 4] = [
        Self::Crs84,
        Self::Wgs84,
        Self::NationalGrid,
        Self::WebMercator,
    ];

    pub(crate) const fn uri(self) -> &'static str {
        match self {
            Self::Crs84 => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            Self::Wgs84 => "http://www.opengis.net/def/crs/EPSG/0/4326",
            Self::NationalGrid => "http://www.opengis.net/def/crs/EPSG/0/27700",
            Self::WebMercator => "http://www.opengis.net/def/crs/EPSG/0/3857",
        }
    }

    /// Finds the system with this URI.
    ///
    /// # Errors
    ///
    /// A 400 that lists the URIs; `parameter` is the name of the parameter.
    pub(crate) fn named(uri: &str, parameter: &str) -> Result<Self, Problem> {
        let found = Self::ALL.into_iter().find(|crs| crs.uri() == uri);
        found.ok_or_else(|| {
            let uris = Self::ALL.map(Self::uri).join(", ");
            Problem::bad_request(format!("\"{parameter}\" must be one of {uris}"))
        })
    }

    pub(crate) fn crs(self) -> Crs {
        match self {
            Self::Crs84 | Self::Wgs84 => Crs::LonLat,
            Self::NationalGrid => Crs::BritishNationalGrid,
            Self::WebMercator => Crs::WebMercator,
        }
    }

    pub(crate) fn latitude_first(self) -> bool {
        self == Self::Wgs84
    }

    /// Makes the `Content-Crs` header.
    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Crs84 => "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>",
            Self::Wgs84 => "<http://www.opengis.net/def/crs/EPSG/0/4326>",
            Self::NationalGrid => "<http://www.opengis.net/def/crs/EPSG/0/27700>",
            Self::WebMercator => "<http://www.opengis.net/def/crs/EPSG/0/3857>",
        })
    }
}
