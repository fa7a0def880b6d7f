//! `coterm serve`: starts the server and its map, and serves until a signal asks it to stop.

use coterm_core::dataset::Indexing;
use std::path::Path;
use std::process::ExitCode;

use coterm_io::{AddedFiles, ArchivedTiles};

use crate::args::Serve;
use crate::error::{Context, Result};
use crate::output::print;
use crate::signal;
use crate::terminal::say;

pub(crate) fn run(data: &Path, args: &Serve) -> Result<ExitCode> {
    // Archives are opened first, so that an error shows before the data is loaded.
    let archives = args.tiles.iter().map(|path| ArchivedTiles::open(path));
    let archives = archives.collect::<coterm_io::Result<Vec<_>>>()?;
    let served: Vec<String> = archives.iter().map(|one| one.name().to_owned()).collect();
    let manifest = coterm_io::store::manifest(data)?;
    let dataset = coterm_io::store::open(data, Indexing::LayersAndPostcodes)?;
    let added = AddedFiles::read(data, &dataset)?;
    let state = coterm_server::State::builder(dataset, &args.web)
        .manifest(manifest)
        .added(added)
        .archives(archives)?
        .build();
    if !state.has_page() {
        say(format!(
            "warning: the map's page is not in {}, so only the interface is served; run `make web`, or name the folder with --web",
            args.web.display()
        ));
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
