//! `coterm serve`: starts the server and its map, and serves until a signal asks it to stop.

use std::process::ExitCode;

use coterm_core::dataset::Indexing;
use coterm_io::{AddedFiles, ArchivedTiles, DataLocation};
use coterm_server::PageLocation;

use crate::args::Serve;
use crate::data_choice;
use crate::error::{Context, Result};
use crate::output::print;
use crate::own_layer::with_files;
use crate::signal;
use crate::terminal::say;

pub(crate) fn run(data: &DataLocation, args: &Serve) -> Result<ExitCode> {
    // Archives are opened first, so that an error shows before the data is loaded.
    let archives = args.tiles.iter().map(|path| ArchivedTiles::open(path));
    let archives = archives.collect::<coterm_io::Result<Vec<_>>>()?;
    let served: Vec<String> = archives.iter().map(|one| one.name().to_owned()).collect();
    let data = &with_files(data, &args.own)?;
    let manifest = coterm_io::store::manifest(data)?;
    let dataset = coterm_io::store::open(data, Indexing::LayersAndPostcodes)?;
    let added = AddedFiles::read(data, &dataset)?;
    let page = data_choice::page(args.web.as_ref());
    let state = coterm_server::State::builder(dataset, page.clone())
        .manifest(manifest)
        .added(added)
        .archives(archives)?
        .build();
    if !state.has_page() {
        say(no_page(&page));
    }
    if let Some(why) = coterm_server::day::zone_is_not_known() {
        say(format!("warning: {why}"));
    }
    coterm_server::log_panics();
    let runtime = tokio::runtime::Runtime::new().context("the server's runtime")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.bind)
            .await
            .context(format!(
                "cannot listen on {}; choose another address with --bind",
                args.bind
            ))?;
        let address = listener.local_addr().context("the server's address")?;
        print(format!(
            "coterm is at http://{address} (stop it with Ctrl-C)"
        ))?;
        if !address.ip().is_loopback() {
            say(format!(
                "note: everyone who can reach this machine can use it; with --bind localhost:{} only this machine can",
                address.port()
            ));
        }
        for name in served {
            print(format!(
                "http://{address}/tiles/{name} has the archive {name}"
            ))?;
        }
        let stop = async {
            signal::interrupted().await;
        };
        coterm_server::run(listener, state, stop)
            .await
            .context("the server")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the warning that there is no page, and what to do.
fn no_page(page: &PageLocation) -> String {
    match page {
        PageLocation::Folder(folder) => format!(
            "warning: the map's page is not in {}, so only the interface is served; run `make web`, or name the folder with --web",
            folder.display()
        ),
        PageLocation::BuiltIn(_) => "warning: the map library was not installed when this program was built, so only the interface is served; run `make web` and build it again, or name the folder of the map's page with --web".to_owned(),
    }
}
