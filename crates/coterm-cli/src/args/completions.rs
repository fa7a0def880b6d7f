//! The arguments of `coterm completions`.

use clap::Args;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  coterm completions bash
  coterm completions zsh")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}
