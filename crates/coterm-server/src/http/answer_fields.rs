//! [`AnswerFields`], the members of answers that a lookup asks for with the parameter `fields`.

use std::ptr;

use crate::Problem;
use crate::http::answer_members::{ANSWER_MEMBERS, AREA_MEMBERS, AnswerMember, AreaMember};

/// The members of answers that are sent: all, or those that a request names.
#[derive(Clone, Default)]
pub(crate) struct AnswerFields(Option<Named>);

#[derive(Clone)]
struct Named {
    members: Vec<&'static AnswerMember>,
    /// The members of areas; `None` for all.
    of_areas: Option<Vec<&'static AreaMember>>,
}

impl AnswerFields {
    /// Parses the parameter `fields`: names of members of an answer, and of its areas as
    /// `areas.code`, separated by commas. Without it, and if it is empty, all are sent. Members are
    /// sent in their usual order.
    ///
    /// # Errors
    ///
    /// A 400 with all names, for a name that no member has.
    pub(crate) fn parse(fields: Option<&str>) -> Result<Self, Problem> {
        let names = fields.unwrap_or_default().split(',').map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return Ok(Self::default());
        }
        let (mut wanted, mut wanted_of_areas) = (Vec::new(), Vec::new());
        let mut has_whole_areas = false;
        for name in names {
            let (first, part) = match name.split_once('.') {
                Some((first, part)) => (first, Some(part)),
                None => (name, None),
            };
            let member = ANSWER_MEMBERS.iter().find(|member| member.name == first);
            let member = member.ok_or_else(unknown)?;
            match part {
                None => has_whole_areas |= member.has_parts(),
                Some(part) => {
                    let area = AREA_MEMBERS.iter().find(|area| area.name == part);
                    let area = area.filter(|_| member.has_parts());
                    wanted_of_areas.push(area.ok_or_else(unknown)?);
                }
            }
            wanted.push(member);
        }
        let members = ANSWER_MEMBERS.iter();
        let of_areas = AREA_MEMBERS.iter();
        let of_areas =
            of_areas.filter(|area| wanted_of_areas.iter().any(|one| ptr::eq(*one, *area)));
        Ok(Self(Some(Named {
            members: members
                .filter(|member| wanted.iter().any(|one| ptr::eq(*one, *member)))
                .collect(),
            of_areas: (!has_whole_areas).then(|| of_areas.collect()),
        })))
    }

    /// Returns the names of all members, first of answers and then of their areas.
    pub(crate) fn names() -> Vec<String> {
        let members = ANSWER_MEMBERS.iter().map(|member| member.name.to_owned());
        let of_areas = AREA_MEMBERS
            .iter()
            .map(|area| format!("areas.{}", area.name));
        members.chain(of_areas).collect()
    }

    /// Returns the members of an answer that are sent, in their order.
    pub(crate) fn members(&self) -> impl Iterator<Item = &'static AnswerMember> {
        let named = self.0.as_ref().map(|named| named.members.iter().copied());
        let all = self.0.is_none().then(|| ANSWER_MEMBERS.iter());
        named.into_iter().flatten().chain(all.into_iter().flatten())
    }

    /// Returns the members of areas that are sent, in their order; `None` for all.
    pub(crate) fn of_areas(&self) -> Option<&[&'static AreaMember]> {
        self.0.as_ref()?.of_areas.as_deref()
    }

    /// Whether the members that are sent need more than the areas that a place is in.
    pub(crate) fn need_answer(&self) -> bool {
        self.0.as_ref().is_none_or(|named| {
            let has_areas = named.members.iter().any(|member| member.has_parts());
            let of_areas = named.of_areas.as_deref();
            named.members.iter().any(|member| member.needs_answer())
                || (has_areas
                    && of_areas.is_none_or(|areas| areas.iter().any(|area| area.needs_answer())))
        })
    }

    /// Whether all members are sent.
    pub(crate) fn is_all(&self) -> bool {
        self.0.is_none()
    }
}

/// Returns the problem with a name that no member has. It does not repeat the name, which may be
/// anything.
fn unknown() -> Problem {
    Problem::bad_request(format!(
        "\"fields\" has a name that nothing in an answer has; an answer has {}",
        AnswerFields::names().join(", ")
    ))
}
