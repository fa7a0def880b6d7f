//! A cache of the answers to the scenarios that were scored last: [`ScoreCache`].
//!
//! A page scores a proposal again whenever somebody goes back to it, and several people look at the
//! same one.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::HeaderMap;
use axum::response::Response;

use super::lru::LruCache;
use crate::handlers::scenarios::SentScenario;
use crate::{Problem, State};

/// Number of answers that are kept, each with the body of its request, of up to two megabytes.
const CAPACITY: usize = 8;
/// Maximum size of an answer that is kept, in bytes.
const LARGEST: usize = 4 << 20;

/// The answers to the scenarios that were scored last.
#[derive(Debug)]
pub(crate) struct ScoreCache(LruCache<SentScenario, CachedAnswer>);

/// An answer as it is sent.
#[derive(Debug)]
struct CachedAnswer {
    headers: HeaderMap,
    body: Bytes,
}

impl Default for ScoreCache {
    fn default() -> Self {
        Self(LruCache::new(CAPACITY))
    }
}

impl ScoreCache {
    /// Returns the answer to a request with scenarios, from the cache or made now. It may take some
    /// seconds.
    pub(crate) async fn get(
        &self,
        state: &State,
        sent: &SentScenario,
    ) -> Result<Response, Problem> {
        let mut is_new = false;
        let work = || {
            is_new = true;
            let (state, sent) = (state.clone(), sent.clone());
            async move {
                let data = state.clone();
                let scored = state
                    .score_gate()
                    .work(move |cancel| sent.answer(&data, cancel));
                let (parts, body) = scored.await?.into_parts();
                let body = to_bytes(body, usize::MAX).await;
                Ok(CachedAnswer {
                    headers: parts.headers,
                    body: body.map_err(|error| Problem::internal(&error))?,
                })
            }
        };
        let answer: Result<Arc<CachedAnswer>, Problem> = self.0.get(sent, work).await;
        state.metrics().scores.count(!is_new);
        let answer = answer?;
        if answer.body.len() > LARGEST {
            self.0.remove(sent);
        }
        let mut response = Response::new(Body::from(answer.body.clone()));
        response.headers_mut().clone_from(&answer.headers);
        Ok(response)
    }
}
