//! [`Release`], [`Releases`]: the editions of official data that say where postcodes are. The data
//! declares them; the code knows only their kinds and months.

use std::num::NonZeroU8;
use std::ops::{Index, Range};

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::Result;
use crate::period::Month;
use crate::words::month;

/// An edition of official data on postcodes, of one month. It says where each postcode is, in codes
/// or coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Name of the release in files: `c25`.
    pub id: String,
    /// Name of the release in the JSON of answers: `code-point-2025`.
    pub code: String,
    /// Name of the product in sentences: `Code-Point Open`.
    pub product: String,
    /// Month that the release is of.
    pub month: Month,
    /// Kind of its content.
    pub kind: ReleaseKind,
    /// Districts that it gives; `None` for a code table, whose blocks are in districts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub districts: Option<ReleasedDistricts>,
}

/// The content of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseKind {
    /// A list of live postcodes, with positions and districts, such as Code-Point Open.
    Positions,
    /// A table of building blocks of live and terminated postcodes, with their months of
    /// introduction and termination.
    CodeTable,
    /// Positions and districts of live and terminated postcodes, such as the ONS Postcode
    /// Directory.
    Directory,
}

/// The places in the data where the districts of a release are: layer, column and field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleasedDistricts {
    /// Layer whose codes are given, including codes that its areas have been given since.
    pub layer: String,
    /// Column of the postcodes' file.
    pub column: String,
    /// Field of an answer's JSON.
    pub answered_as: String,
}

impl Release {
    /// Name of the release in a sentence, with its month.
    pub fn title(&self) -> String {
        format!("{} of {}", self.product, month(self.month))
    }

    /// Whether the release is a table of building blocks.
    pub fn is_code_table(&self) -> bool {
        self.kind == ReleaseKind::CodeTable
    }
}

/// Serialises a release as its code; null for none.
pub(crate) fn as_code<'a, S, R>(release: &R, serializer: S) -> std::result::Result<S::Ok, S::Error>
where
    S: Serializer,
    R: Copy + Into<Option<&'a Release>>,
{
    let release: Option<&Release> = (*release).into();
    release.map(|release| &release.code).serialize(serializer)
}

/// Identifies a release of some [`Releases`], in one byte. Ids are in the order of the releases'
/// months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReleaseId(NonZeroU8);

impl ReleaseId {
    /// The id for this position; `None` beyond 254.
    fn at(position: usize) -> Option<Self> {
        let number = u8::try_from(position + 1).ok();
        number.and_then(NonZeroU8::new).map(Self)
    }

    fn position(self) -> usize {
        usize::from(self.0.get()) - 1
    }
}

/// The releases that a postcode directory is made from, in order of their months: at most one code
/// table, and some that give districts.
///
/// The use of a release follows from its kind and its month, never from its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases {
    all: Vec<Release>,
    /// Position of the code table.
    table: Option<usize>,
}

impl Releases {
    /// Largest number of releases that give districts: a record has room for so many.
    pub const MAX_WITH_DISTRICTS: usize = 3;

    /// Makes the set of these releases, and sorts them by their months.
    ///
    /// # Errors
    ///
    /// [`Error::BadReleases`](crate::Error::BadReleases) for two releases with one name or code, two code tables, a list or
    /// directory without districts, and more releases with districts than a record has room for.
    ///
    /// ```
    /// use coterm_core::codes::{Release, ReleaseKind, Releases};
    ///
    /// let table = Release {
    ///     id: "table".into(),
    ///     code: "code-table-2022".into(),
    ///     product: "the official code table".into(),
    ///     month: "2022-05".parse()?,
    ///     kind: ReleaseKind::CodeTable,
    ///     districts: None,
    /// };
    /// assert_eq!(table.title(), "the official code table of May 2022");
    /// let releases = Releases::new(vec![table.clone()])?;
    /// assert_eq!(releases.code_table(), releases.named("table"));
    /// assert!(Releases::new(vec![table.clone(), table]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(mut all: Vec<Release>) -> Result<Self> {
        all.sort_by_key(|release| release.month);
        for (position, release) in all.iter().enumerate() {
            let id = &release.id;
            if all[..position].iter().any(|other| other.id == *id) {
                return Err(ReleasesFault::SameId(id.clone()).into());
            }
            let code = &release.code;
            if all[..position].iter().any(|other| other.code == *code) {
                return Err(ReleasesFault::SameCode(code.clone()).into());
            }
            match (release.kind, &release.districts) {
                (ReleaseKind::CodeTable, Some(_)) => {
                    return Err(ReleasesFault::TableWithDistricts(id.clone()).into());
                }
                (ReleaseKind::Positions | ReleaseKind::Directory, None) => {
                    return Err(ReleasesFault::NoDistricts(id.clone()).into());
                }
                _ => {}
            }
        }
        let tables = all.iter().filter(|release| release.is_code_table()).count();
        if tables > 1 {
            return Err(ReleasesFault::TwoTables.into());
        }
        let with_districts = all.len() - tables;
        if with_districts > Self::MAX_WITH_DISTRICTS {
            return Err(ReleasesFault::TooManyDistricts(with_districts).into());
        }
        let table = all.iter().position(Release::is_code_table);
        Ok(Self { all, table })
    }

    /// All releases, in order of their months.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (ReleaseId, &Release)> {
        let all = self.all.iter().enumerate();
        all.filter_map(|(position, release)| Some((ReleaseId::at(position)?, release)))
    }

    /// The release with this name.
    pub fn named(&self, id: &str) -> Option<ReleaseId> {
        let mut all = self.iter();
        all.find(|(_, release)| release.id == id).map(|(id, _)| id)
    }

    /// The code table, if there is one.
    pub fn code_table(&self) -> Option<ReleaseId> {
        ReleaseId::at(self.table?)
    }

    /// The newest list of live postcodes that comes before the code table.
    pub fn list_before_table(&self) -> Option<ReleaseId> {
        self.newest_list(0..self.table?)
    }

    /// The newest list of live postcodes that comes after the code table.
    pub fn list_after_table(&self) -> Option<ReleaseId> {
        self.newest_list(self.table.map_or(0, |table| table + 1)..self.all.len())
    }

    /// The list of live postcodes that holds for a day: the newest up to the day among the lists
    /// after the code table, or else the code table. Without a day, the code table.
    pub fn list_on(&self, on: Option<Date>) -> Option<ReleaseId> {
        let list = on.map(Month::of).and_then(|on| {
            let known = self.all.partition_point(|release| release.month <= on);
            let after = self.table.map_or(0, |table| table + 1);
            self.newest_list(after..known.max(after))
        });
        list.or_else(|| self.code_table())
    }

    /// The newest release.
    pub fn newest(&self) -> Option<ReleaseId> {
        ReleaseId::at(self.all.len().checked_sub(1)?)
    }

    /// The releases that give districts, in order of their months. The districts of a record are in
    /// this order.
    pub fn with_districts(&self) -> impl Iterator<Item = (ReleaseId, &ReleasedDistricts)> {
        let all = self.iter();
        all.filter_map(|(id, release)| Some((id, release.districts.as_ref()?)))
    }

    /// Position in a record's districts of the one that the release gives; `None` for a code table.
    pub fn slot(&self, id: ReleaseId) -> Option<usize> {
        let position = id.position();
        match self.table {
            Some(table) if position == table => None,
            Some(table) if position > table => Some(position - 1),
            _ => Some(position),
        }
    }

    /// The releases that come after the code table: first those up to the month, the newest first;
    /// then those after the month, the earliest first.
    pub(crate) fn after_table(&self, on: Month) -> impl Iterator<Item = ReleaseId> {
        let after = self.table.map_or(0, |table| table + 1);
        let known = self.all.partition_point(|release| release.month <= on);
        let known = known.max(after);
        let order = (after..known).rev().chain(known..self.all.len());
        order.filter_map(ReleaseId::at)
    }

    fn newest_list(&self, mut among: Range<usize>) -> Option<ReleaseId> {
        let list = among.rfind(|&at| self.all[at].kind == ReleaseKind::Positions)?;
        ReleaseId::at(list)
    }
}

/// The fault of releases that cannot be used together. Its message completes a sentence: "these
/// releases cannot be used: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReleasesFault {
    /// Two releases of one name.
    #[error("\"{0}\" is listed more than once")]
    SameId(String),
    /// Two releases of one code.
    #[error("more than one release has the code \"{0}\"")]
    SameCode(String),
    /// Districts beside a code table, which gives building blocks.
    #[error("\"{0}\" is a code table, which has no \"districts\" of its own")]
    TableWithDistricts(String),
    /// A release of a kind that gives districts, without districts.
    #[error("\"{0}\" needs \"districts\"")]
    NoDistricts(String),
    /// Two code tables.
    #[error("more than one release is a code table; use only one")]
    TwoTables,
    /// More releases with districts than a record has room for.
    #[error(
        "{0} releases give districts, and at most {max} can; leave out the oldest",
        max = Releases::MAX_WITH_DISTRICTS
    )]
    TooManyDistricts(usize),
}

impl Index<ReleaseId> for Releases {
    type Output = Release;

    /// # Panics
    ///
    /// If the id is of another set, and this one has fewer releases.
    fn index(&self, id: ReleaseId) -> &Release {
        &self.all[id.position()]
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::LazyLock;

    use super::*;

    fn release(id: &str, month: &str, kind: ReleaseKind) -> Release {
        let product = match kind {
            ReleaseKind::Positions => "Code-Point Open",
            ReleaseKind::CodeTable => "the official code table",
            ReleaseKind::Directory => "the ONS Postcode Directory",
        };
        let districts = ReleasedDistricts {
            layer: "lad-2023".into(),
            column: format!("lad_{id}"),
            answered_as: format!("district_{id}"),
        };
        Release {
            id: id.into(),
            code: format!("code-of-{id}"),
            product: product.into(),
            month: month.parse().unwrap(),
            kind,
            districts: (kind != ReleaseKind::CodeTable).then_some(districts),
        }
    }

    /// Releases as the data usually has them: a list before the code table, one after it, and a
    /// directory.
    static USUAL: LazyLock<Releases> = LazyLock::new(|| {
        let all = vec![
            release("o25", "2025-11", ReleaseKind::Directory),
            release("c25", "2025-05", ReleaseKind::Positions),
            release("table", "2022-05", ReleaseKind::CodeTable),
            release("c21", "2021-11", ReleaseKind::Positions),
        ];
        Releases::new(all).unwrap()
    });

    /// Code-Point Open of November 2021 (`c21`) and May 2025 (`c25`), a table of May 2022
    /// (`table`), and a directory of November 2025 (`o25`).
    pub(crate) fn usual() -> &'static Releases {
        &USUAL
    }

    /// The release of this name among the [usual](usual) ones.
    pub(crate) fn id(name: &str) -> ReleaseId {
        usual().named(name).unwrap()
    }

    #[test]
    fn releases_are_in_order_of_their_dates_and_say_them() {
        let titles: Vec<String> = usual().iter().map(|(_, it)| it.title()).collect();
        assert_eq!(
            titles,
            [
                "Code-Point Open of November 2021",
                "the official code table of May 2022",
                "Code-Point Open of May 2025",
                "the ONS Postcode Directory of November 2025",
            ]
        );
        assert!(id("c21") < id("table") && id("table") < id("c25") && id("c25") < id("o25"));
    }

    #[test]
    fn what_a_release_is_for_follows_from_its_kind_and_month() {
        let all = usual();
        assert_eq!(all.code_table(), Some(id("table")));
        assert_eq!(all.list_before_table(), Some(id("c21")));
        assert_eq!(all.list_after_table(), Some(id("c25")));
        assert_eq!(all.newest(), Some(id("o25")));
        let slots = ["c21", "table", "c25", "o25"].map(|name| all.slot(id(name)));
        assert_eq!(slots, [Some(0), None, Some(1), Some(2)]);
        let list_on = |day: &str| all.list_on(day.parse().ok());
        assert_eq!(list_on("2021-12-01"), Some(id("table")));
        assert_eq!(list_on("2025-04-30"), Some(id("table")));
        assert_eq!(list_on("2025-05-01"), Some(id("c25")));
        assert_eq!(list_on("2026-01-01"), Some(id("c25")));
        assert_eq!(all.list_on(None), Some(id("table")));
        let order = |month: &str| {
            let ids = all.after_table(month.parse().unwrap());
            ids.map(|id| all[id].id.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(order("2020-01"), ["c25", "o25"]);
        assert_eq!(order("2025-05"), ["c25", "o25"]);
        assert_eq!(order("2025-11"), ["o25", "c25"]);
    }

    #[test]
    fn next_years_list_takes_the_place_of_the_last_without_a_line_of_code() {
        let all = vec![
            release("table", "2026-05", ReleaseKind::CodeTable),
            release("c25", "2025-05", ReleaseKind::Positions),
            release("c27", "2027-02", ReleaseKind::Positions),
        ];
        let all = Releases::new(all).unwrap();
        let named = |id: Option<ReleaseId>| id.map(|id| all[id].id.as_str());
        assert_eq!(named(all.list_before_table()), Some("c25"));
        assert_eq!(named(all.list_after_table()), Some("c27"));
        assert_eq!(named(all.list_on("2027-01-31".parse().ok())), Some("table"));
        assert_eq!(named(all.list_on("2027-02-01".parse().ok())), Some("c27"));
    }

    #[test]
    fn releases_that_cannot_be_told_apart_or_held_are_refused() {
        let list = |id| release(id, "2025-05", ReleaseKind::Positions);
        let table = |id| release(id, "2022-05", ReleaseKind::CodeTable);
        let without = Release {
            districts: None,
            ..list("a")
        };
        let of_one_code = Release {
            id: "b".into(),
            ..list("a")
        };
        let with = Release {
            districts: list("a").districts,
            ..table("a")
        };
        for (all, fault) in [
            (
                vec![list("a"), list("a")],
                ReleasesFault::SameId("a".into()),
            ),
            (
                vec![list("a"), of_one_code],
                ReleasesFault::SameCode("code-of-a".into()),
            ),
            (vec![table("a"), table("b")], ReleasesFault::TwoTables),
            (vec![without], ReleasesFault::NoDistricts("a".into())),
            (vec![with], ReleasesFault::TableWithDistricts("a".into())),
            (
                vec![list("a"), list("b"), list("c"), list("d")],
                ReleasesFault::TooManyDistricts(4),
            ),
        ] {
            assert_eq!(Releases::new(all), Err(fault.into()));
        }
    }
}
