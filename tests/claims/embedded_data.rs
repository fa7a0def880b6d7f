//! Claims that the program answers in any folder, from the data and the page that are built into
//! it, and that folders with data or a page still win.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use coterm_tests::{Ran, bare_coterm, copy_of_data, coterm, data_folder, run, workspace};
use serde_json::Value;

fn bare(folder: &Path, arguments: &[&str]) -> Ran {
    run(bare_coterm(folder).args(arguments))
}

/// Asserts that the command did what it was asked, and returns what it printed.
fn printed(ran: Ran) -> String {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

/// Asserts that the command refused in one line, and returns it.
fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    ran.err.trim_end()
}

fn place_of_data(command: &mut Command) -> Value {
    let out = printed(run(command.args(["data", "where", "--json"])));
    serde_json::from_str(&out).unwrap()
}

/// Copies the committed data into the folder `data` of a folder.
fn with_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = copy_of_data();
    std::fs::rename(copy.path(), folder.path().join("data")).unwrap();
    folder
}

#[test]
fn a_program_alone_answers_as_one_with_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["lookup", "LA1 4YW", "--on", "2022-06-30"][..],
        &[
            "lookup",
            "--point=-2.8,54.05",
            "--on",
            "2022-06-30",
            "--json",
        ],
        &["layers"],
        &["compare", "place-2022", "utla-2023"],
        &["export", "place-2022"],
    ] {
        let alone = printed(bare(folder.path(), arguments));
        let with_folder = printed(run(coterm(folder.path()).args(arguments)));
        assert_eq!(alone, with_folder, "{arguments:?}");
    }
    let left = folder.path().read_dir().unwrap().count();
    assert_eq!(left, 0, "the program wrote files");
}

#[test]
fn the_data_in_the_program_is_that_of_the_repository_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let found = place_of_data(&mut bare_coterm(folder.path()));
    let fingerprint = coterm_io::store::fingerprint(&data_folder()).unwrap();
    assert_eq!(found["built_in"], true);
    assert_eq!(found["path"], Value::Null);
    assert_eq!(found["fingerprint"], fingerprint);
    assert_eq!(found["built_in_fingerprint"], fingerprint);

    // Nobody's population is built in, even if there was one when the program was built.
    let refusal = bare(
        folder.path(),
        &["compare", "lad-2021", "lad-2023", "--weight", "people"],
    );
    let text = refused(&refusal);
    assert!(text.contains("--weight"), "{text}");
}

#[test]
fn data_where_says_what_is_used_and_how_to_use_other_data() {
    let folder = with_data();
    let elsewhere = tempfile::tempdir().unwrap();
    let said = printed(bare(elsewhere.path(), &["data", "where"]));
    for part in ["built into", "Fingerprint", "--data", "COTERM_DATA"] {
        assert!(said.contains(part), "{part} is not in {said}");
    }

    let here = place_of_data(&mut bare_coterm(folder.path()));
    let path = folder.path().join("data").canonicalize().unwrap();
    let found = Path::new(here["path"].as_str().unwrap());
    assert_eq!(found.canonicalize().unwrap(), path);
    assert_eq!(here["chosen_by"], "default");

    let mut named = bare_coterm(elsewhere.path());
    let named = place_of_data(named.arg("--data").arg(&path));
    assert_eq!(named["chosen_by"], "--data");
    let by_environment = place_of_data(bare_coterm(elsewhere.path()).env("COTERM_DATA", &path));
    assert_eq!(by_environment["chosen_by"], "COTERM_DATA");
    for found in [named, by_environment] {
        assert_eq!(found["path"], path.to_str().unwrap());
        assert_eq!(found["fingerprint"], here["fingerprint"]);
    }

    let mut built_in = bare_coterm(folder.path());
    let built_in = place_of_data(built_in.args(["--data", "built-in"]));
    assert_eq!(built_in["built_in"], true);
}

/// A way to damage a data folder.
type Damage = fn(&Path);

#[test]
fn a_damaged_data_folder_is_reported_and_not_replaced() {
    let damages: [(&str, Damage, &str); 3] = [
        (
            "a changed layer",
            |data| std::fs::write(data.join("layers/lad-2021.fgb"), "").unwrap(),
            "checksum",
        ),
        (
            "a layer too few",
            |data| std::fs::remove_file(data.join("layers/lad-2021.fgb")).unwrap(),
            "lad-2021.fgb",
        ),
        (
            "no catalogue",
            |data| std::fs::remove_file(data.join("catalogue.json")).unwrap(),
            "no catalogue.json",
        ),
    ];
    for (what, damage, expected) in damages {
        let folder = with_data();
        damage(&folder.path().join("data"));
        let ran = bare(folder.path(), &["lookup", "LA1 4YW"]);
        let text = refused(&ran);
        assert!(text.contains(expected), "{what}: {text}");
    }
}

#[test]
fn a_folder_that_is_named_must_be_there_and_another_folder_called_data_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let named = bare(folder.path(), &["lookup", "LA1 4YW", "--data", "nowhere"]);
    let text = refused(&named);
    assert!(text.contains("there is no folder nowhere"), "{text}");
    assert!(text.contains("--data built-in"), "{text}");

    let other = folder.path().join("data");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("patients.csv"), "postcode\nLA1 4YW\n").unwrap();
    printed(bare(folder.path(), &["lookup", "LA1 4YW"]));
    let text = bare(folder.path(), &["lookup", "LA1 4YW", "--data", "data"]);
    assert!(refused(&text).contains("no catalogue.json"), "{text:?}");
}

#[test]
fn the_data_in_the_program_is_not_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = data_folder();
    let recipe = recipe.to_str().unwrap();
    let ran = bare(
        folder.path(),
        &["data", "build", "--data", "built-in", "--recipe", recipe],
    );
    assert!(refused(&ran).contains("--out"), "{}", ran.err);
    let ran = bare(folder.path(), &["data", "build"]);
    assert!(refused(&ran).contains("--recipe"), "{}", ran.err);
}

/// Server process of a program alone.
pub(crate) struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Starts `coterm serve`, to whose arguments the address is added, and waits until it listens.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["--bind", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split(' ').next().unwrap().to_owned();
        Self { child, address }
    }

    /// Gets a path with these headers, each with its line end, and returns the answer's head and
    /// body.
    pub(crate) fn get(&self, path: &str, headers: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let body = answer.split_off(end.unwrap() + 4);
        (String::from_utf8(answer).unwrap().to_lowercase(), body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the value of a header of an answer's head, which is in lower case.
fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let value = head.lines().find_map(|line| line.strip_prefix(name));
    value
        .unwrap_or_else(|| panic!("{name} is not in {head}"))
        .trim_start_matches(": ")
}

#[test]
fn a_program_alone_serves_answers_and_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(bare_coterm(folder.path()).arg("serve"));
    let (head, body) = served.get("/postcodes/LA14YW?on=2022-06-30", "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let answer: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(answer["postcode"]["postcode"], "LA1 4YW", "{answer}");

    let web = workspace().join("web");
    for (path, file, media) in [
        ("/src/main.js", "src/main.js", "text/javascript"),
        ("/src/style.css", "src/style.css", "text/css"),
        ("/src/mark.svg", "src/mark.svg", "image/svg+xml"),
        ("/src/find/find.js", "src/find/find.js", "text/javascript"),
        (
            "/src/propose/propose.css",
            "src/propose/propose.css",
            "text/css",
        ),
    ] {
        let (head, body) = served.get(path, "");
        assert_eq!(header(&head, "content-type"), media);
        assert_eq!(body, std::fs::read(web.join(file)).unwrap(), "{path}");
        let again = format!(
            "If-None-Match: {}\r\n",
            header(&head, "etag").replace("w/", "W/")
        );
        let (head, body) = served.get(path, &again);
        assert!(head.starts_with("http/1.1 304"), "{head}");
        assert!(body.is_empty(), "{path}");
    }
    for missing in [
        "/src/none.js",
        "/src/page/replies.d.ts",
        "/src/find",
        "/vendor/maplibre-gl/none.mjs",
    ] {
        let (head, _) = served.get(missing, "");
        assert!(head.starts_with("http/1.1 404"), "{missing}: {head}");
        assert!(header(&head, "content-type").contains("problem+json"));
    }

    let (head, body) = served.get("/", "Accept: text/html\r\n");
    let library = web.join("node_modules/maplibre-gl");
    if library.join("dist").is_dir() {
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert_eq!(body, std::fs::read(web.join("index.html")).unwrap());
        for (address, file) in [
            ("maplibre-gl.mjs", "dist/maplibre-gl.mjs"),
            ("maplibre-gl-worker.mjs", "dist/maplibre-gl-worker.mjs"),
            ("maplibre-gl.css", "dist/maplibre-gl.css"),
            ("LICENSE.txt", "LICENSE.txt"),
        ] {
            let (_, body) = served.get(&format!("/vendor/maplibre-gl/{address}"), "");
            assert_eq!(body, std::fs::read(library.join(file)).unwrap(), "{file}");
        }
    } else {
        // The map library was not installed when the program was built.
        assert!(head.starts_with("http/1.1 404"), "{head}");
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains("make web"), "{body}");
    }
}

#[test]
fn the_page_is_sent_as_it_is_kept_to_browsers_that_take_brotli() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(bare_coterm(folder.path()).arg("serve"));
    let web = workspace().join("web");
    for path in ["/src/main.js", "/src/style.css", "/src/mark.svg"] {
        let file = std::fs::read(web.join(path.trim_start_matches('/'))).unwrap();
        let (head, body) = served.get(path, "Accept-Encoding: gzip, br\r\n");
        assert_eq!(header(&head, "content-encoding"), "br");
        assert_eq!(header(&head, "vary"), "accept-encoding");
        assert!(body.len() < file.len(), "{path}");
        let mut plain = Vec::new();
        let mut decoder = brotli::Decompressor::new(body.as_slice(), 4_096);
        decoder.read_to_end(&mut plain).unwrap();
        assert_eq!(plain, file, "{path}");
        let (head, _) = served.get(path, "Accept-Encoding: br;q=0, gzip\r\n");
        assert_ne!(header(&head, "content-encoding"), "br", "{path}");
    }
}
