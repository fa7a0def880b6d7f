//! `coterm data where`: says which data is used, what chose it, and how to use other data.

use std::path::{Path, PathBuf};

use coterm_core::words::list;
use coterm_io::{BUILT_IN, DATA_FOLDER, DataLocation, Manifest, store};
use serde::Serialize;

use crate::args::DataWhere;
use crate::data_choice::{ChosenBy, DataChoice, built_in};
use crate::error::{Context, Result};
use crate::output::{print, print_json, print_table};
use crate::table::facts;

/// The answer as JSON.
#[derive(Serialize)]
struct Where {
    built_in: bool,
    /// The folder's absolute path; `None` for data that is built in.
    path: Option<PathBuf>,
    chosen_by: &'static str,
    extent: String,
    layers: usize,
    fingerprint: String,
    /// The folder for what people add, such as imported layers; `None` if nothing can be added.
    own_folder: Option<PathBuf>,
    /// Names of the layers that people imported.
    own_layers: Vec<String>,
    /// The fingerprint of the data in the program; `None` if it has none.
    built_in_fingerprint: Option<String>,
}

impl Where {
    fn new(choice: &DataChoice) -> Result<Self> {
        let Manifest {
            extent_title,
            layers,
            ..
        } = store::manifest(&choice.location)?;
        let absolute =
            |folder: &Path| std::path::absolute(folder).context(folder.display().to_string());
        let folder = choice.location.folder();
        let own = layers.iter().filter(|layer| layer.is_own());
        Ok(Self {
            built_in: folder.is_none(),
            path: folder.map(absolute).transpose()?,
            chosen_by: match choice.by {
                ChosenBy::Argument => "--data",
                ChosenBy::Environment => "COTERM_DATA",
                ChosenBy::Default => "default",
            },
            extent: extent_title,
            own_folder: choice.location.own_folder().map(absolute).transpose()?,
            own_layers: own.map(|layer| layer.info.id.clone()).collect(),
            layers: layers.len(),
            fingerprint: store::fingerprint(&choice.location)?,
            built_in_fingerprint: store::fingerprint(built_in()).ok(),
        })
    }
}

pub(super) fn run(choice: &DataChoice, args: &DataWhere) -> Result<()> {
    let found = Where::new(choice)?;
    if args.json {
        return print_json(&found);
    }
    let mut about = facts();
    about.add_row(["Data", &place(&choice.location, &found)]);
    about.add_row(["Chosen by", reason(choice)]);
    about.add_row(["Extent", &found.extent]);
    about.add_row(["Layers", &found.layers.to_string()]);
    if let Some(folder) = &found.own_folder {
        let layers = found.own_layers.iter().map(String::as_str);
        let layers = match found.own_layers.as_slice() {
            [] => "none yet".to_owned(),
            _ => list(layers),
        };
        about.add_row(["Your own layers", &layers]);
        about.add_row(["They are kept in", &folder.display().to_string()]);
    }
    about.add_row(["Fingerprint", &found.fingerprint]);
    print_table(&about)?;
    print(advice(&found))
}

fn place(location: &DataLocation, found: &Where) -> String {
    match &found.path {
        Some(path) => path.display().to_string(),
        None => format!("built into {location}"),
    }
}

fn reason(choice: &DataChoice) -> &'static str {
    match (choice.by, choice.location.folder()) {
        (ChosenBy::Argument, _) => "--data",
        (ChosenBy::Environment, _) => "COTERM_DATA",
        (ChosenBy::Default, Some(_)) => "there is a data folder here, called data",
        (ChosenBy::Default, None) => "no data folder is named, and none called data is here",
    }
}

/// Says how to use other data, and whether the program has the same.
fn advice(found: &Where) -> String {
    let to_a_folder = "To use another data folder, name it with --data FOLDER or COTERM_DATA.";
    if found.built_in {
        return format!(
            "{to_a_folder} A data folder called {DATA_FOLDER} in the folder where you are is used too."
        );
    }
    let to_built_in = match &found.built_in_fingerprint {
        None => return to_a_folder.to_owned(),
        Some(same) if *same == found.fingerprint => "The same data is built into the program:",
        Some(_) => "Other data is built into the program:",
    };
    format!("{to_a_folder}\n{to_built_in} --data {BUILT_IN} uses it.")
}
