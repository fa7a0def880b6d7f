//! A Ballista cluster whose processes all have coterm's functions and the same data.
//!
//! One scheduler divides queries into tasks, which executors run. Ballista has no passwords and no
//! encryption, so all listen on 127.0.0.1 unless told otherwise, and belong on a network of their
//! own. Nothing of queries or rows is logged.

pub mod client;
pub mod codec;
pub mod executor;
mod failure;
mod registration;
pub mod scheduler;

use std::sync::Arc;

use ballista_core::extension::{
    ballista_aggregate_functions, ballista_scalar_functions, ballista_window_functions,
};
use datafusion::error::Result;
use datafusion::execution::{FunctionRegistry, SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;

use crate::extension::Extension;
use crate::session::{SessionOptions, runtime};

/// Makes the state of a session with Ballista's and coterm's functions.
fn session_state(extension: &Extension, config: SessionConfig) -> Result<SessionState> {
    let mut state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .with_runtime_env(runtime(&SessionOptions::default())?)
        .with_scalar_functions(ballista_scalar_functions())
        .with_aggregate_functions(ballista_aggregate_functions())
        .with_window_functions(ballista_window_functions())
        .build();
    for function in extension.scalar_functions() {
        state.register_udf(Arc::clone(function))?;
    }
    Ok(state)
}
