//! [`LiveState`], the state that the next request gets, and its replacement by a reload.
//!
//! A request takes a [`State`] when it begins and uses it to its end. A reload puts another state in
//! its place, with caches of its own, so no answer is made from two sets of data.

use std::fmt::Display;
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::FromRef;
use jiff::Timestamp;

use crate::State;

/// The state that requests get, which can be replaced while the server runs. Cloning it copies one
/// pointer.
///
/// ```no_run
/// # async fn example(first: coterm_server::State, next: coterm_server::State) {
/// use coterm_server::LiveState;
///
/// let live = LiveState::from(first);
/// let replaced = live.reload(move |_| Ok::<_, std::io::Error>(next)).await;
/// assert!(replaced);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct LiveState(Arc<RwLock<Live>>);

#[derive(Debug)]
struct Live {
    state: State,
    refused: Option<RefusedReload>,
}

/// A reload whose data cannot be used.
#[derive(Debug, Clone)]
pub(crate) struct RefusedReload {
    /// The reason, and what to do.
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
}

impl LiveState {
    /// Returns the state that the next request gets.
    pub fn current(&self) -> State {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        live.state.clone()
    }

    /// Returns the last reload if it was refused.
    pub(crate) fn refused(&self) -> Option<RefusedReload> {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        live.refused.clone()
    }

    /// Loads another state beside the current one, which `load` is given, on a thread that may
    /// block, and puts it in its place. Returns whether that was done: if `load` fails or panics,
    /// requests go on with the current state, and the log and `/ready` say why.
    pub async fn reload<E: Display + Send + 'static>(
        &self,
        load: impl FnOnce(&State) -> Result<State, E> + Send + 'static,
    ) -> bool {
        let before = self.current();
        let metrics = Arc::clone(before.metrics());
        let loading = tokio::task::spawn_blocking(move || load(&before));
        let refused = match loading.await {
            Ok(Ok(state)) => {
                let old = {
                    let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
                    live.refused = None;
                    std::mem::replace(&mut live.state, state)
                };
                // If no request uses it any more, it takes a while to free.
                tokio::task::spawn_blocking(move || drop(old));
                metrics.reloads.hit();
                return true;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the data made the loading fail; the log says where".to_owned(),
        };
        tracing::error!(
            reason = refused,
            "the new data is refused; the server goes on with the data that it has"
        );
        metrics.reloads.miss();
        let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
        live.refused = Some(RefusedReload {
            reason: refused,
            at: Timestamp::now(),
        });
        false
    }
}

impl From<State> for LiveState {
    fn from(state: State) -> Self {
        Self(Arc::new(RwLock::new(Live {
            state,
            refused: None,
        })))
    }
}

/// Gives each request that extracts a [`State`] the current one.
impl FromRef<LiveState> for State {
    fn from_ref(live: &LiveState) -> Self {
        live.current()
    }
}
