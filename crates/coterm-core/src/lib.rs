//! British administrative geography: lookups of postcodes and points by date, comparisons and
//! scenarios.
//!
//! A [`Layer`] is the [`Area`]s of one family at one vintage. A [`Catalogue`] knows which layer of
//! each family is valid on a date. A [`Dataset`] is all that a process has loaded: the layers, the
//! code table, the postcodes and their indexes ([`Indexing`]). It answers
//! [`Dataset::lookup_postcode`] and the other lookups.
//!
//! Answers are data; `coterm-report` puts them into words. Nothing in this crate opens a file or a
//! socket, and nothing logs what is looked up.
//!
//! # Space
//!
//! Geometry is planar, in metres of the British National Grid (EPSG:27700, easting then northing).
//! Longitude and latitude are converted through OSTN15; see [`GridPoint`] and [`LonLat`].
//!
//! # Points on a boundary
//!
//! Containment is *half-open*, so that every point of a coverage is in exactly one area: see
//! [`polygon_coverage::containment`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod area;
mod area_name;
mod catalogue;
mod codes;
mod comparison;
mod data_files;
mod dataset;
mod day;
mod definition;
mod error;
mod known_defect;
mod layer;
mod layer_id;
mod line_error;
mod lookup;
mod period;
mod scenario;
mod space;
pub mod words;

pub use area::Area;
pub use area_name::{NotOneArea, find_area};
pub use catalogue::Catalogue;
pub use codes::{
    Apart, BlockId, CodeTable, Coded, DistrictCode, GssCode, InUse, Lives, ParseGssCodeError,
    PositionSource, PositionalQuality, Postcode, PostcodeDirectory, PostcodeFault, PostcodeRecord,
    Release, ReleaseId, ReleaseKind, ReleasedDistricts, Releases, ReleasesFault, UserType,
    without_invisible,
};
pub use comparison::{
    BlockBasis, ComparedLayer, ComparedLines, Comparison, ComparisonInput, ComparisonOptions,
    CountUnit, Counted, CountedBy, Counterpart, DISCLOSURE_THRESHOLD, Difference, DifferenceReason,
    Disclosure, DisclosureNote, ExplainedPieces, Finding, Group, GroupReason, LayerName,
    LinesOfOne, Named, ObtainablePart, Overlap, PartCell, Piece, PieceClass, PieceReason, Place,
    PostcodeList, Relation, Separation, SharedGround, SummaryFact, ToleranceSource, Verdict,
    VerdictReason, WeightSource, WeightUnit, WeightUsed, WeightedPlace, Weights, WeightsFault,
    compare, disclosure,
};
pub use data_files::{DataFile, DataFiles};
pub use dataset::{Dataset, Indexing, LayerBoundaries};
pub use day::parse_day;
pub use definition::{AreaRef, Definition, DefinitionFault, ParseAreaRefError};
pub use error::{Error, NearestArea};
pub use known_defect::KnownDefect;
pub use layer::{Layer, LayerInfo, Role};
pub use layer_id::LayerId;
pub use line_error::LineError;
pub use lookup::{
    Alternative, Answer, AnsweredArea, AnsweredDistrict, AnsweredPoint, AnsweredPostcode, Basis,
    Certainty, Contradiction, ContraryAllocation, DistrictFields, Doubt, Evidence, KnownTo,
    LookupStatus, Method, NoArea, NotFollowed, Note, Objection, Placement, PostcodePosition,
    PostcodeStatus, Query, Reason, RowReason, UnresolvedRow, UseOnDay,
};
pub use period::{Month, ParseMonthError, Period};
pub use polygon_coverage::AreaId;
pub use scenario::{
    Against, AreaScore, Assignment, DetachedPart, DistrictShare, Doubled, Flow, FlowSum, Ground,
    Moves, NamedArea, Proposal, ProposedArea, Scenario, ScenarioFinding, ScenarioScore,
    ScoreOptions, Size, SizeReason, SizeRule, SplitDistrict, SplitPart,
};
pub use space::{GridPoint, LonLat, millimetres};
/// Result of the fallible functions of this crate.
pub type Result<T> = std::result::Result<T, Error>;
