//! `coterm layers`: lists the layers of the data folder.

use std::process::ExitCode;

use coterm_core::layers::Role;
use coterm_io::DataLocation;

use crate::args::Layers;
use crate::error::Result;
use crate::output::{print, print_json, print_table};
use crate::table::table;

pub(crate) fn run(data: &DataLocation, args: &Layers) -> Result<ExitCode> {
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
