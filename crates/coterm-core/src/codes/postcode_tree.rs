//! [`PostcodeTree`]: the postcodes nearest to a point. An R-tree of their positions, which is made
//! when somebody first asks, because lookups do not need it.

use jiff::civil::Date;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::codes::{InUse, PostcodeDirectory, PostcodeRecord};
use crate::space::GridPoint;

/// The position of a life of a postcode, and its number in the directory.
type Position = GeomWithData<[f64; 2], u32>;

/// An R-tree of the positions of all postcodes of a directory, to find those nearest to a point.
///
/// The tree holds positions only, so each search is given the directory that it was made from.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::codes::PostcodeTree;
/// use coterm_core::period::parse_day;
/// use coterm_core::space::GridPoint;
///
/// let tree = PostcodeTree::of(dataset.postcodes());
/// let hospital = GridPoint::new(348_558.0, 457_442.0)?;
/// let near = tree.nearest(dataset.postcodes(), hospital, 10_000.0, 5, parse_day("2022-06-30")?);
/// assert_eq!(near[0].record.postcode.to_string(), "LA1 4YW");
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug)]
pub struct PostcodeTree(RTree<Position>);

/// A postcode near a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearPostcode<'a> {
    /// The life of the postcode on the day.
    pub record: &'a PostcodeRecord,
    /// Distance from the point in metres, on the plane of the British National Grid.
    pub distance_m: f64,
}

impl PostcodeTree {
    /// Makes the tree of all lives of all postcodes. O(n log n).
    pub fn of(directory: &PostcodeDirectory) -> Self {
        let positions = directory.lives().filter_map(|(number, record)| {
            let at = [record.point.easting(), record.point.northing()];
            // No directory has four thousand million postcodes.
            Some(Position::new(at, u32::try_from(number).ok()?))
        });
        Self(RTree::bulk_load(positions.collect()))
    }

    /// Returns up to `limit` postcodes within `metres` of the point, nearest first, and in their
    /// own order at equal distances. Postcodes that are known not to be in use on the day are left
    /// out. `directory` is the one that the tree was made from. O(log n) for each that is found.
    pub fn nearest<'a>(
        &self,
        directory: &'a PostcodeDirectory,
        point: GridPoint,
        metres: f64,
        limit: usize,
        on: Date,
    ) -> Vec<NearPostcode<'a>> {
        let at = [point.easting(), point.northing()];
        let mut found: Vec<NearPostcode<'a>> = Vec::new();
        for (position, squared) in self.0.nearest_neighbor_iter_with_distance_2(at) {
            let distance_m = squared.sqrt();
            // All that are as near as the last one are found, so that their order decides.
            let is_beyond_last = found
                .last()
                .is_some_and(|last| distance_m > last.distance_m);
            if distance_m > metres || (found.len() >= limit && is_beyond_last) {
                break;
            }
            let number = usize::try_from(position.data).unwrap_or(usize::MAX);
            let Some(record) = directory.life(number) else {
                continue;
            };
            let life = directory.find_on(record.postcode, on);
            let is_of_day = life.is_ok_and(|life| std::ptr::eq(life, record));
            let in_use = record.in_use(directory.releases(), on);
            if is_of_day && !matches!(in_use, InUse::NotYet | InUse::Ended) {
                found.push(NearPostcode { record, distance_m });
            }
        }
        found.sort_by(|one, other| {
            (one.distance_m.total_cmp(&other.distance_m))
                .then(one.record.postcode.cmp(&other.record.postcode))
        });
        found.truncate(limit);
        found
    }
}
