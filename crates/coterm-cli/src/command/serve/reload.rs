//! Reloading the data of a running server, when it is asked to or when the files have changed.

use std::sync::Arc;
use std::time::Duration;

use coterm_io::DataStamp;
use coterm_server::LiveState;
use tokio::time::{MissedTickBehavior, interval};

use super::served_files::ServedFiles;
use super::supervisor::{self, News};
use crate::signal::HangUps;

/// Time between two looks at the files.
const EVERY: Duration = Duration::from_secs(2);

/// Loads the files again after each hang-up signal, and when their stamp is another one at two
/// looks in a row, so that they are not read while somebody copies them. `loaded` is the stamp from
/// before they were first read. Never ends.
pub(super) async fn keep_up_to_date(
    live: LiveState,
    files: Arc<ServedFiles>,
    mut loaded: DataStamp,
    mut asked: HangUps,
) {
    let mut before = loaded.clone();
    let mut time = interval(EVERY);
    time.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let is_asked = tokio::select! {
            () = asked.next() => true,
            _ = time.tick() => false,
        };
        let looking = Arc::clone(&files);
        let Ok(now) = tokio::task::spawn_blocking(move || looking.stamp()).await else {
            continue;
        };
        if is_asked || (now != loaded && now == before) {
            // The stamp is older than the files that are read, so later changes are noticed.
            loaded.clone_from(&now);
            reload(&live, &files).await;
        }
        before = now;
    }
}

async fn reload(live: &LiveState, files: &Arc<ServedFiles>) {
    supervisor::tell(News::Reloading);
    let files = Arc::clone(files);
    live.reload(move |earlier| files.load(Some(earlier))).await;
    supervisor::tell(News::Ready);
}
