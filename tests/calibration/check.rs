//! [`Check`]: the answers of one layer compared with one source, and the counts.

use std::collections::BTreeMap;

use coterm_core::layers::AreaId;
use coterm_core::space::GridPoint;

use crate::asking::{Question, Subject, by};
use crate::depth::{is_drawn, misplaced};
use crate::line::Ground;
use crate::standing::Standing;
use crate::truth::TrueArea;

/// Largest number of uncertain answers of each check whose alternatives are compared too: the full
/// answer costs ten times as much.
const MAX_QUESTIONS: usize = 20_000;

/// Counts of answers that were found by the same method.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) checked: usize,
    pub(crate) certain: usize,
    /// Certain answers that were wrong.
    pub(crate) wrong: usize,
    /// Wrong certain answers that differ only in where the coast is.
    pub(crate) wrong_at_coast: usize,
    /// Wrong certain answers that are right for the position that the data has.
    pub(crate) wrong_as_moved: usize,
    /// Uncertain answers that were wrong.
    pub(crate) unsure_wrong: usize,
    /// Uncertain answers whose alternatives were compared.
    pub(crate) questions: usize,
    /// Uncertain answers that named the true area, as the answer or as an alternative.
    pub(crate) admitted: usize,
}

impl Tally {
    /// Number of uncertain answers.
    pub(crate) fn unsure(self) -> usize {
        self.checked - self.certain
    }

    /// Sum of two tallies.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            checked: self.checked + other.checked,
            certain: self.certain + other.certain,
            wrong: self.wrong + other.wrong,
            wrong_at_coast: self.wrong_at_coast + other.wrong_at_coast,
            wrong_as_moved: self.wrong_as_moved + other.wrong_as_moved,
            unsure_wrong: self.unsure_wrong + other.unsure_wrong,
            questions: self.questions + other.questions,
            admitted: self.admitted + other.admitted,
        }
    }
}

/// Answer that was certain and wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) subject: String,
    /// Code that was answered; `None` for none of the layer's areas.
    pub(crate) answered: Option<String>,
    /// Code that is true; `None` for none of the layer's areas.
    pub(crate) truth: Option<String>,
    pub(crate) ground: Ground,
    /// Metres from the place to the layer's nearest drawn line.
    pub(crate) from_line_m: f64,
    /// Reason that the answer itself gave.
    pub(crate) because: String,
    /// Metres from the directory's position of the postcode to that of the other source.
    pub(crate) moved_m: Option<f64>,
}

/// Counts and wrong answers of one layer, compared with one source.
#[derive(Debug, Default, Clone)]
pub(crate) struct Check {
    pub(crate) layer: String,
    pub(crate) on: String,
    /// Counts by the method of the answers.
    pub(crate) tallies: BTreeMap<&'static str, Tally>,
    /// Counts by the evidence for the answers.
    pub(crate) standings: BTreeMap<Standing, Tally>,
    pub(crate) wrong: Vec<Wrong>,
    /// Number of places in no area of the source, and of those with a certain answer.
    pub(crate) nobodys: [usize; 2],
    /// Number of places that coterm reports as outside the data, and of those in an area by the
    /// source.
    pub(crate) outside: [usize; 2],
    /// Number of places so near to the source's own line that the source cannot decide.
    pub(crate) too_near: usize,
    /// Number of postcodes that were not looked up; the check gives the reason.
    pub(crate) passed_over: usize,
}

/// Truth about a subject by a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceTruth {
    pub(crate) containing: TrueArea,
    /// Place where the source has the subject.
    pub(crate) at: GridPoint,
    /// Area by the source of the place where the data has the subject, if the source can give it.
    pub(crate) containing_here: Option<TrueArea>,
}

impl Check {
    /// Creates a check without answers.
    pub(crate) fn of(question: &Question<'_>) -> Self {
        Self {
            layer: question.id().to_owned(),
            on: question.on.to_string(),
            ..Self::default()
        }
    }

    /// Looks up the subject, and counts the answer.
    pub(crate) fn add(
        &mut self,
        question: &Question<'_>,
        subject: Subject<'_>,
        source: SourceTruth,
    ) {
        let Some(placed) = question.ask(subject) else {
            return;
        };
        let is_outside = placed.area.is_none()
            && !is_drawn(question.dataset, place(subject))
            && question.is_outside(subject);
        if is_outside {
            self.outside[0] += 1;
            self.outside[1] += usize::from(matches!(source.containing, TrueArea::Area(_)));
            return;
        }
        let truth = match source.containing {
            TrueArea::NotCompared => return,
            TrueArea::Nobody => {
                self.nobodys[0] += 1;
                self.nobodys[1] += usize::from(placed.certain && placed.area.is_some());
                return;
            }
            TrueArea::Beyond => None,
            TrueArea::Area(area) => Some(area),
        };
        let fault = misplaced(question.dataset, source.at, placed.area, source.containing);
        let is_wrong = fault.is_some();
        let mut tally = Tally {
            checked: 1,
            ..Tally::default()
        };
        if placed.certain {
            tally.certain = 1;
            tally.wrong = usize::from(is_wrong);
            tally.wrong_at_coast = usize::from(fault == Some(Ground::Coast));
            let is_right_here = source.containing_here.is_some_and(|here| {
                misplaced(question.dataset, place(subject), placed.area, here).is_none()
            });
            tally.wrong_as_moved = usize::from(is_wrong && is_right_here);
        } else {
            tally.unsure_wrong = usize::from(is_wrong);
        }
        let standing = Standing::of(question, &placed, place(subject));
        let so_far = self.standings.entry(standing).or_default();
        *so_far = so_far.and(tally);
        let so_far = self.tallies.entry(by(placed.method)).or_default();
        if !placed.certain && so_far.questions < MAX_QUESTIONS {
            tally.questions = 1;
            tally.admitted = usize::from(question.admits(subject, truth));
        }
        *so_far = so_far.and(tally);
        if let Some(ground) = fault.filter(|_| placed.certain) {
            let code = |area: Option<AreaId>| area.map(|area| question.code(area).to_owned());
            self.wrong.push(Wrong {
                subject: named(subject),
                answered: code(placed.area),
                truth: code(truth),
                ground,
                from_line_m: from_line(question, subject),
                because: question.reason(subject),
                moved_m: moved(subject, source.at),
            });
        }
    }

    /// Sorts the wrong answers for the list: inland before the coast, and the furthest from a drawn
    /// line first.
    pub(crate) fn sorted(mut self) -> Self {
        self.wrong.sort_by(|one, other| {
            let deeper = other.from_line_m.total_cmp(&one.from_line_m);
            let ground = one.ground.cmp(&other.ground);
            ground.then(deeper).then(one.subject.cmp(&other.subject))
        });
        self
    }
}

fn place(subject: Subject<'_>) -> GridPoint {
    match subject {
        Subject::Postcode(record) => record.point,
        Subject::Point(point) => point,
    }
}

fn named(subject: Subject<'_>) -> String {
    match subject {
        Subject::Postcode(record) => record.postcode.to_string(),
        Subject::Point(point) => format!("{:.1} {:.1}", point.easting(), point.northing()),
    }
}

fn from_line(question: &Question<'_>, subject: Subject<'_>) -> f64 {
    let lines = question.dataset.boundaries(question.layer);
    let nearest = lines.nearest(place(subject));
    nearest.map_or(f64::INFINITY, |(_, metres)| metres)
}

fn moved(subject: Subject<'_>, to: GridPoint) -> Option<f64> {
    let Subject::Postcode(record) = subject else {
        return None;
    };
    let (east, north) = (
        to.easting() - record.point.easting(),
        to.northing() - record.point.northing(),
    );
    Some(east.hypot(north))
}
