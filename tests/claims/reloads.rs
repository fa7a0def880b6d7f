//! Claims about new data under a running server: requests are answered all the while, each from one
//! edition of the data, and data that cannot be used changes nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::Method;
use coterm_core::dataset::Indexing;
use coterm_io::store;
use coterm_server::{LiveState, State};
use coterm_tests::workspace;
use serde_json::Value;

use crate::requests::{Answered, send_to};
use crate::small_data::{SmallData, editions};

/// Addresses whose answers name the edition in several places, or are made from a cache.
const ASKED: [&str; 6] = [
    "/postcodes/BB11AA",
    "/collections",
    "/collections/lad-2023",
    "/compare/lad-2021/lad-2023?f=md",
    "/",
    "/ready",
];

fn state(data: &SmallData) -> coterm_io::Result<coterm_server::StateBuilder> {
    let dataset = store::open(data.path(), Indexing::None)?;
    Ok(State::builder(dataset, &workspace().join("no-page-here"))
        .manifest(store::manifest(data.path())?)
        .fingerprint(store::fingerprint(data.path())?))
}

async fn get(app: &Router, path: &str) -> Answered {
    send_to(app, Method::GET, path, &[]).await
}

/// Loads the data of a folder again.
async fn reload(live: &LiveState, data: &Arc<SmallData>) -> bool {
    let data = Arc::clone(data);
    live.reload(move |earlier| Ok::<_, coterm_io::Error>(state(&data)?.continuing(earlier).build()))
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn no_answer_fails_or_is_made_from_two_editions_while_the_data_is_loaded_again() {
    let data = ["one", "two"].map(|edition| Arc::new(SmallData::new(edition)));
    let live = LiveState::from(state(&data[0]).unwrap().build());
    let app = coterm_server::app(live.clone());
    let ended = Arc::new(AtomicBool::new(false));
    let asking = (0..3).map(|first| {
        let (app, ended) = (app.clone(), Arc::clone(&ended));
        tokio::spawn(async move {
            let mut seen = Vec::new();
            for path in ASKED.iter().cycle().skip(first) {
                if ended.load(Ordering::Relaxed) {
                    return seen;
                }
                let answer = get(&app, path).await;
                assert_eq!(answer.status, 200, "{path}");
                let text = String::from_utf8(answer.body.to_vec()).unwrap();
                let named = editions(&text);
                assert_eq!(named.len(), 1, "{path} is made from {named:?}: {text}");
                seen.push(named[0].to_owned());
            }
            seen
        })
    });
    let asking: Vec<_> = asking.collect();
    for number in 1..=60 {
        assert!(reload(&live, &data[number % 2]).await, "reload {number}");
    }
    ended.store(true, Ordering::Relaxed);
    let mut seen = Vec::new();
    for task in asking {
        seen.extend(task.await.unwrap());
    }
    for edition in ["one", "two"] {
        let answers = seen.iter().filter(|seen| *seen == edition).count();
        assert!(answers > 5, "{answers} answers of edition {edition}");
    }
    let metrics = get(&app, "/metrics").await;
    let metrics = String::from_utf8(metrics.body.to_vec()).unwrap();
    let line = "coterm_reloads_total{outcome=\"loaded\"} 60";
    assert!(metrics.contains(line), "{metrics}");
}

#[tokio::test]
async fn data_that_cannot_be_used_is_refused_and_the_earlier_data_answers() {
    let data = Arc::new(SmallData::new("one"));
    let live = LiveState::from(state(&data).unwrap().build());
    let app = coterm_server::app(live.clone());
    let ready = async || get(&app, "/ready").await.json();
    let before = ready().await;
    assert_eq!(before["reload_error"], Value::Null);
    assert!(
        before["data_title"]
            .as_str()
            .unwrap()
            .contains("edition-one")
    );

    data.become_edition("two");
    let layer = data.layer("lad-2023");
    let mut bytes = std::fs::read(&layer).unwrap();
    bytes[20_000] ^= 1;
    std::fs::write(&layer, &bytes).unwrap();
    assert!(!reload(&live, &data).await);
    let damaged = ready().await;
    assert_eq!(damaged["status"], "ready");
    assert_eq!(damaged["data_checksum"], before["data_checksum"]);
    assert_eq!(damaged["loaded_at"], before["loaded_at"]);
    let detail = damaged["reload_error"]["detail"].as_str().unwrap();
    assert!(detail.contains("lad-2023.fgb"), "{detail}");

    std::fs::remove_dir_all(data.path().join("layers")).unwrap();
    std::fs::remove_file(data.path().join("catalogue.json")).unwrap();
    assert!(!reload(&live, &data).await);
    let emptied = ready().await;
    assert_ne!(emptied["reload_error"], damaged["reload_error"]);
    let answer = get(&app, "/postcodes/BB11AA").await.json();
    assert_eq!(editions(&answer.to_string()), ["one"]);

    // A loader that panics is refused too.
    assert!(
        !live
            .reload(|_| -> Result<State, String> { panic!("on purpose") })
            .await
    );

    std::fs::create_dir(data.path().join("layers")).unwrap();
    data.become_edition("two");
    assert!(reload(&live, &data).await);
    let after = ready().await;
    assert_eq!(after["reload_error"], Value::Null);
    assert_ne!(after["data_checksum"], before["data_checksum"]);
    let answer = get(&app, "/postcodes/BB11AA").await.json();
    assert_eq!(editions(&answer.to_string()), ["two"]);
    let metrics = get(&app, "/metrics").await;
    let metrics = String::from_utf8(metrics.body.to_vec()).unwrap();
    for line in [
        "coterm_reloads_total{outcome=\"loaded\"} 1".to_owned(),
        "coterm_reloads_total{outcome=\"refused\"} 3".to_owned(),
        format!("coterm_data_info{{checksum={}}} 1", after["data_checksum"]),
        "coterm_lookups_total 2".to_owned(),
    ] {
        assert!(metrics.contains(&line), "{line} is not in {metrics}");
    }
}
