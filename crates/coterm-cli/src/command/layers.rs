//! `coterm layers`: lists the layers of the data folder.

use std::process::ExitCode;

use coterm_core::layers::Role;
use coterm_core::words::list;
use coterm_io::{DataLocation, LayerStore, StoreChange};

use crate::args::Layers;
use crate::error::Result;
use crate::output::{print, print_json, print_table};
use crate::table::table;

pub(crate) fn run(data: &DataLocation, args: &Layers) -> Result<ExitCode> {
    if args.history {
        return history(data, args.json);
    }
    let manifest = coterm_io::store::manifest(data)?;
    let wanted: Vec<_> = manifest
        .layers
        .iter()
        .filter(|layer| args.on.is_none_or(|on| layer.info.period.contains(on)))
        .collect();
    if args.json {
        print_json(&wanted)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(on) = args.on.filter(|_| wanted.is_empty()) {
        print(format!("No layer is valid on {on}."))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut layers = table(&[
        "layer",
        "title",
        "valid",
        "known to",
        "areas",
        "resolution",
        "role",
    ]);
    for layer in wanted {
        let role = match layer.info.role {
            Role::Primary if layer.is_own() => "your own",
            Role::Primary => "",
            Role::Block => "building block",
            Role::Drawing => "second generalisation",
            Role::Backdrop => "backdrop",
        };
        layers.add_row([
            layer.info.id.as_str(),
            &layer.info.title,
            &layer.info.period.to_string(),
            &layer
                .info
                .known_to
                .map(|day| day.to_string())
                .unwrap_or_default(),
            &layer.file.rows.to_string(),
            &format!("{} m", layer.info.resolution_m),
            role,
        ]);
    }
    print_table(&layers)?;
    print(format!(
        "{} rows of postcodes, one for each time that a postcode was in use. Extent: {}.\n\n{}",
        manifest.postcodes.rows, manifest.extent_title, manifest.attribution
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Lists the changes of the own layers, the last one first.
fn history(data: &DataLocation, json: bool) -> Result<ExitCode> {
    let mut history = match data.own_folder() {
        Some(_) => LayerStore::of(data)?.history()?,
        None => Vec::new(),
    };
    history.reverse();
    if json {
        return print_json(&history).map(|()| ExitCode::SUCCESS);
    }
    if history.is_empty() {
        print("You have no layers of your own yet; `coterm import` adds one.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = table(&["generation", "when", "change", "own layers after it"]);
    for generation in &history {
        let change = match &generation.change {
            StoreChange::Import { layer, files } => {
                let files = list(files.iter().map(String::as_str));
                format!("imported {layer} from {files}")
            }
            StoreChange::Remove { layers } => {
                format!("removed {}", list(layers.iter().map(String::as_str)))
            }
            StoreChange::RollBack { to } => format!("went back to generation {to}"),
            _ => "another change".to_owned(),
        };
        let layers = generation.layers.iter().map(|layer| layer.info.id.as_str());
        rows.add_row([
            generation.number.to_string(),
            format!("{:.0}", generation.at),
            change,
            list(layers),
        ]);
    }
    print_table(&rows)?;
    print("`coterm rollback --to GENERATION` goes back to one of them.")?;
    Ok(ExitCode::SUCCESS)
}
