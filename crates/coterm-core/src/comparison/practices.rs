//! Practices: which of them would be in another area.
//!
//! A practice is where its postcode is, and moves if what is there
//! [moves](super::Matching): a list of all live postcodes would give
//! [`moved_postcodes`](super::Matching::moved_postcodes).

use std::cell::OnceCell;

use jiff::civil::Date;
use serde::Serialize;

use super::block_finder::BlockFinder;
use super::counts::AreaFinder;
use super::ground::{Pair, pairs};
use super::{Found, Named};
use crate::Result;
use crate::codes::{BlockId, Postcode, PostcodeRecord};
use crate::dataset::Dataset;

/// A GP practice, or anything else that has a postcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Practice {
    /// The practice's code; empty if it has none.
    pub code: String,
    /// The practice's name; empty if it has none.
    pub name: String,
    /// The postcode.
    pub postcode: Postcode,
}

/// The practices that were given, by what would happen to them. A practice counts once.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_core::comparison::{ComparisonOptions, Practice, Weights, compare};
///
/// let practices = ["LA1 4YW", "PR1 2HE", "LA1 1AA"].map(|postcode| Practice {
///     code: String::new(),
///     name: format!("The practice at {postcode}"),
///     postcode: postcode.parse().expect("a postcode"),
/// });
/// let (a, b) = (dataset.comparison_input("utla-2023")?, dataset.comparison_input("lad-2023")?);
/// let weights = Weights::live_postcodes(&dataset, None);
/// let options = ComparisonOptions::default().with_practices(practices);
/// let comparison = compare(&dataset, &a, &b, &options, &weights)?;
///
/// let found = comparison.practices.expect("practices were given");
/// assert_eq!((found.given, found.inside, found.moved), (3, 2, 1));
/// assert_eq!(found.moves[0].practice.postcode.to_string(), "PR1 2HE");
/// assert_eq!(found.not_found[0].postcode.to_string(), "LA1 1AA");
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Practices {
    /// Number of practices that were given.
    pub given: usize,
    /// Number of practices inside the review area.
    pub inside: usize,
    /// Number of practices that move, of those inside.
    pub moved: usize,
    /// Number of practices outside the review area.
    pub outside: usize,
    /// The practices whose postcode the data does not have.
    pub not_found: Vec<Practice>,
    /// The practices whose postcode is not live.
    pub not_live: Vec<Practice>,
    /// The practices that move, in the order in which they were given.
    pub moves: Vec<MovingPractice>,
}

/// A practice that would be in another area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovingPractice {
    /// The practice.
    #[serde(flatten)]
    pub practice: Practice,
    /// The area that it is in; `None` if it is in none.
    pub from: Option<Named>,
    /// The area that it would be in; `None` if it would be in none.
    pub to: Option<Named>,
}

/// Fate of a practice.
#[derive(Debug)]
pub(crate) enum Fate {
    Outside,
    Stays,
    Moves([Option<Named>; 2]),
}

impl Practices {
    /// Sorts practices by their fate, which `fate` tells for the postcode of each. Postcodes must be
    /// live on the day `on`, or without one not be terminated.
    pub(crate) fn of(
        given: &[Practice],
        dataset: &Dataset,
        on: Option<Date>,
        fate: impl Fn(&PostcodeRecord) -> Fate,
    ) -> Self {
        let directory = dataset.postcodes();
        let mut found = Self {
            given: given.len(),
            ..Self::default()
        };
        for practice in given {
            let mut lives = directory.lives_of(practice.postcode).peekable();
            if lives.peek().is_none() {
                found.not_found.push(practice.clone());
                continue;
            }
            let live = lives.find(|life| life.is_listed_live(directory.releases(), on));
            match live.map(&fate) {
                None => found.not_live.push(practice.clone()),
                Some(Fate::Outside) => found.outside += 1,
                Some(Fate::Stays) => found.inside += 1,
                Some(Fate::Moves([from, to])) => {
                    found.inside += 1;
                    found.moved += 1;
                    let practice = practice.clone();
                    found.moves.push(MovingPractice { practice, from, to });
                }
            }
        }
        found
    }
}

/// Finds the building block of a practice's postcode.
pub(crate) struct PracticeBlocks<'a> {
    dataset: &'a Dataset,
    /// The finder for postcodes that are too new for the code table, made when it is needed.
    finder: OnceCell<Option<BlockFinder<'a>>>,
}

impl<'a> PracticeBlocks<'a> {
    pub(crate) fn new(dataset: &'a Dataset) -> Self {
        Self {
            dataset,
            finder: OnceCell::new(),
        }
    }

    /// Returns the block by the code table, else the one that the position is in.
    pub(crate) fn block_of(&self, record: &PostcodeRecord) -> Option<BlockId> {
        if let Some(lsoa) = record.lsoa {
            return self.dataset.codes().block(lsoa);
        }
        let finder = self.finder.get_or_init(|| BlockFinder::new(self.dataset));
        finder.as_ref()?.block_at(record.point)
    }
}

impl Found<'_> {
    /// Returns what would happen to these practices; `None` if there are none.
    pub(super) fn practices(&self, given: &[Practice]) -> Result<Option<Practices>> {
        if given.is_empty() {
            return Ok(None);
        }
        let (dataset, on) = (self.dataset, self.weights.on());
        if let Some((pair_of_block, _)) = &self.by_block {
            let blocks = PracticeBlocks::new(dataset);
            return Ok(Some(Practices::of(given, dataset, on, |record| {
                let block = blocks.block_of(record).map(BlockId::index);
                let pair = block.map(|block| (block, pair_of_block[block]));
                let inside = pair.filter(|(block, pair)| {
                    *pair != [None, None] && self.extent.has_block(*block, *pair)
                });
                self.fate(inside.map(|(_, pair)| pair))
            })));
        }
        let [one, other] = self.layers.map(AreaFinder::new);
        let (one, other) = (one?, other?);
        let review_area = self.extent.index()?;
        Ok(Some(Practices::of(given, dataset, on, |record| {
            let at = record.point;
            let within = review_area.as_ref();
            if within.is_some_and(|index| index.locate(at.coord()).is_none()) {
                return Fate::Outside;
            }
            let areas = [one.areas_at(at), other.areas_at(at)];
            let pairs = pairs([&areas[0], &areas[1]]);
            self.fate(pairs.filter(|pair| self.extent.has_pair(*pair)))
        })))
    }

    /// Returns what would happen to something that is in these pairs of areas inside the review
    /// area: several pairs if a layer overlaps itself.
    fn fate(&self, pairs: impl IntoIterator<Item = Pair>) -> Fate {
        let mut fate = Fate::Outside;
        for pair in pairs {
            if !self.stays(pair) {
                return Fate::Moves(self.names(pair));
            }
            fate = Fate::Stays;
        }
        fate
    }
}
