//! `coterm serve`: starts the server and its map, and serves until a signal asks it to stop.

mod listeners;
mod reload;
mod served_files;
mod supervisor;

use std::process::ExitCode;
use std::sync::Arc;

use coterm_io::DataLocation;
use coterm_server::{Hosts, Limits, Listeners, LiveState, PageLocation, Settings};

use self::served_files::ServedFiles;
use self::supervisor::News;

use crate::args::{Binding, Serve};
use crate::data_choice;
use crate::error::{Context, Result};
use crate::output::print;
use crate::signal::{self, HangUps};
use crate::terminal::say;

pub(crate) fn run(data: &DataLocation, args: Serve) -> Result<ExitCode> {
    let names = archive_names(&args);
    let page = data_choice::page(args.web.as_ref());
    let proxy = args.public_url.as_deref().and_then(host_of);
    let hosts = own_hosts(&args.bind).and(args.allow_host.iter().map(String::as_str).chain(proxy));
    let settings = Settings {
        hosts,
        limits: Limits::default(),
        public_url: args.public_url,
        allowed_origins: args.allow_origin,
        access_log: args.access_log,
    };
    let files = ServedFiles::new(
        data,
        args.own,
        args.tiles,
        args.basemap,
        page.clone(),
        settings,
    );
    // A change while the files are read is then noticed.
    let stamp = files.stamp();
    let state = files.load(None)?;
    if !state.has_page() {
        say(no_page(&page));
    }
    if let Some(why) = coterm_server::day::zone_is_not_known() {
        say(format!("warning: {why}"));
    }
    coterm_server::log_panics();
    let runtime = tokio::runtime::Runtime::new().context("the server's runtime")?;
    let served = runtime.block_on(async {
        // Signals are listened for before the address is told, by which somebody may know of the server.
        let stopped = signal::stopped();
        let listeners = listeners::open(&args.bind).await?;
        announce(&listeners, &names)?;
        let live = LiveState::from(state);
        let hang_ups = HangUps::new();
        tokio::spawn(reload::keep_up_to_date(
            live.clone(),
            Arc::new(files),
            stamp,
            hang_ups,
        ));
        let stop = async {
            stopped.await;
            // A second signal ends the process without a wait for requests under way.
            tokio::spawn(async { std::process::exit(signal::interrupted().await) });
            supervisor::tell(News::Stopping);
        };
        supervisor::tell(News::Ready);
        coterm_server::run(listeners, live, stop)
            .await
            .context("the server")
    });
    // Work that is left has been told to stop. Its threads are not waited for.
    runtime.shutdown_background();
    served?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the names by which clients may call a server at these addresses: any, if other machines
/// can reach one of them.
fn own_hosts(bindings: &[Binding]) -> Hosts {
    let default = [Binding::default()];
    let bindings = if bindings.is_empty() {
        &default
    } else {
        bindings
    };
    let mut all = Hosts::Only(Vec::new());
    for binding in bindings {
        // A Unix socket is for a proxy, which passes on the name that it was called by.
        let Binding::Tcp(address) = binding else {
            return Hosts::Any;
        };
        match Hosts::of_this_machine(*address) {
            Hosts::Any => return Hosts::Any,
            Hosts::Only(names) => all = all.and(names),
        }
    }
    all
}

/// Returns the host of a URL, perhaps with a port.
fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next()
}

/// Returns the names of the archives, by which their tiles are served.
fn archive_names(args: &Serve) -> Vec<String> {
    let names = args.tiles.iter().filter_map(|path| path.file_stem());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Prints where the server and its archives are, and who can reach them.
fn announce(listeners: &Listeners, archives: &[String]) -> Result<()> {
    print(format!("coterm is at {listeners} (stop it with Ctrl-C)"))?;
    let addresses = listeners.tcp_addresses();
    let open = addresses.iter().find(|address| !address.ip().is_loopback());
    if let Some(address) = open {
        say(format!(
            "note: everyone who can reach this machine can use it; with --bind localhost:{} only this machine can",
            address.port()
        ));
    }
    if let Some(address) = addresses.first() {
        for name in archives {
            print(format!(
                "http://{address}/tiles/{name} has the archive {name}"
            ))?;
        }
    }
    Ok(())
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
