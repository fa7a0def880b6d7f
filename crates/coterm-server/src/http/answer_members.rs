//! [`ANSWER_MEMBERS`] and [`AREA_MEMBERS`], the members of the JSON of an answer and of its areas:
//! their names in order, how each is written, and what it needs.

use coterm_core::layers::{Area, Catalogue, Layer};
use coterm_core::lookup::{Answer, AnsweredArea, Method, Placement, Query};
use coterm_report::lookup::{NoAreaDocument, Objections, PointDocument, Sentence};
use jiff::civil::Date;

use crate::http::json_writer::{write, write_each, write_text};

/// A member that has a name.
pub(super) trait Named: 'static {
    fn name(&self) -> &'static str;
}

/// A member of the JSON of an answer.
pub(crate) struct AnswerMember {
    pub(super) name: &'static str,
    pub(super) write: MemberWriter,
}

/// The way in which a member of an answer is written.
pub(super) enum MemberWriter {
    /// Written from what is known without a lookup.
    Outline(fn(&mut Vec<u8>, &Outline<'_>)),
    /// Written from the whole answer.
    Whole(fn(&mut Vec<u8>, &Answer<'_>)),
    /// The areas, which may be written in part.
    Areas,
}

/// The parts of an answer that are known without a lookup.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    pub(crate) query: &'a Query,
    pub(crate) on: Date,
    pub(crate) attribution: &'a str,
}

/// A member of the JSON of an area in an answer.
pub(crate) struct AreaMember {
    pub(super) name: &'static str,
    pub(super) write: AreaWriter,
}

/// The way in which a member of an area is written.
pub(super) enum AreaWriter {
    /// Written from the area's [`Placement`], which takes much less time than an answer.
    Placed(fn(&mut Vec<u8>, &PlacedArea<'_>)),
    /// Written from the answer.
    Reasoned(fn(&mut Vec<u8>, &AnsweredArea<'_>)),
}

/// An area that a place is in, and what its [`Placement`] says.
#[derive(Debug)]
pub(super) struct PlacedArea<'a> {
    layer: &'a Layer,
    area: &'a Area,
    method: Method,
    agrees: Option<bool>,
    certain: bool,
}

impl<'a> PlacedArea<'a> {
    /// Returns the area of an answer.
    pub(super) fn of(catalogue: &'a Catalogue, area: &AnsweredArea<'_>) -> Self {
        let (layer, id) = area.position;
        Self {
            layer: &catalogue[layer],
            area: &catalogue[layer][id],
            method: area.method,
            agrees: area.agrees,
            certain: area.certain,
        }
    }

    /// Returns the area of a placement; `None` if it has none.
    pub(super) fn placed(catalogue: &'a Catalogue, placement: &Placement) -> Option<Self> {
        let layer = &catalogue[placement.layer];
        Some(Self {
            layer,
            area: &layer[placement.area?],
            method: placement.method,
            agrees: placement.agrees,
            certain: placement.certain,
        })
    }
}

impl AnswerMember {
    const fn outline(name: &'static str, write: fn(&mut Vec<u8>, &Outline<'_>)) -> Self {
        let write = MemberWriter::Outline(write);
        Self { name, write }
    }

    const fn whole(name: &'static str, write: fn(&mut Vec<u8>, &Answer<'_>)) -> Self {
        let write = MemberWriter::Whole(write);
        Self { name, write }
    }

    /// Whether it is the areas, of which some members can be asked for.
    pub(super) fn has_parts(&self) -> bool {
        matches!(self.write, MemberWriter::Areas)
    }

    /// Whether it needs the whole answer.
    pub(super) fn needs_answer(&self) -> bool {
        matches!(self.write, MemberWriter::Whole(_))
    }
}

impl AreaMember {
    const fn placed(name: &'static str, write: fn(&mut Vec<u8>, &PlacedArea<'_>)) -> Self {
        let write = AreaWriter::Placed(write);
        Self { name, write }
    }

    const fn reasoned(name: &'static str, write: fn(&mut Vec<u8>, &AnsweredArea<'_>)) -> Self {
        let write = AreaWriter::Reasoned(write);
        Self { name, write }
    }

    /// Whether it needs the answer, and not only where the place is.
    pub(super) fn needs_answer(&self) -> bool {
        matches!(self.write, AreaWriter::Reasoned(_))
    }
}

impl Named for AnswerMember {
    fn name(&self) -> &'static str {
        self.name
    }
}

impl Named for AreaMember {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// The members of an answer, in their order.
pub(crate) static ANSWER_MEMBERS: [AnswerMember; 9] = [
    AnswerMember::outline("query", |text, outline| write(text, outline.query)),
    AnswerMember::outline("on", |text, outline| write(text, &outline.on)),
    AnswerMember::whole("point", |text, answer| {
        write(text, &PointDocument::from(answer.point));
    }),
    AnswerMember::whole("postcode", |text, answer| write(text, &answer.postcode)),
    AnswerMember {
        name: "areas",
        write: MemberWriter::Areas,
    },
    AnswerMember::whole("without", |text, answer| {
        write_each(text, &answer.without, |text, none| {
            write(text, &NoAreaDocument::from(none));
        });
    }),
    AnswerMember::whole("notes", |text, answer| {
        write_each(text, &answer.notes, |text, note| {
            write(text, &Sentence(note));
        });
    }),
    AnswerMember::whole("note_details", |text, answer| write(text, &answer.notes)),
    AnswerMember::outline("attribution", |text, outline| {
        write_text(text, outline.attribution);
    }),
];

/// The members of an area in an answer, in their order.
pub(crate) static AREA_MEMBERS: [AreaMember; 17] = [
    AreaMember::placed("family", |text, placed| {
        write_text(text, &placed.layer.info().family);
    }),
    AreaMember::placed("layer", |text, placed| write_text(text, placed.layer.id())),
    AreaMember::placed("code", |text, placed| write_text(text, placed.area.code())),
    AreaMember::placed("codes", |text, placed| write(text, placed.area.codes())),
    AreaMember::placed("name", |text, placed| write_text(text, placed.area.name())),
    AreaMember::placed("complete", |text, placed| {
        write(text, &placed.area.complete());
    }),
    AreaMember::placed("method", |text, placed| write(text, &placed.method)),
    AreaMember::placed("agrees", |text, placed| write(text, &placed.agrees)),
    AreaMember::reasoned("boundary_distance_m", |text, area| {
        write(text, &area.boundary_distance_m);
    }),
    AreaMember::placed("certain", |text, placed| write(text, &placed.certain)),
    AreaMember::reasoned("doubt", |text, area| write(text, &area.doubt)),
    AreaMember::reasoned("known_to", |text, area| write(text, &area.known_to)),
    AreaMember::reasoned("reason", |text, area| write(text, &Sentence(&area.reason))),
    AreaMember::reasoned("basis", |text, area| write(text, &area.reason.basis)),
    AreaMember::reasoned("objections", |text, area| {
        write(text, &Objections(&area.reason));
    }),
    AreaMember::reasoned("alternatives", |text, area| write(text, &area.alternatives)),
    AreaMember::reasoned("perhaps_none", |text, area| write(text, &area.perhaps_none)),
];
