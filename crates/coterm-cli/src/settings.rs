//! The settings of `coterm serve` from a file and from the environment, under the names of its
//! options.
//!
//! Settings become arguments beside those that were given, so that each value is checked in one
//! place. An option on the command line wins over the environment, and the environment over the file.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};

use crate::args::Cli;
use crate::error::{Context, Error, Result};

/// The subcommand that has settings.
const SERVE: &str = "serve";
/// The option, and its key, that names the file.
const CONFIG: &str = "config";
/// Options that are no settings of a server.
const OTHERS: [&str; 4] = [CONFIG, "help", "version", "verbose"];
/// Number of changed letters up to which a name is taken for a slip.
const SLIP: usize = 3;

/// Adds to the arguments of `coterm serve` what the file of settings and the environment say.
/// Other subcommands stay as they are.
///
/// # Errors
///
/// [`Error::Usage`] for a setting that does not exist or cannot be understood;
/// [`Error::System`] for a file that cannot be read.
pub(crate) fn complete(matches: ArgMatches) -> Result<ArgMatches> {
    let Some((SERVE, serve)) = matches.subcommand() else {
        return Ok(matches);
    };
    let file = serve.get_one::<std::path::PathBuf>(CONFIG);
    let settings = file.map(|path| read(path)).transpose()?.unwrap_or_default();
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let more = arguments(serve, &settings, variable)?;
    if more.is_empty() {
        return Ok(matches);
    }
    let all = std::env::args_os().chain(more);
    Cli::command().try_get_matches_from(all).map_err(|error| {
        let text = error.render().to_string();
        let text = text.lines().next().unwrap_or_default();
        let text = text.trim_start_matches("error: ");
        let place = file.map_or_else(String::new, |path| format!("{} or ", path.display()));
        Error::Usage(format!("{text}; it is set in {place}the environment"))
    })
}

fn read(path: &Path) -> Result<toml::Table> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).context(format!("cannot read the settings {shown}"))?;
    text.parse()
        .map_err(|error: toml::de::Error| Error::Usage(format!("{shown} is not TOML: {error}")))
}

/// Returns the options of `coterm serve` that a file or the environment may set.
fn options() -> Vec<Arg> {
    let all = Cli::command();
    let serve = all.find_subcommand(SERVE).into_iter();
    let own = serve.flat_map(Command::get_arguments);
    let options = all.get_arguments().chain(own);
    options
        .filter(|option| {
            let long = option.get_long();
            long.is_some_and(|name| !OTHERS.contains(&name))
        })
        .cloned()
        .collect()
}

/// Makes the arguments for what is set and was not given.
fn arguments(
    given: &ArgMatches,
    settings: &toml::Table,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Vec<OsString>> {
    let options = options();
    let names = || options.iter().filter_map(Arg::get_long);
    for name in settings.keys() {
        if !names().any(|known| known == name) {
            return Err(unknown(name, names()));
        }
    }
    let mut more = Vec::new();
    for option in &options {
        let source = given.value_source(option.get_id().as_str());
        let is_given =
            |source| matches!(source, ValueSource::CommandLine | ValueSource::EnvVariable);
        let Some(name) = option.get_long().filter(|_| !source.is_some_and(is_given)) else {
            continue;
        };
        let takes_several = matches!(option.get_action(), ArgAction::Append);
        let in_environment = variable(&variable_of(name));
        let values = match (in_environment, settings.get(name)) {
            (Some(text), _) if takes_several => split(&text),
            (Some(text), _) => vec![text],
            (None, Some(value)) => values(name, value, takes_several)?,
            (None, None) => continue,
        };
        for value in values {
            let mut argument = OsString::from(format!("--{name}="));
            argument.push(value);
            more.push(argument);
        }
    }
    Ok(more)
}

/// Returns the environment variable of an option: `COTERM_PUBLIC_URL` for `public-url`.
fn variable_of(name: &str) -> String {
    format!("COTERM_{}", name.to_uppercase().replace('-', "_"))
}

/// Splits a list in the environment at its commas.
fn split(text: &OsString) -> Vec<OsString> {
    match text.to_str() {
        Some(text) => text.split(',').map(|one| one.trim().into()).collect(),
        None => vec![text.clone()],
    }
}

/// Returns the values of a setting as they would be written on the command line.
fn values(name: &str, value: &toml::Value, takes_several: bool) -> Result<Vec<OsString>> {
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(OsString::from(text)),
        toml::Value::Integer(number) => Some(number.to_string().into()),
        toml::Value::Float(number) => Some(number.to_string().into()),
        toml::Value::Boolean(is_on) => Some(is_on.to_string().into()),
        _ => None,
    };
    let (values, form) = match value {
        toml::Value::Array(all) if takes_several => (
            all.iter().map(one).collect(),
            "a list of values, such as [\"one\", \"two\"]",
        ),
        value => (one(value).map(|one| vec![one]), "one value"),
    };
    values.ok_or_else(|| Error::Usage(format!("the setting {name} should be {form}")))
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let near = known
        .iter()
        .map(|known| (strsim::levenshtein(name, known), *known))
        .filter(|(slips, _)| *slips <= SLIP)
        .min();
    let remedy = match near {
        Some((_, near)) => format!("did you mean {near}?"),
        None => format!("settings are {}", known.join(", ")),
    };
    Error::Usage(format!("there is no setting {name}; {remedy}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Arguments that `coterm serve` would get besides those that are given.
    fn added(given: &[&str], file: &str, environment: &[(&str, &str)]) -> Result<Vec<String>> {
        let words = [&["coterm", SERVE], given].concat();
        let matches = Cli::command().try_get_matches_from(words).unwrap();
        let (_, serve) = matches.subcommand().unwrap();
        let variable = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        let more = arguments(serve, &file.parse().unwrap(), variable)?;
        let words = ["coterm".into(), SERVE.into()].into_iter();
        let all: Vec<OsString> = words.chain(more.iter().cloned()).collect();
        Cli::command().try_get_matches_from(all).unwrap();
        Ok(more
            .into_iter()
            .map(|one| one.into_string().unwrap())
            .collect())
    }

    #[test]
    fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
        let file = "public-url = \"https://file.example\"\ntiles = [\"a.pmtiles\", \"b.pmtiles\"]\naccess-log = true";
        let environment = [
            ("COTERM_PUBLIC_URL", "https://environment.example"),
            ("COTERM_TILES", "c.pmtiles, d.pmtiles"),
        ];
        let both = added(&[], file, &environment).unwrap();
        assert_eq!(
            both,
            [
                "--tiles=c.pmtiles",
                "--tiles=d.pmtiles",
                "--public-url=https://environment.example",
                "--access-log=true",
            ]
        );
        let of_file = added(&["--access-log"], file, &[]).unwrap();
        assert_eq!(
            of_file,
            [
                "--tiles=a.pmtiles",
                "--tiles=b.pmtiles",
                "--public-url=https://file.example",
            ]
        );
        let given = [
            "--public-url",
            "https://given.example",
            "--tiles",
            "e.mbtiles",
        ];
        assert_eq!(
            added(&given, file, &environment).unwrap(),
            ["--access-log=true"]
        );
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused_with_the_nearest() {
        let refused = |file| added(&[], file, &[]).unwrap_err().to_string();
        assert!(refused("public_url = \"x\"").contains("did you mean public-url?"));
        let far = refused("workers = 4");
        assert!(far.contains("bind, ") && far.contains("tiles"), "{far}");
        assert!(refused("public-url = [\"x\"]").contains("one value"));
        assert!(refused("tiles = [[1]]").contains("a list of values"));
    }
}
