//! Types of geometry by code ([`GeometryKind`]), which the readers of WKB and `FlatGeobuf` share.

use crate::feature::RawGeometry;

/// A type of geometry of OGC Simple Features, by the code that WKB and `FlatGeobuf` use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GeometryKind {
    /// Code 3: one outer ring with its holes.
    Polygon,
    /// Code 6: several polygons.
    MultiPolygon,
    /// A type without ground, or a collection that may hold anything, with the type's name.
    Other(&'static str),
    /// A type of ground that is bounded by curves or is not flat: its name with an article, and the
    /// conversion by which `ogr2ogr -nlt` makes polygons of it.
    Surface(&'static str, &'static str),
}

/// Conversions of `ogr2ogr -nlt`.
const STRAIGHTENED: &str = "CONVERT_TO_LINEAR";
const FLATTENED: &str = "MULTIPOLYGON";

impl GeometryKind {
    /// Returns the type of a code; `None` if there is none. Code 0, any geometry, is not the type
    /// of a single geometry.
    pub(crate) fn of_code(code: u32) -> Option<Self> {
        Some(match code {
            1 => Self::Other("Point"),
            2 => Self::Other("LineString"),
            3 => Self::Polygon,
            4 => Self::Other("MultiPoint"),
            5 => Self::Other("MultiLineString"),
            6 => Self::MultiPolygon,
            7 => Self::Other("GeometryCollection"),
            8 => Self::Other("CircularString"),
            9 => Self::Other("CompoundCurve"),
            10 => Self::Surface("a curve polygon", STRAIGHTENED),
            11 => Self::Other("MultiCurve"),
            12 => Self::Surface("a multi-surface, which may have curves", STRAIGHTENED),
            13 => Self::Other("Curve"),
            14 => Self::Surface("a surface", STRAIGHTENED),
            15 => Self::Surface("a polyhedral surface", FLATTENED),
            16 => Self::Surface("a network of triangles", FLATTENED),
            17 => Self::Surface("a triangle", FLATTENED),
            _ => return None,
        })
    }

    /// Whether geometries of this type are ground, in a form that can be read or not.
    pub(crate) fn is_ground(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Returns the result of reading a geometry of this type, unless it consists of polygons.
    pub(crate) fn without_polygons(self) -> Option<RawGeometry> {
        match self {
            Self::Polygon | Self::MultiPolygon => None,
            Self::Other(kind) => Some(RawGeometry::Other(kind.to_owned())),
            Self::Surface(kind, conversion) => Some(RawGeometry::NotUnderstood(format!(
                "it is {kind}; make polygons of it first, for example with \
                 `ogr2ogr -nlt {conversion} polygons.gpkg FILE`"
            ))),
        }
    }
}
