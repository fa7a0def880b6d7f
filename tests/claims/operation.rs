//! Claims about running the server as a service: its signals, its sockets, its settings, and what it
//! does when the data under it changes or is damaged.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use coterm_tests::{bare_coterm, coterm, run, workspace};
use serde_json::Value;

use crate::small_data::{POSTCODE, SmallData, editions};

/// Time for which something is waited for on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server on a Unix socket, and what it printed first.
struct Service {
    child: Child,
    socket: std::path::PathBuf,
    first: String,
}

impl Service {
    /// Starts `coterm serve` on a socket in this folder, with these arguments.
    fn start(folder: &Path, data: &Path, arguments: &[&str]) -> Self {
        let socket = folder.join("coterm.sock");
        let mut command = coterm(folder);
        command
            .env("COTERM_DATA", data)
            .arg("serve")
            .args(["--bind", &format!("unix:{}", socket.display())])
            .args(arguments);
        Self::of(&mut command, socket)
    }

    fn of(command: &mut Command, socket: std::path::PathBuf) -> Self {
        Self::with_log(command, socket, Stdio::null())
    }

    fn with_log(command: &mut Command, socket: std::path::PathBuf, log: Stdio) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut first).unwrap();
        Self {
            child,
            socket,
            first,
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = UnixStream::connect(&self.socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }

    fn ready(&self) -> Value {
        serde_json::from_str(&self.get("/ready")).unwrap()
    }

    fn edition(&self) -> String {
        let answer = self.get(&format!("/postcodes/{}", POSTCODE.replace(' ', "%20")));
        let named = editions(&answer);
        assert_eq!(named.len(), 1, "{named:?}");
        named[0].to_owned()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert_eq!(run(Command::new("kill").args([signal, &id])).code, Some(0));
    }

    /// Waits until `/ready` is as wanted.
    fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let ready = self.ready();
            if wanted(&ready) {
                return ready;
            }
            assert!(begun.elapsed() < PATIENCE, "it stays {ready}");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn title(edition: &str) -> impl Fn(&Value) -> bool {
    move |ready| {
        ready["data_title"]
            .as_str()
            .is_some_and(|title| editions(title) == [edition])
    }
}

#[test]
fn new_data_is_served_after_a_hang_up_signal_and_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let service = Service::start(folder.path(), data.path(), &[]);
    assert_eq!(service.edition(), "one");
    data.become_edition("two");
    service.signal("-HUP");
    service.until(title("two"));
    assert_eq!(service.edition(), "two");
    data.become_edition("three");
    service.until(title("three"));
    assert_eq!(service.edition(), "three");
}

#[test]
fn a_folder_that_is_damaged_or_emptied_is_refused_and_the_old_data_answers() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let service = Service::start(folder.path(), data.path(), &[]);
    let is_refused = |ready: &Value| !ready["reload_error"].is_null();
    let layer = data.layer("place-2022");
    let whole = fs::read(&layer).unwrap();
    fs::write(&layer, &whole[..whole.len() / 2]).unwrap();
    let ready = service.until(is_refused);
    let detail = ready["reload_error"]["detail"].as_str().unwrap();
    assert!(
        detail.contains("place-2022.fgb") && detail.contains("restore it"),
        "{detail}"
    );
    assert_eq!(service.edition(), "one");

    fs::write(&layer, whole).unwrap();
    service.until(|ready| !is_refused(ready));
    fs::remove_dir_all(data.path().join("layers")).unwrap();
    for file in ["catalogue.json", "code-table.csv", "postcodes.csv.gz"] {
        fs::remove_file(data.path().join(file)).unwrap();
    }
    service.until(is_refused);
    assert_eq!(service.edition(), "one");
    let metrics = service.get("/metrics");
    assert!(
        metrics.contains("coterm_reloads_total{outcome=\"loaded\"} 1"),
        "{metrics}"
    );
}

#[test]
fn a_server_that_is_killed_while_it_loads_new_data_starts_again_on_the_same_socket() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    for wait in [0, 5, 50] {
        let mut service = Service::start(folder.path(), data.path(), &[]);
        data.become_edition("two");
        service.signal("-HUP");
        sleep(Duration::from_millis(wait));
        service.child.kill().unwrap();
        service.child.wait().unwrap();
        let again = Service::start(folder.path(), data.path(), &[]);
        assert_eq!(again.edition(), "two");
        data.become_edition("one");
        again.until(title("one"));
    }
}

#[test]
fn a_layer_that_is_imported_is_served_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let service = Service::start(folder.path(), data.path(), &[]);
    let mut command = coterm(folder.path());
    command.env("COTERM_DATA", data.path());
    let export = run(command.args(["export", "place-2022", "-o", "own.geojson"]));
    assert_eq!(export.code, Some(0), "{}", export.err);
    let mut command = coterm(folder.path());
    command.env("COTERM_DATA", data.path());
    let import = [
        "import",
        "own.geojson",
        "--family",
        "own",
        "--vintage",
        "2022",
    ];
    let imported = run(command.args(import));
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    let before = service.ready()["data_checksum"].clone();
    service.until(|ready| {
        ready["data_checksum"] != before || service.get("/collections").contains("own-2022")
    });
    assert!(service.get("/collections").contains("own-2022"));
}

#[test]
fn the_service_manager_is_told_and_a_signal_to_stop_ends_with_success() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let path = folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let told = || {
        let mut message = [0; 64];
        let length = manager.recv(&mut message).unwrap();
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    let socket = folder.path().join("coterm.sock");
    let mut command = coterm(folder.path());
    command
        .env("COTERM_DATA", data.path())
        .env("NOTIFY_SOCKET", &path)
        .args(["serve", "--bind", &format!("unix:{}", socket.display())]);
    let mut service = Service::of(&mut command, socket);
    assert_eq!(told(), "READY=1");
    service.signal("-HUP");
    assert_eq!(
        (told().as_str(), told().as_str()),
        ("RELOADING=1", "READY=1")
    );
    service.signal("-TERM");
    assert_eq!(told(), "STOPPING=1");
    assert!(service.child.wait().unwrap().success());
}

#[test]
fn a_log_that_nobody_reads_holds_up_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let socket = folder.path().join("coterm.sock");
    let mut command = coterm(folder.path());
    command
        .env("COTERM_DATA", data.path())
        .args(["serve", "--access-log"])
        .args(["--bind", &format!("unix:{}", socket.display())]);
    let mut service = Service::with_log(&mut command, socket, Stdio::piped());
    // A pipe has room for 64 KiB, which is some 800 lines.
    for _ in 0..3_000 {
        assert!(service.get("/health").contains("ok"));
    }
    service.signal("-TERM");
    assert!(service.child.wait().unwrap().success());
}

#[test]
fn settings_are_in_a_file_the_environment_and_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = SmallData::new("one");
    let socket = folder.path().join("coterm.sock");
    let file = format!(
        "data = \"{}\"\nbind = [\"unix:{}\"]\npublic-url = \"https://file.example\"\n",
        data.path().display(),
        socket.display()
    );
    fs::write(folder.path().join("coterm.toml"), file).unwrap();
    let begun = |change: &dyn Fn(&mut Command)| {
        let mut command = bare_coterm(folder.path());
        command.args(["serve", "--config", "coterm.toml"]);
        change(&mut command);
        let service = Service::of(&mut command, socket.clone());
        assert!(service.first.contains("coterm.sock"), "{}", service.first);
        assert_eq!(service.edition(), "one");
        let style = service.get("/style.json?layers=lad-2023");
        let style: Value = serde_json::from_str(&style).unwrap();
        style["sources"]["coterm"]["url"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let variable = ("COTERM_PUBLIC_URL", "https://environment.example");
    assert_eq!(begun(&|_| ()), "https://file.example/tiles/lad-2023");
    let url = begun(&|command| {
        command.env(variable.0, variable.1);
    });
    assert_eq!(url, "https://environment.example/tiles/lad-2023");
    let url = begun(&|command| {
        command
            .env(variable.0, variable.1)
            .args(["--public-url", "https://given.example/"]);
    });
    assert_eq!(url, "https://given.example/tiles/lad-2023");
}

#[test]
fn settings_that_are_wrong_are_refused_with_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("coterm.toml");
    for (text, parts) in [
        (
            "public_url = \"https://a.example\"",
            vec!["public_url", "public-url"],
        ),
        ("bind = \"8080\"", vec!["coterm.toml", "localhost:8080"]),
        ("access-log = \"often\"", vec!["coterm.toml", "often"]),
        ("bind = {}", vec!["bind", "one value"]),
        ("bind =", vec!["coterm.toml", "TOML"]),
    ] {
        fs::write(&path, text).unwrap();
        let refused = run(coterm(folder.path()).args(["serve", "--config", "coterm.toml"]));
        assert_eq!(refused.code, Some(2), "{text}");
        for part in parts {
            assert!(refused.err.contains(part), "{text}: {}", refused.err);
        }
    }
    fs::remove_file(&path).unwrap();
    let refused = run(coterm(folder.path()).args(["serve", "--config", "coterm.toml"]));
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("coterm.toml"), "{}", refused.err);
}

#[test]
fn the_example_of_settings_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    let example = fs::read_to_string(workspace().join("deploy/coterm.toml")).unwrap();
    // Every setting of the example is used, also those that are commented out.
    let all = example.lines().map(|line| match line.strip_prefix("#: ") {
        Some(setting) => setting,
        None => line,
    });
    let all: Vec<&str> = all.collect();
    let path = folder.path().join("coterm.toml");
    fs::write(&path, all.join("\n")).unwrap();
    // The data that the example names does not exist here, which is found out after the settings.
    let refused = run(bare_coterm(folder.path()).args(["serve", "--config", "coterm.toml"]));
    assert_eq!(refused.code, Some(2));
    assert!(!refused.err.contains("setting"), "{}", refused.err);
    let missing = ["/var/lib/coterm", "/srv/coterm"];
    assert!(
        missing.iter().any(|place| refused.err.contains(place)),
        "{}",
        refused.err
    );
}
