//! Claims about the documents for people: every file, folder and type that they name is in the
//! tree, and every link between them leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coterm_tests::workspace;

/// Folders that are downloaded or built, so that documents may name what is in them or not.
const MADE: [&str; 4] = [".git", "target", "node_modules", "data-england"];

/// Extensions of the files that are looked for: sources, pages, recipes and scripts.
const EXTENSIONS: [&str; 10] = [
    "rs", "js", "mjs", "ts", "py", "sh", "css", "md", "toml", "fgb",
];

/// Lists the files and folders of the tree, relative to its root.
fn tree(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if MADE.iter().any(|made| name == *made) {
            continue;
        }
        let path = entry.path();
        let relative = path.strip_prefix(workspace()).unwrap().to_owned();
        if entry.file_type().unwrap().is_dir() {
            tree(&path, files, folders);
            folders.push(relative);
        } else {
            files.push(relative);
        }
    }
}

/// The documents of the tree by their paths. The changelog tells of names that were changed since.
fn documents(files: &[PathBuf]) -> BTreeMap<&Path, String> {
    let pages = files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"));
    pages
        .map(|page| {
            let text = std::fs::read_to_string(workspace().join(page)).unwrap();
            (page.as_path(), text)
        })
        .collect()
}

/// The words in backticks outside of blocks of code, with the number of their line.
fn quoted(text: &str) -> Vec<(usize, &str)> {
    let mut in_block = false;
    let mut words = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            let parts = line.split('`').skip(1).step_by(2);
            words.extend(parts.map(|word| (number, word)));
        }
    }
    words
}

/// Whether a word in backticks is the path of a file or, with a slash at its end, of a folder.
/// Addresses, commands, patterns and names to be filled in are no paths.
fn is_path(word: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    let to_fill_in = |part: &str| {
        let name = part.split('.').next().unwrap_or_default();
        part.contains("LAYER") || ["NAME", "FILE", "FOLDER"].contains(&name)
    };
    if word.starts_with(['/', '.', '-']) || !word.chars().all(plain) {
        return false;
    }
    if word.split('/').any(to_fill_in) {
        return false;
    }
    let extension = word.rsplit_once('.').map(|(_, extension)| extension);
    word.ends_with('/') || extension.is_some_and(|one| EXTENSIONS.contains(&one))
}

#[test]
fn every_path_in_a_document_is_in_the_tree() {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    tree(workspace(), &mut files, &mut folders);
    let mut seen = 0;
    let mut missing = Vec::new();
    for (page, text) in documents(&files) {
        if page.ends_with("CHANGELOG.md") {
            continue;
        }
        for (line, word) in quoted(&text) {
            if !is_path(word) {
                continue;
            }
            seen += 1;
            // Documents name a file of a crate by the end of its path.
            let among = if word.ends_with('/') {
                &folders
            } else {
                &files
            };
            if !among.iter().any(|path| path.ends_with(word)) {
                missing.push(format!("{}:{line}: {word}", page.display()));
            }
        }
    }
    assert!(seen > 100, "only {seen} paths are found");
    assert!(missing.is_empty(), "not in the tree: {missing:#?}");
}

/// The targets of the links and pictures of a document, without those on the web.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://") && !target.contains(' '))
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let title = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|&letter| letter.is_alphanumeric() || " -_".contains(letter));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    tree(workspace(), &mut files, &mut folders);
    let documents = documents(&files);
    let mut seen = 0;
    let mut dead = Vec::new();
    for (page, text) in &documents {
        for link in links(text) {
            seen += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = workspace().join(page.parent().unwrap());
            let target = if path.is_empty() {
                workspace().join(page)
            } else {
                folder.join(path)
            };
            let leads = target.exists()
                && (anchor.is_empty()
                    || anchors(&std::fs::read_to_string(&target).unwrap()).contains(anchor));
            if !leads {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(seen > 50, "only {seen} links are found");
    assert!(dead.is_empty(), "dead links: {dead:#?}");
}

/// Whether a word in backticks is a name of the code: a type, or a path such as `Dataset::new`.
fn is_name(word: &str) -> bool {
    let mut parts = word.split("::").peekable();
    let first = parts.peek().copied().unwrap_or_default();
    let identifier = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|one| one.is_ascii_alphanumeric() || one == '_')
    };
    let camel = first.starts_with(|one: char| one.is_ascii_uppercase())
        && first.contains(|one: char| one.is_ascii_lowercase());
    (camel || word.contains("::")) && parts.all(identifier)
}

#[test]
fn every_name_of_code_in_architecture_is_in_the_code() {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    tree(workspace(), &mut files, &mut folders);
    let sources = files.iter().filter(|file| {
        file.starts_with("crates") && file.extension().is_some_and(|one| one == "rs")
    });
    let mut words = BTreeSet::new();
    for source in sources {
        let text = std::fs::read_to_string(workspace().join(source)).unwrap();
        let of_file = text.split(|one: char| !one.is_ascii_alphanumeric() && one != '_');
        words.extend(of_file.map(str::to_owned));
    }
    let text = std::fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let names = quoted(&text).into_iter().filter(|(_, word)| is_name(word));
    let names: Vec<_> = names.collect();
    let unknown = |word: &str| word.split("::").any(|part| !words.contains(part));
    let missing: Vec<_> = names.iter().filter(|(_, word)| unknown(word)).collect();
    assert!(names.len() > 50, "only {} names are found", names.len());
    assert!(missing.is_empty(), "not in the code: {missing:?}");
}
