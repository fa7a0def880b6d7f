//! `POST /lookup` with a JSON array, or with an object `{"postcodes": […]}`: a streamed array of
//! answers.
//!
//! Answers are in the order of the array's elements, one for each, with its `id` if it has one. An
//! element is an object, or the text of a postcode.

use std::borrow::Cow;
use std::mem;

use axum::body::Body;
use axum::http::Method;
use axum::response::Response;
use coterm_core::lookup::{LookupStatus, Query};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::answers::write_lookup;
use crate::handlers::lookup::Place;
use crate::http::answer_fields::AnswerFields;
use crate::http::json_array_splitter::JsonArraySplitter;
use crate::http::json_writer::{ROOM, unstored_json, write};
use crate::http::parameters::When;
use crate::http::streaming::{Gone, Outgoing, streamed};
use crate::http::upload::Upload;
use crate::{Problem, State};

/// Size of the waiting elements, in bytes, up to which they are answered on the runtime's own
/// thread: some forty elements. More go to a thread that may block, so that other requests do not
/// wait; the hand-over costs as much as a few answers.
const FEW: usize = 1_024;
/// Size of a piece of the answer, in bytes, at which it is sent.
const MANY: usize = 1 << 18;

/// An element of the array: one lookup.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    postcode: Option<&'a RawValue>,
    #[serde(borrow)]
    lon: Option<&'a RawValue>,
    #[serde(borrow)]
    lat: Option<&'a RawValue>,
    #[serde(borrow)]
    easting: Option<&'a RawValue>,
    #[serde(borrow)]
    northing: Option<&'a RawValue>,
}

/// The id of an element whose other members are wrong.
#[derive(Debug, Deserialize)]
struct Identified<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

impl<'a> Question<'a> {
    /// Parses an element: an object, or only the text of a postcode.
    fn parse(element: &'a [u8]) -> serde_json::Result<Self> {
        if !element.trim_ascii_start().starts_with(b"\"") {
            return serde_json::from_slice(element);
        }
        let postcode = serde_json::from_slice(element)?;
        Ok(Self {
            postcode: Some(postcode),
            ..Self::default()
        })
    }
}

impl Question<'_> {
    fn query(&self) -> Result<Query, Problem> {
        let place = Place {
            lon: number("lon", self.lon)?,
            lat: number("lat", self.lat)?,
            easting: number("easting", self.easting)?,
            northing: number("northing", self.northing)?,
        };
        let query = match self.postcode {
            None => place.query()?,
            Some(raw) if place.is_none() => Some(Query::Postcode {
                postcode: text("postcode", raw)?.parse()?,
            }),
            Some(_) => None,
        };
        query.ok_or_else(|| {
            Problem::bad_request(
                "an element must have either a postcode, or lon and lat, or easting and northing",
            )
        })
    }
}

/// Parses a member as a number; `None` if it is missing.
fn number(name: &str, member: Option<&RawValue>) -> Result<Option<f64>, Problem> {
    let read = |raw: &RawValue| {
        serde_json::from_str(raw.get())
            .map_err(|error| not_understood(name, &error).with_code(Some(LookupStatus::NotANumber)))
    };
    member.map(read).transpose()
}

/// Parses a member as a string.
fn text<'a>(name: &str, member: &'a RawValue) -> Result<Cow<'a, str>, Problem> {
    // A string without escapes is borrowed.
    if let Ok(text) = serde_json::from_str::<&str>(member.get()) {
        return Ok(text.into());
    }
    serde_json::from_str::<String>(member.get())
        .map(Cow::Owned)
        .map_err(|error| not_understood(name, &error).with_code(Some(LookupStatus::NotAPostcode)))
}

fn not_understood(name: &str, error: &serde_json::Error) -> Problem {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Problem::bad_request(format!("\"{name}\" is not understood: {reason}"))
}

/// Returns the problem with an element that is not a lookup: not JSON, empty, or with wrong
/// members.
fn no_question(element: &[u8], number: u64, error: &serde_json::Error) -> Problem {
    Problem::bad_request(match serde_json::from_slice::<&RawValue>(element) {
        Ok(_) => format!("the element is not understood: {error}"),
        Err(_) if element.trim_ascii().is_empty() => {
            format!(
                "element {number} of the array is empty, which is not JSON; check for a comma too many"
            )
        }
        Err(error) => format!("element {number} of the array is not JSON: {error}"),
    })
}

/// Answers the array of lookups in the body, with the members of each that `fields` has.
///
/// An error in one element, even invalid JSON, is answered in its place. An error in the array
/// itself is the whole request's problem, unless the answer has begun: then the problem is the last
/// thing that is sent, the array stays open, and the connection is cut.
pub(crate) async fn answers(
    state: State,
    when: When,
    fields: AnswerFields,
    body: Body,
) -> Result<Response, Problem> {
    let body = Upload::new(&state, body)?;
    let mut answers = Vec::with_capacity(ROOM);
    answers.push(b'[');
    let mut work = Work {
        state,
        when,
        fields,
        body,
        questions: JsonArraySplitter::default(),
        answers,
        end: None,
    };
    work = work.go_on().await?;
    match work.end {
        Some(Err(problem)) => Err(problem),
        Some(Ok(())) => Ok(unstored_json(work.answers)),
        None => {
            let (outgoing, body) = streamed(work.body.until());
            tokio::spawn(work.send(outgoing));
            Ok(unstored_json(body))
        }
    }
}

/// The state of a request: elements that have arrived, and answers that were not sent yet.
struct Work {
    state: State,
    when: When,
    fields: AnswerFields,
    body: Upload,
    questions: JsonArraySplitter,
    answers: Vec<u8>,
    /// The end: `Ok` once all elements are answered, or the problem that stopped it; `None` before.
    end: Option<Result<(), Problem>>,
}

impl Work {
    /// Sends the answers in pieces while they are made.
    async fn send(mut self, outgoing: Outgoing) -> Result<(), Gone> {
        loop {
            if let Some(Err(problem)) = &self.end {
                problem.log(&Method::POST, "/lookup");
                self.answers.extend(b",\n");
                write(&mut self.answers, problem);
            }
            let room = Vec::with_capacity(MANY + MANY / 8);
            outgoing.send(mem::replace(&mut self.answers, room)).await?;
            match self.end {
                Some(Ok(())) => return outgoing.end().await,
                Some(Err(_)) => return Err(Gone),
                None => {
                    self = self.go_on().await.map_err(|problem| {
                        problem.log(&Method::POST, "/lookup");
                        Gone
                    })?;
                }
            }
        }
    }

    /// Makes answers until there are [`MANY`] bytes to send, or the end is reached.
    async fn go_on(mut self) -> Result<Self, Problem> {
        while self.end.is_none() && self.answers.len() < MANY {
            match self.questions.waiting() {
                0 => match self.body.next().await {
                    Ok(Some(piece)) => self.questions.add(&piece),
                    Ok(None) => self.end(),
                    Err(problem) => self.end = Some(Err(problem)),
                },
                1..=FEW => self.answer(),
                _ => {
                    let answered = tokio::task::spawn_blocking(move || {
                        self.answer();
                        self
                    });
                    self = answered.await?;
                }
            }
        }
        Ok(self)
    }

    /// Answers the elements that have arrived, until there are [`MANY`] bytes to send.
    fn answer(&mut self) {
        while self.answers.len() < MANY {
            match self.answer_one() {
                Ok(true) => {}
                Ok(false) => return,
                Err(problem) => {
                    self.end = Some(Err(problem));
                    return;
                }
            }
        }
    }

    /// Answers the next element; `false` if it has not fully arrived.
    fn answer_one(&mut self) -> Result<bool, Problem> {
        let Some((text, number)) = self.questions.next()? else {
            return Ok(false);
        };
        let question = Question::parse(text).map_err(|error| no_question(text, number, &error));
        let id = match &question {
            Ok(question) => question.id,
            Err(_) => serde_json::from_slice::<Identified<'_>>(text)
                .ok()
                .and_then(|identified| identified.id),
        };
        if number > 1 {
            self.answers.extend(b",\n");
        }
        let begin = self.answers.len();
        if let Some(id) = id {
            self.answers.extend_from_slice(b"{\"id\":");
            self.answers.extend_from_slice(id.get().as_bytes());
        }
        let rest = self.answers.len();
        let query = question.and_then(|question| question.query());
        let text = &mut self.answers;
        let written = query
            .and_then(|query| write_lookup(text, &self.state, &query, &self.when, &self.fields));
        if let Err(problem) = written {
            problem.log(&Method::POST, "/lookup");
            write(&mut self.answers, &problem);
        }
        if rest > begin
            && let Some(brace) = self.answers.get_mut(rest)
        {
            // The id has opened the object already, so the answer's `{` becomes a comma.
            *brace = b',';
        }
        Ok(true)
    }

    /// Ends the array of answers, or stores the problem, once the body has ended.
    fn end(&mut self) {
        let end = self.questions.end();
        if end.is_ok() {
            self.answers.push(b']');
        }
        self.end = Some(end);
    }
}
