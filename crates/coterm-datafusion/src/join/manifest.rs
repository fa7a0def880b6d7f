//! [`Manifest`]: which join an output belongs to.

use serde::{Deserialize, Serialize};

use super::input::{Input, InputFile};
use super::options::JoinOptions;

/// Name of the manifest in an output.
pub(super) const MANIFEST: &str = "_coterm-join.json";

/// Description of the join that an output belongs to. Only the same join goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Fingerprint of the data.
    pub(super) data: String,
    pub(super) options: JoinOptions,
    pub(super) inputs: Vec<InputFile>,
}

impl Manifest {
    pub(super) fn new(fingerprint: &str, options: &JoinOptions, input: &Input) -> Self {
        Self {
            data: fingerprint.to_owned(),
            options: options.clone(),
            inputs: input.files.clone(),
        }
    }

    /// Says what differs from the join that began the output; `None` if nothing does.
    pub(super) fn difference(&self, begun: &Self) -> Option<String> {
        let (now, then) = (&self.options, &begun.options);
        let of = |name: &str, then: &str, now: &str| {
            (then != now).then(|| format!("{name} was {then} and is {now}"))
        };
        let differences = [
            of("the fingerprint of the data", &begun.data, &self.data),
            of("--families", &then.families, &now.families),
            of("--on", &then.on, &now.on),
            of("the columns", &columns(then), &columns(now)),
            of(
                "--rows-per-file",
                &then.rows_per_file.to_string(),
                &now.rows_per_file.to_string(),
            ),
            self.input_difference(begun),
        ];
        let differences: Vec<_> = differences.into_iter().flatten().collect();
        (!differences.is_empty()).then(|| differences.join("; "))
    }

    fn input_difference(&self, begun: &Self) -> Option<String> {
        if self.inputs == begun.inputs {
            return None;
        }
        let mut both = begun.inputs.iter().zip(&self.inputs);
        Some(match both.find(|(then, now)| then != now) {
            Some((then, now)) if then.path == now.path => {
                format!("the input {} was written anew", now.path)
            }
            Some((then, now)) => format!("the input {} is now {}", then.path, now.path),
            None => format!(
                "there were {} input files and are {}",
                begun.inputs.len(),
                self.inputs.len()
            ),
        })
    }
}

fn columns(options: &JoinOptions) -> String {
    let columns = options.address.columns().join(",");
    format!("{} {columns}", options.address.kind())
}
