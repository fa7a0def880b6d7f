//! `POST /lookup` streams: what is taken, what is held, and what goes wrong half-way.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures_util::stream;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::http_post::{CSV, JSON};
use crate::requests::app;

/// A body of many pieces that counts those that were taken.
fn counted(piece: &'static str, pieces: usize) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let stream = stream::iter((0..pieces).map(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from_static(piece.as_bytes()))
    }));
    (Body::from_stream(stream), taken)
}

#[tokio::test]
async fn no_more_is_read_than_is_answered_and_no_more_answered_than_is_taken() {
    const PIECES: usize = 100_000;
    for (media, first, piece) in [
        (JSON, "[{}", ",{\"postcode\": \"LA1 4YW\"}"),
        (
            CSV,
            "postcode,id\n",
            "LA1 4YW,12345678901234567890123456789\n",
        ),
    ] {
        let (rest, taken) = counted(piece, PIECES);
        let body = stream::once(async move { Ok(Bytes::from(first)) });
        let body = futures_util::StreamExt::chain(body, rest.into_data_stream());
        let request = Request::post("/lookup").header(header::CONTENT_TYPE, media);
        let request = request.body(Body::from_stream(body)).unwrap();
        let mut answer = app().clone().oneshot(request).await.unwrap().into_body();
        let begin = answer.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(!begin.is_empty());
        tokio::time::sleep(Duration::from_millis(300)).await;
        let at_rest = taken.load(Ordering::Relaxed);
        assert!(at_rest < PIECES / 10, "{media}: {at_rest} pieces are taken");
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(taken.load(Ordering::Relaxed), at_rest, "{media}");
        // And it goes on where it stopped, when some of what was held is gone.
        for _ in 0..100 {
            answer.frame().await.unwrap().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(taken.load(Ordering::Relaxed) > at_rest, "{media}");
    }
}

/// A body with more before what is wrong than is held back.
fn wrong_in_the_end(media: &str) -> String {
    match media {
        JSON => format!(
            "[{}{{}}] more",
            "{\"postcode\": \"LA1 4YW\"},".repeat(5_000)
        ),
        _ => format!(
            "postcode,n\n{}\"open,{}",
            "LA1 4YW,1\n".repeat(20_000),
            "a".repeat(2 << 20)
        ),
    }
}

#[tokio::test]
async fn an_error_in_mid_stream_says_why_and_is_no_success() {
    for (media, words) in [
        (JSON, "something follows its end"),
        (CSV, "coterm stopped here: a quote opens on line 20002"),
    ] {
        let request = Request::post("/lookup").header(header::CONTENT_TYPE, media);
        let text = wrong_in_the_end(media).into_bytes();
        let pieces: Vec<_> = text
            .chunks(50_000)
            .map(<[u8]>::to_vec)
            .map(Ok::<_, Infallible>)
            .collect();
        let request = request
            .body(Body::from_stream(stream::iter(pieces)))
            .unwrap();
        let mut answer = app().clone().oneshot(request).await.unwrap().into_body();
        let (mut text, mut cut) = (Vec::new(), false);
        while let Some(frame) = answer.frame().await {
            match frame {
                Ok(frame) => text.extend_from_slice(&frame.into_data().unwrap()),
                Err(_) => cut = true,
            }
        }
        let text = String::from_utf8(text).unwrap();
        assert!(cut && !text.ends_with(']'), "{media}");
        let last = text.trim_end().rsplit('\n').next().unwrap();
        assert!(last.contains(words), "{media}: {last}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_connection_the_reason_arrives_and_the_answer_is_not_ended() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app().clone()).await });
    let exchange = move |media: &str, body: String| {
        let mut connection = TcpStream::connect(address).unwrap();
        let mut sending = connection.try_clone().unwrap();
        let head = format!(
            "POST /lookup HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let sender = std::thread::spawn(move || {
            // Refused in the middle if the server has hung up.
            let _ = sending.write_all(head.as_bytes());
            let _ = sending.write_all(body.as_bytes());
        });
        let mut text = Vec::new();
        let _ = connection.read_to_end(&mut text);
        sender.join().unwrap();
        String::from_utf8(text).unwrap()
    };
    for (media, words) in [
        (JSON, "something follows its end"),
        (CSV, "coterm stopped here: a quote opens on line 20002"),
    ] {
        let text = tokio::task::spawn_blocking(move || exchange(media, wrong_in_the_end(media)));
        let text = text.await.unwrap();
        assert!(text.starts_with("HTTP/1.1 200"), "{media}: {text:.200}");
        assert!(
            text.contains(words),
            "{media}: {}",
            &text[text.len() - 300..]
        );
        assert!(!text.ends_with("\r\n0\r\n\r\n"), "{media}");
    }
    for (media, body) in [
        (
            JSON,
            format!("[{}{{}}]", "{\"postcode\": \"LA1 4YW\"},".repeat(5_000)),
        ),
        (CSV, format!("postcode\n{}", "LA1 4YW\n".repeat(20_000))),
    ] {
        let text = tokio::task::spawn_blocking(move || exchange(media, body))
            .await
            .unwrap();
        assert!(text.ends_with("\r\n0\r\n\r\n"), "{media}");
        assert_eq!(
            text.matches("\"postcode\":\"LA1 4YW\",\"status\"").count(),
            if media == JSON { 5_000 } else { 0 }
        );
    }
    server.abort();
}

#[tokio::test]
async fn a_client_that_goes_away_in_the_middle_stops_the_work() {
    for (media, piece) in [
        (JSON, "[{},{},{},{},{},{},{},{},{}"),
        (CSV, "postcode\nLA1 4YW\n"),
    ] {
        let (body, taken) = counted(piece, 1 << 30);
        let request = Request::post("/lookup").header(header::CONTENT_TYPE, media);
        let response = app()
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        drop(response);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let then = taken.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(taken.load(Ordering::Relaxed), then, "{media}");
    }
}
