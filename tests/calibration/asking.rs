//! [`Question`]: lookups in coterm by its public interface, and their answers. Every check of the
//! calibration looks up in this way.

use coterm_core::codes::PostcodeRecord;
use coterm_core::dataset::Dataset;
use coterm_core::layers::{AreaId, LayerId};
use coterm_core::lookup::{Answer, Method, Placement};
use coterm_core::space::GridPoint;
use coterm_report::lookup::Sentence;
use jiff::civil::{Date, date};

/// Postcode or point to look up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// A postcode of the directory.
    Postcode(&'a PostcodeRecord),
    /// A point in metres of EPSG:27700.
    Point(GridPoint),
}

/// Layer, with a day on which it answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) layer: LayerId,
    pub(crate) on: Date,
}

/// Day on which layers without an end are asked: the last day of Code-Point Open October 2025.
pub(crate) const LATEST: Date = date(2025, 10, 31);

impl<'a> Question<'a> {
    /// A question to the layer with this name on its last day, or on `latest` if that is earlier or
    /// the layer has no end; on its first day if it is newer than `latest`. `None` if the data has
    /// no such layer that answers lookups.
    pub(crate) fn of(dataset: &'a Dataset, id: &str, latest: Date) -> Option<Self> {
        let layer = dataset.catalogue().position(id)?;
        let info = dataset.catalogue()[layer].info();
        let last = info.period.to().map_or(latest, |last| last.min(latest));
        let on = last.max(info.period.from());
        info.role
            .answers_lookups()
            .then_some(Self { dataset, layer, on })
    }

    /// Name of the layer.
    pub(crate) fn id(&self) -> &'a str {
        self.dataset.catalogue()[self.layer].id()
    }

    /// Code of one of the layer's areas.
    pub(crate) fn code(&self, area: AreaId) -> &'a str {
        self.dataset.catalogue()[self.layer][area].code()
    }

    /// Looks up the subject.
    pub(crate) fn ask(&self, subject: Subject<'_>) -> Option<Placement> {
        let layers = [self.layer];
        match subject {
            Subject::Postcode(record) => {
                let mut placed = self.dataset.place_postcode(record, self.on, &layers);
                placed.next()
            }
            Subject::Point(point) => self.dataset.place_grid(point, self.on, &layers).next(),
        }
    }

    /// Looks up the full answer with sentences; `None` outside the data.
    fn words(&self, subject: Subject<'_>) -> Option<Answer<'a>> {
        let info = self.dataset.catalogue()[self.layer].info();
        let only = [info.family.clone()];
        let answer = match subject {
            Subject::Postcode(record) => {
                let postcode = record.postcode;
                self.dataset.lookup_postcode(postcode, self.on, Some(&only))
            }
            Subject::Point(point) => self.dataset.lookup_grid(point, self.on, Some(&only)),
        };
        answer.ok()
    }

    /// Whether the lookup is refused because the point is outside the data, which is no answer.
    pub(crate) fn is_outside(&self, subject: Subject<'_>) -> bool {
        matches!(subject, Subject::Point(_)) && self.words(subject).is_none()
    }

    /// The sentence of the answer that gives the reason why it is certain or not and, for a
    /// postcode, whether it is in use.
    pub(crate) fn reason(&self, subject: Subject<'_>) -> String {
        let Some(answer) = self.words(subject) else {
            return String::new();
        };
        let areas = answer.areas.iter().map(|area| Sentence(area).to_string());
        let without = answer.without.iter().map(|none| Sentence(none).to_string());
        let reason = areas.chain(without).next().unwrap_or_default();
        match &answer.postcode {
            Some(postcode) => format!("{reason} ({})", postcode.status.code()),
            None => reason,
        }
    }

    /// Whether the full answer names this area, or none, as the answer or as an alternative.
    pub(crate) fn admits(&self, subject: Subject<'_>, area: Option<AreaId>) -> bool {
        let Some(answer) = self.words(subject) else {
            return area.is_none();
        };
        let wanted = area.map(|area| self.code(area));
        let mut codes = Vec::new();
        for found in &answer.areas {
            codes.push(Some(found.code));
            codes.extend(found.perhaps_none.then_some(None));
            codes.extend(found.alternatives.iter().map(|other| Some(other.code)));
        }
        for none in &answer.without {
            codes.push(None);
            codes.extend(none.alternatives.iter().map(|other| Some(other.code)));
        }
        codes.contains(&wanted)
    }
}

/// Word for a method.
pub(crate) fn by(method: Method) -> &'static str {
    match method {
        Method::Table => "table",
        Method::Polygon => "polygon",
    }
}
