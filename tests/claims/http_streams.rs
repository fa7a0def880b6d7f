//! Claims about the streaming of `POST /lookup`: how much of the body is read ahead, how much of
//! the answer is held, and what happens if something fails half-way.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
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

/// A body of many pieces that counts the pieces that were read.
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
        // Reading continues where it stopped, once some of the answer has been taken.
        for _ in 0..100 {
            answer.frame().await.unwrap().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(taken.load(Ordering::Relaxed) > at_rest, "{media}");
    }
}

/// A body that is wrong at its end, after more than the server holds back.
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

/// Starts a server on a port of its own for the duration of a claim.
async fn listening() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app().clone()).await });
    address
}

/// Head and body of the response, read until the connection ends.
async fn exchanged(address: SocketAddr, head: String, body: Vec<u8>) -> (String, Vec<u8>) {
    let exchange = move || {
        let mut connection = TcpStream::connect(address).unwrap();
        let mut sending = connection.try_clone().unwrap();
        let head = format!("{head}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let sender = std::thread::spawn(move || {
            // Writing fails half-way if the server has closed the connection.
            let _ = sending.write_all(head.as_bytes());
            let _ = sending.write_all(&body);
        });
        let mut bytes = Vec::new();
        let _ = connection.read_to_end(&mut bytes);
        sender.join().unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let body = bytes.split_off(end.expect("the head has an end") + 4);
        (String::from_utf8(bytes).unwrap(), body)
    };
    tokio::task::spawn_blocking(exchange).await.unwrap()
}

/// The first lines of a `POST /lookup` request.
fn post(media: &str, coding: &str, length: usize) -> String {
    format!(
        "POST /lookup?on=2022-05-01 HTTP/1.1\r\nContent-Type: {media}\r\nAccept-Encoding: {coding}\r\nContent-Length: {length}"
    )
}

/// The chunks of a body joined, and whether the last chunk arrived.
fn unchunked(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut whole = Vec::new();
    while let Some(line) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&bytes[..line]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        bytes = &bytes[line + 2..];
        if length == 0 {
            return (whole, bytes == b"\r\n");
        }
        whole.extend_from_slice(&bytes[..length.min(bytes.len())]);
        bytes = bytes.get(length + 2..).unwrap_or_default();
    }
    (whole, false)
}

/// Decompresses a body. Returns also whether the compressed data is complete; the decoders fail if
/// it is not.
fn unpacked(coding: &str, bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut whole = Vec::new();
    let read = match coding {
        "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut whole),
        "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut whole),
        "zstd" => zstd::Decoder::new(bytes).unwrap().read_to_end(&mut whole),
        _ => bytes.to_vec().as_slice().read_to_end(&mut whole),
    };
    (whole, read.is_ok())
}

const CODINGS: [&str; 4] = ["gzip", "br", "zstd", "identity"];

#[tokio::test(flavor = "multi_thread")]
async fn over_a_connection_the_reason_arrives_and_the_answer_is_not_ended() {
    let address = listening().await;
    for coding in CODINGS {
        for (media, words) in [
            (JSON, "something follows its end"),
            (CSV, "coterm stopped here: a quote opens on line 20002"),
        ] {
            let body = wrong_in_the_end(media).into_bytes();
            let head = post(media, coding, body.len());
            let (head, body) = exchanged(address, head, body).await;
            assert!(head.starts_with("HTTP/1.1 200"), "{media}: {head}");
            let (body, ended) = unchunked(&body);
            let (text, whole) = unpacked(coding, &body);
            assert!(!ended, "{media} as {coding}");
            assert!(!whole || coding == "identity", "{media} as {coding}");
            let text = String::from_utf8(text).unwrap();
            let last = &text[text.len().saturating_sub(300)..];
            assert!(last.contains(words), "{media} as {coding}: {last}");
        }
    }
}

/// A body that asks for `number` places.
fn places(media: &str, number: usize) -> Vec<u8> {
    let json = include_str!("../cases/lookup-500-points.json");
    let places: Vec<serde_json::Value> = serde_json::from_str(json).unwrap();
    let places = places.iter().cycle().take(number);
    if media == JSON {
        serde_json::to_vec(&places.collect::<Vec<_>>()).unwrap()
    } else {
        let rows = places.map(|place| format!("{},{}\n", place["easting"], place["northing"]));
        let rows: String = rows.collect();
        format!("easting,northing\n{rows}").into_bytes()
    }
}

/// The number of answers in a complete body.
fn answers(media: &str, body: &[u8]) -> usize {
    if media == JSON {
        let answers: Vec<serde_json::Value> = serde_json::from_slice(body).unwrap();
        answers.len()
    } else {
        let mut reader = csv::Reader::from_reader(body);
        reader.records().map(Result::unwrap).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_any_length_end_in_every_coding() {
    let address = listening().await;
    for media in [JSON, CSV] {
        for number in [1, 2, 40, 100, 150, 200, 500, 1_000, 2_000] {
            let mut plain = Vec::new();
            // The last coding first, because the others are compared with it.
            for coding in CODINGS.into_iter().rev() {
                let body = places(media, number);
                let mut head = post(media, coding, body.len());
                if media == CSV {
                    head = head.replacen('?', "?grid_columns=easting,northing&", 1);
                }
                let (head, body) = exchanged(address, head, body).await;
                let what = format!("{number} as {media} in {coding}");
                assert!(head.starts_with("HTTP/1.1 200"), "{what}: {head}");
                let chunked = head.contains("transfer-encoding: chunked");
                let (body, ended) = if chunked {
                    unchunked(&body)
                } else {
                    (body, true)
                };
                assert!(ended, "{what}: the last chunk is missing");
                if coding == "identity" {
                    assert_eq!(answers(media, &body), number, "{what}");
                    plain = body;
                } else {
                    assert!(head.contains(&format!("content-encoding: {coding}")));
                    let (body, whole) = unpacked(coding, &body);
                    assert!(whole, "{what}: it has no end");
                    assert!(body == plain, "{what}: it is not what is sent uncompressed");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_answer_ends_in_every_coding() {
    let address = listening().await;
    for path in [
        "/",
        "/src/main.js",
        "/collections",
        "/collections/lad-2021/items?limit=1000",
        "/collections/lsoa-2011/items?limit=1000",
        "/collections/lad-2021/items/E07000121",
        "/compare/ccg-2021/lad-2021",
        "/tiles/lad-2021",
        "/tiles/lad-2021/6/31/20",
        "/compare/ccg-2021/lad-2021/tiles/6/31/20",
        "/lookup?postcode=LA1%204YW",
        "/style.json",
        "/no/such/page",
    ] {
        for coding in CODINGS {
            let head = format!("GET {path} HTTP/1.1\r\nAccept-Encoding: {coding}");
            let (head, body) = exchanged(address, head, Vec::new()).await;
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let (body, ended) = match length {
                Some(length) => {
                    let ended = body.len() == length.parse::<usize>().unwrap();
                    (body, ended)
                }
                None => unchunked(&body),
            };
            assert!(ended, "{path} in {coding}: {head}");
            let coding = head
                .lines()
                .find_map(|line| line.strip_prefix("content-encoding: "));
            let (body, whole) = unpacked(coding.unwrap_or("identity"), &body);
            assert!(whole && !body.is_empty(), "{path} in {coding:?}");
        }
    }
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
