//! Claims about clients that hold on to the server, or ask too much of it: each ends within the
//! limits, and the server answers others in the meantime.

use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use coterm_server::Limits;

use crate::running_server::{
    PATIENCE, RunningServer, chunk, get, half_closed, is_problem, post, post_whole, rest,
};

/// A time that is short, but not for a busy machine.
const SHORT: Duration = Duration::from_secs(1);
/// A time that no claim waits for.
const LONG: Duration = Duration::from_hours(1);

/// Limits under which only what a claim shortens can end anything.
fn patient() -> Limits {
    Limits {
        header_time: LONG,
        idle_time: LONG,
        stall_time: LONG,
        half_closed_time: LONG,
        drain_time: LONG,
        work_time: LONG,
        ..Limits::default()
    }
}

#[test]
fn idle_connections_make_room_for_others_when_all_are_taken() {
    let server = RunningServer::start(Limits {
        connections: 100,
        ..patient()
    });
    let idle: Vec<_> = (0..300).map(|_| server.begin("")).collect();
    server.still_answers();
    // Those that have sent a part of a request are as idle.
    let slow: Vec<_> = (0..300)
        .map(|_| server.begin("GET / HTTP/1.1\r\n"))
        .collect();
    server.still_answers();
    drop((idle, slow));
}

#[test]
fn an_idle_connection_is_closed_after_some_time() {
    let server = RunningServer::start(Limits {
        connections: 1,
        idle_time: SHORT,
        ..patient()
    });
    assert_eq!(rest(server.begin("")), "");
    let kept = get("/health").replace("close", "keep-alive");
    let answer = rest(server.begin(&kept));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.still_answers();
}

#[test]
fn a_connection_whose_answer_took_longer_than_it_may_idle_is_closed_afterwards() {
    let server = RunningServer::start(Limits {
        idle_time: SHORT / 5,
        ..patient()
    });
    let path = "/compare/lsoa-2011/land?tolerance=33&f=csv";
    let kept = get(path).replace("close", "keep-alive");
    let answer = rest(server.begin(&kept));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn headers_that_do_not_arrive_end_their_connection() {
    let server = RunningServer::start(Limits {
        header_time: SHORT,
        ..patient()
    });
    let mut slow = server.begin("GET /health HTTP/1.1\r\n");
    let mut sending = slow.try_clone().unwrap();
    // A header that trickles in has no more time than one that does not.
    let trickle = thread::spawn(move || {
        while sending.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    drop(slow);
    trickle.join().unwrap();
    server.still_answers();
}

#[test]
fn what_is_not_http_is_told_so_in_a_problem_document() {
    let server = RunningServer::start(patient());
    let header = "x".repeat(70_000);
    for (request, status, words) in [
        ("hello\r\n\r\n".to_owned(), 400, "not a request in HTTP"),
        (
            get("/").replace("localhost", "a\0b"),
            400,
            "not a request in HTTP",
        ),
        (
            get("/").replace("localhost", &header),
            431,
            "at most 100 headers",
        ),
        (
            get("/").replace("\r\nHost", &"\r\nX: y".repeat(101)),
            431,
            "at most 100 headers",
        ),
    ] {
        let answer = server.exchange(&request);
        is_problem(&answer, status, words);
        assert!(
            answer.contains("x-content-type-options: nosniff"),
            "{answer}"
        );
    }
    server.still_answers();
}

#[test]
fn a_body_that_does_not_go_on_ends_with_a_408() {
    let server = RunningServer::start(Limits {
        stall_time: SHORT,
        least_rate: 100,
        ..patient()
    });
    for (path, media, begin) in [
        ("/lookup", "application/json", "[{}"),
        ("/lookup", "text/csv", "postco"),
        ("/scenarios/score", "application/json", "{"),
        ("/postcodes", "application/json", "{"),
    ] {
        let request = post(path, media) + &chunk(begin);
        is_problem(&server.exchange(&request), 408, "too slowly");
    }
    // Neither does one that trickles.
    let mut slow = server.begin(&(post("/scenarios/score", "text/csv") + &chunk("block,area\n")));
    let mut sending = slow.try_clone().unwrap();
    let trickle = thread::spawn(move || {
        while sending.write_all(chunk("x").as_bytes()).is_ok() {
            thread::sleep(Duration::from_millis(100));
        }
    });
    let mut answer = [0; 12];
    slow.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    drop(slow);
    trickle.join().unwrap();
    server.still_answers();
}

#[test]
fn uploads_beyond_the_limit_are_refused_and_small_ones_are_not() {
    let server = RunningServer::start(Limits {
        uploads: 3,
        half_closed_time: SHORT,
        ..patient()
    });
    let csv = post("/lookup", "text/csv") + &chunk("postcode\nLA1 4YW\n");
    let json = post("/lookup", "application/json") + &chunk("[{}");
    let mut slow = vec![server.begin(&csv), server.begin(&json)];
    // Whoever comes when all places are taken is refused. They are taken once the server has read
    // the requests, which takes a moment; until then, this one is answered, and takes a place itself.
    let whole = post_whole("/lookup", "text/csv", "postcode\nLA1 4YW\n");
    let refused = until(|| {
        slow.push(server.begin(&csv));
        Some(server.exchange(&whole)).filter(|answer| answer.contains("503"))
    });
    is_problem(&refused, 503, "too many uploads");
    assert!(refused.contains("retry-after: 5"), "{refused}");
    let answer = server.exchange(&post_whole("/lookup", "application/json", "[{}]"));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.still_answers();
    // The places are free again when those clients have gone.
    drop(slow);
    until(|| Some(server.exchange(&whole)).filter(|answer| answer.contains("200 OK")));
}

/// Tries until there is something, for as long as a test may take.
fn until<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < PATIENCE, "it does not come to pass");
        if let Some(found) = attempt() {
            return found;
        }
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_client_that_does_not_read_loses_its_connection() {
    let server = RunningServer::start(Limits {
        connections: 1,
        stall_time: SHORT,
        least_rate: 1_000,
        ..patient()
    });
    // More than the buffers of the system hold; and many answers to a client that only asks.
    let unread = server.begin(&get("/collections/lsoa-2011/items?limit=10000"));
    server.still_answers();
    drop(unread);
    let mut asking = server.begin("");
    let many = get("/collections")
        .replace("close", "keep-alive")
        .repeat(100);
    while asking.write_all(many.as_bytes()).is_ok() {}
    server.still_answers();
}

#[test]
fn answers_that_nobody_takes_hold_a_bounded_memory() {
    let page = "/collections/lsoa-2011/items?crs=http://www.opengis.net/def/crs/EPSG/0/3857";
    let page = get(page);
    let server = RunningServer::start(patient());
    let bytes = server.exchange(&page).len() as u64;
    let server = RunningServer::start(Limits {
        answer_bytes: 2 * bytes,
        ..patient()
    });
    // More answers than the buffers of the system hold: one of each waits in the server.
    let many = page.replace("close", "keep-alive").repeat(20);
    let unread: Vec<_> = (0..4).map(|_| server.begin(&many)).collect();
    let refused = until(|| Some(server.exchange(&page)).filter(|answer| answer.contains(" 503 ")));
    is_problem(&refused, 503, "large answers");
    server.still_answers();
    drop(unread);
    until(|| Some(server.exchange(&page)).filter(|answer| answer.contains("200 OK")));
}

#[test]
fn a_body_of_a_gigabyte_is_refused_after_a_few_megabytes() {
    const PIECE: usize = 1 << 16;
    let server = RunningServer::start(patient());
    for (path, media) in [
        ("/scenarios/score", "application/toml"),
        ("/postcodes", "application/json"),
        ("/lookup", "application/json"),
        ("/lookup", "text/csv"),
    ] {
        let mut sending = server.begin(&post(path, media));
        let receiving = sending.try_clone().unwrap();
        let sender = thread::spawn(move || {
            let piece = chunk(&"x".repeat(PIECE));
            (0..(1 << 30) / PIECE)
                .take_while(|_| sending.write_all(piece.as_bytes()).is_ok())
                .count()
        });
        let _ = rest(receiving);
        let sent = sender.join().unwrap() * PIECE;
        assert!(sent < 64 << 20, "{path}: {sent} bytes");
        server.still_answers();
    }
}

#[test]
fn a_compressed_body_is_refused_before_it_is_read() {
    let server = RunningServer::start(patient());
    for (path, media) in [
        ("/lookup", "text/csv"),
        ("/lookup", "application/json"),
        ("/postcodes", "application/json"),
        ("/postcodes/nearest", "application/json"),
        ("/scenarios/score", "application/json"),
    ] {
        let request = post_whole(path, media, "bomb");
        let request = request.replace("Connection", "Content-Encoding: gzip\r\nConnection");
        is_problem(&server.exchange(&request), 415, "not compressed");
    }
    server.still_answers();
}

#[test]
fn of_two_hundred_comparisons_at_once_some_are_made_and_the_others_refused() {
    let server = RunningServer::start(Limits {
        comparisons: 1,
        comparisons_queued: 4,
        ..patient()
    });
    let path = |metres| format!("/compare/place-2022/utla-2023?f=json&tolerance={metres}");
    let asked: Vec<_> = (0..200)
        .map(|metres| server.begin(&get(&path(metres))))
        .collect();
    server.still_answers();
    let answers: Vec<String> = asked.into_iter().map(rest).collect();
    let (made, refused): (Vec<_>, Vec<_>) =
        (answers.iter()).partition(|answer| answer.starts_with("HTTP/1.1 200"));
    println!("{} made, {} refused", made.len(), refused.len());
    assert!(!made.is_empty() && !refused.is_empty());
    for answer in refused {
        is_problem(answer, 503, "too many comparisons");
        assert!(answer.contains("retry-after: "), "{answer}");
    }
    let answer = server.get(&path(1_000));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn equal_comparisons_at_once_are_made_once() {
    let server = RunningServer::start(Limits {
        comparisons: 1,
        // Each answer is also written, one after the other.
        comparisons_queued: 20,
        ..patient()
    });
    let request = get("/compare/place-2022/utla-2023?f=json&tolerance=77");
    let asked: Vec<_> = (0..20).map(|_| server.begin(&request)).collect();
    for answer in asked.into_iter().map(rest) {
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

#[test]
fn work_stops_when_its_client_leaves() {
    let server = RunningServer::start(Limits {
        comparisons: 1,
        comparisons_queued: 0,
        half_closed_time: Duration::ZERO,
        ..patient()
    });
    // Each asks for another comparison, because one that has been made is answered at once.
    let mut metres = 0;
    let mut other = |status: &str| {
        metres += 1;
        let path = format!("/compare/place-2022/utla-2023?f=json&tolerance={metres}");
        server.get(&path).starts_with(status).then_some(())
    };
    // The other may come first, and then this one is refused, so it is asked again.
    let mut asked = Vec::new();
    until(|| {
        asked.push(server.begin(&get("/compare/lsoa-2011/land?f=json")));
        other("HTTP/1.1 503")
    });
    drop(asked);
    until(|| other("HTTP/1.1 200"));
}

#[test]
fn a_client_that_closes_its_sending_side_gets_its_answer() {
    let server = RunningServer::start(patient());
    let request = get("/compare/place-2022/utla-2023?f=json&tolerance=99");
    let answer = rest(half_closed(server.begin(&request)));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let table = post_whole("/lookup", "text/csv", "postcode\nLA1 4YW\n");
    let answer = rest(half_closed(server.begin(&table)));
    assert!(answer.contains("Lancaster"), "{answer}");
}

#[test]
fn work_that_takes_too_long_is_stopped() {
    let server = RunningServer::start(Limits {
        work_time: Duration::from_millis(1),
        ..patient()
    });
    let answer = server.get("/compare/lsoa-2011/land?f=json&tolerance=7");
    is_problem(&answer, 503, "took longer");
    server.still_answers();
}

#[test]
fn a_server_that_is_stopped_waits_for_no_client_beyond_its_limit() {
    let server = RunningServer::start(Limits {
        drain_time: SHORT,
        ..patient()
    });
    let slow = [
        String::new(),
        "GET / HTTP/1.1\r\nHo".into(),
        post("/lookup", "application/json") + &chunk("[{}"),
        post("/lookup", "text/csv") + &chunk("postcode\nLA1 4YW\n"),
        post("/scenarios/score", "text/csv") + &chunk("block"),
        get("/compare/lsoa-2011/land?tolerance=3"),
    ];
    let slow = slow.map(|request| server.begin(&request));
    server.still_answers();
    server.stop();
    drop(slow);
}
