//! The log of coterm's own work, on standard error.
//!
//! Only messages of coterm's own crates are written, whatever `COTERM_LOG` says: other libraries do
//! not know what somebody looked up, and may quote it. Coterm's own never do.

use std::error::Error as StdError;
use std::io;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterFn, Targets};
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::error::{Error, Result};
use crate::terminal::{Terminal, say};

/// The environment variable that says what to log, such as `debug` or
/// `coterm_io=debug,coterm_server=info`.
const VARIABLE: &str = "COTERM_LOG";

/// Starts the log. `COTERM_LOG` says what goes into it. Without it, that is warnings and errors,
/// and also information from the server if `serves`; each of `more` adds a level.
///
/// A server's log is written by a thread of its own, and lines for which there is no room are left
/// out: otherwise whoever does not read the pipe that it goes to would stop the answers. What is
/// returned must be kept to the end, when it writes the rest.
pub(crate) fn start(serves: bool, more: u8) -> Result<Option<WorkerGuard>> {
    let targets = match std::env::var(VARIABLE) {
        Ok(text) if !text.trim().is_empty() => read(&text)?,
        _ => usual(serves, more),
    };
    let (writer, guard) = if serves {
        let (writer, guard) = tracing_appender::non_blocking(Terminal::new(io::stderr()));
        (BoxMakeWriter::new(writer), Some(guard))
    } else {
        (BoxMakeWriter::new(|| Terminal::new(io::stderr())), None)
    };
    let log = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer)
        .with_filter(only_coterm(targets));
    tracing_subscriber::registry().with(log).init();
    Ok(guard)
}

/// Parses the filter in `COTERM_LOG`. A word that is not a level is refused, since it would be
/// taken for the name of a crate to log in full.
fn read(text: &str) -> Result<Targets> {
    let targets = text.parse::<Targets>().ok();
    let targets = targets.filter(|targets| targets.iter().all(|(target, _)| is_of_coterm(target)));
    targets.ok_or_else(|| {
        Error::Usage(format!(
            "{VARIABLE} is not understood; set it to error, warn, info, debug or trace, \
             or to levels of coterm's crates, such as coterm_io=debug,coterm_server=info"
        ))
    })
}

fn usual(serves: bool, more: u8) -> Targets {
    let level = |from: usize| {
        const LEVELS: [LevelFilter; 4] = [
            LevelFilter::WARN,
            LevelFilter::INFO,
            LevelFilter::DEBUG,
            LevelFilter::TRACE,
        ];
        LEVELS[(from + usize::from(more)).min(LEVELS.len() - 1)]
    };
    Targets::new()
        .with_default(level(0))
        .with_target("coterm_server", level(usize::from(serves)))
}

/// Makes a filter that passes only messages of coterm's own crates that `targets` asks for; other
/// crates may quote what was looked up.
fn only_coterm(targets: Targets) -> FilterFn<impl Fn(&tracing::Metadata<'_>) -> bool> {
    FilterFn::new(move |metadata: &tracing::Metadata<'_>| {
        let target = metadata.target();
        is_of_coterm(target) && targets.would_enable(target, metadata.level())
    })
}

/// Whether a target is one of coterm's crates or of their modules.
fn is_of_coterm(target: &str) -> bool {
    let crate_name = target.split("::").next().unwrap_or(target);
    crate_name == "coterm" || crate_name.starts_with("coterm_")
}

/// Prints the causes of an error to standard error, one on each line, except those that its text
/// quotes.
pub(crate) fn say_causes(error: &(dyn StdError + 'static)) {
    for cause in causes(error) {
        say(format!("caused by: {cause}"));
    }
}

fn causes(error: &(dyn StdError + 'static)) -> Vec<String> {
    let chain = std::iter::successors(error.source(), |&error| error.source());
    let mut texts = vec![error.to_string()];
    for cause in chain.map(ToString::to_string) {
        if !texts.iter().any(|before| before.contains(&cause)) {
            texts.push(cause);
        }
    }
    texts.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn warnings_are_logged_and_of_a_server_what_it_says_of_itself() {
        let io = usual(true, 0);
        assert!(io.would_enable("coterm_io::store", &Level::WARN));
        assert!(!io.would_enable("coterm_io::store", &Level::INFO));
        assert!(io.would_enable("coterm_server::router", &Level::INFO));
        assert!(!usual(false, 0).would_enable("coterm_server::router", &Level::INFO));
    }

    #[test]
    fn the_variable_has_levels_and_coterms_crates_and_nothing_else() {
        for text in [
            "debug",
            "coterm_io=debug,coterm_server=info",
            "warn,coterm=trace",
        ] {
            assert!(read(text).is_ok(), "{text}");
        }
        for text in ["loud", "hyper=trace", "coterm_io=loud", "debug,axum"] {
            let refused = read(text).unwrap_err().to_string();
            assert!(refused.contains("coterm_io=debug"), "{refused}");
        }
    }

    #[test]
    fn each_v_logs_a_level_more() {
        for (more, level) in [(1, Level::INFO), (2, Level::DEBUG), (3, Level::TRACE)] {
            assert!(usual(false, more).would_enable("coterm_io", &level));
        }
        assert!(!usual(false, 1).would_enable("coterm_io", &Level::DEBUG));
        assert!(usual(true, u8::MAX).would_enable("coterm_io", &Level::TRACE));
    }

    #[test]
    fn a_cause_that_an_error_quotes_is_not_said_again() {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let quoted = coterm_io::Error::Write {
            path: "out".into(),
            source: missing().into(),
        };
        assert!(causes(&quoted).is_empty());
        let other = coterm_io::Error::Io {
            path: "in".into(),
            source: missing(),
        };
        assert_eq!(causes(&other), [missing().to_string()]);
    }
}
