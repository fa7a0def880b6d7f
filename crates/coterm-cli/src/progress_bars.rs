//! Progress bars on standard error, if that is a terminal: [`ProgressBars`].

use std::io::IsTerminal;
use std::sync::Mutex;

use coterm_io::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar for each stage of a long task, drawn on standard error if that is a terminal.
#[derive(Debug, Default)]
pub(crate) struct ProgressBars {
    current: Mutex<Option<ProgressBar>>,
}

impl ProgressBars {
    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // After a panic elsewhere the bar can still be used.
        act(&mut self
            .current
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for ProgressBars {
    fn begin(&self, stage: &str, total: Option<u64>) {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let template = match total {
            Some(total) if total > 1_000_000 => "{msg:24} {wide_bar} {bytes}/{total_bytes} {eta}",
            Some(_) => "{msg:24} {wide_bar} {pos}/{len}",
            None => "{msg:24} {spinner} {bytes}",
        };
        let bar = ProgressBar::with_draw_target(total, target).with_message(stage.to_owned());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        self.with(|current| *current = Some(bar));
    }

    fn advance(&self, steps: u64) {
        self.with(|current| {
            if let Some(bar) = current {
                bar.inc(steps);
            }
        });
    }

    fn end(&self) {
        self.with(|current| {
            if let Some(bar) = current.take() {
                bar.finish_and_clear();
            }
        });
    }
}
