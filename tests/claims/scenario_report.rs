//! Claims about scores of scenarios as a document: `coterm scenario score -o score.html`, and
//! `POST /scenarios/score?f=html`.

use std::path::Path;

use axum::http::{StatusCode, header};
use coterm_tests::{Ran, coterm, data_folder, run};
use roxmltree::{Document, Node};
use serde_json::{Value, json};

use crate::documents::{drawings, stands_by_itself, texts, xml};
use crate::http_post::{CSV, JSON};
use crate::requests::post;

const TOML: &str = "application/toml";
const OPTIONS: [&str; 4] = ["--against", "utla-2023", "--was", "place-2021"];

fn committed(name: &str) -> String {
    let file = data_folder().join("scenarios").join(name);
    file.display().to_string()
}

fn scored(folder: &Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).args(["scenario", "score"]).args(arguments))
}

/// Writes the document on these scenarios. Returns the exit code and the document.
fn written(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let ran = scored(folder, &[arguments, &["-o", "score.html"]].concat());
    let html = std::fs::read_to_string(folder.join("score.html"));
    (ran.code, html.unwrap_or_else(|_| panic!("{}", ran.err)))
}

#[test]
fn the_document_says_the_answer_first_and_then_all_that_the_score_does() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("four-places-2022.toml");
    let (code, html) = written(folder.path(), &[&[four.as_str()][..], &OPTIONS].concat());
    assert_eq!(code, Some(0));
    stands_by_itself(&html);
    let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("no \"{text}\""));
    let answer = place(
        "3 of 4 areas are coterminous with an upper-tier or unitary authority, and every building \
         block is in one area.",
    );
    // Names are used without codes where there are names.
    let ground = place(
        "Each of the 1,058 LSOAs of NHS Lancashire and South Cumbria Integrated Care Board is in \
         one area.",
    );
    assert!(answer < ground && ground < place("data:image/svg+xml"));
    let ran = scored(
        folder.path(),
        &[&[four.as_str(), "--json"][..], &OPTIONS].concat(),
    );
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    let rows = texts(&html, "tr");
    for area in score["areas"].as_array().unwrap() {
        let name = area["area"]["name"].as_str().unwrap();
        for measure in ["polsby_popper", "reock"] {
            let value = format!("{:.2}", area[measure].as_f64().unwrap());
            assert!(
                rows.iter()
                    .any(|row| row.starts_with(name) && row.contains(&value)),
                "{name}: {measure} {value}"
            );
        }
    }
    for text in [
        "Copeland 6 of 49",
        "South Cumbria✕ Crossing",
        "12 whole",
        "● yeswith 1 part across water",
        "Morecambe Bay",
    ] {
        let found = |row: &String| row.replace("<span>", "").contains(text);
        assert!(rows.iter().any(found), "no row has \"{text}\": {rows:?}");
    }
    for text in [
        "is across the water, 355 m from the rest",
        " islands (",
        "in all) do not count as separate pieces: they belong to LSOAs whose main part is elsewhere, \
         and live postcodes are counted there.",
        "Polsby–Popper",
        "From Places (2021) to Four places on council footprints, by live postcodes",
        "Open Government Licence",
    ] {
        place(text);
    }
}

#[test]
fn who_moves_adds_up_in_the_document_as_in_the_score() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("four-places-2022.toml");
    let (_, html) = written(folder.path(), &[&[four.as_str()][..], &OPTIONS].concat());
    let xml = xml(&html);
    let document = Document::parse(&xml).unwrap();
    let section = document
        .descendants()
        .find(|node| node.attribute("id") == Some("moves"))
        .unwrap();
    let number = |text: &str| text.replace(',', "").parse::<u64>().unwrap();
    let mut sums = [0, 0];
    for row in section.descendants().filter(|node| node.has_tag_name("tr")) {
        let cells: Vec<&str> = row
            .children()
            .filter(Node::is_element)
            .map(|cell| cell.text().unwrap_or_default())
            .collect();
        if row.ancestors().any(|node| node.has_tag_name("thead")) {
            continue;
        }
        sums[usize::from(row.attribute("class") == Some("sum"))] += number(cells[3]);
    }
    assert_eq!(sums, [47_499, 47_499]);
}

#[test]
fn the_manifest_makes_the_same_document_again() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| std::fs::copy(committed(name), folder.path().join(name)).unwrap();
    copy("three-places.toml");
    let whole = committed("three-places.toml");
    let arguments = |file: &str| -> Vec<String> {
        let ground = ["--within", "icb-2022/E54000048", "--weight", "area"];
        let more = [&ground[..], &["--appendix", "full"]].concat();
        let all = [&[file][..], &OPTIONS, &more].concat();
        all.iter().map(ToString::to_string).collect()
    };
    let report_of = |file: &str| {
        let arguments = arguments(file);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        written(folder.path(), &arguments).1
    };
    let html = report_of(&whole);
    // The document is the same wherever the file is, but for the path in the command.
    assert!(html.replace(&whole, "three-places.toml") == report_of("three-places.toml"));
    let command = |file: &str| {
        format!(
            "coterm scenario score {file} --against utla-2023 --was place-2021 --within \
             icb-2022/E54000048 --weight area --appendix full --format html"
        )
    };
    for (file, html) in [
        (whole.as_str(), &html),
        ("three-places.toml", &report_of("three-places.toml")),
    ] {
        let command = command(file);
        assert!(html.contains(&command), "{command}");
        let line: Vec<&str> = command.split(' ').skip(1).collect();
        let again = run(coterm(folder.path()).args(line));
        assert!(*html == again.out, "{}", again.err);
    }
    // The folder is in nothing but the command, and its JSON.
    let folder_name = data_folder().join("scenarios").display().to_string();
    assert_eq!(html.matches(&folder_name).count(), 2);
    let sha256 = coterm_io::checksum(&std::fs::read(&whole).unwrap());
    let data = coterm_io::store::manifest(&data_folder()).unwrap();
    let layers = data.layers.iter();
    // The layers asked for, those that the scenario is made of, and the building blocks.
    let used = [
        "utla-2023",
        "place-2021",
        "lad-2021",
        "ccg-2021",
        "icb-2022",
        "lsoa-2011",
    ];
    let used = layers.filter(|layer| used.contains(&layer.info.id.as_str()));
    let sums = used.map(|layer| &layer.file.sha256);
    let all: Vec<&String> = sums.chain([&sha256, &data.code_table.sha256]).collect();
    assert_eq!(all.len(), 8);
    for sum in all {
        assert!(html.contains(sum.as_str()), "{sum}");
    }
}

#[test]
fn several_proposals_stand_side_by_side_on_maps_of_the_same_ground() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["four-places-2022.toml", "three-places.toml"].map(committed);
    let files = files.each_ref().map(String::as_str);
    let (code, html) = written(folder.path(), &[&files[..], &OPTIONS].concat());
    assert_eq!(code, Some(0));
    stands_by_itself(&html);
    let rows = texts(&html, "tr");
    for row in [
        "Four places on council footprintsThree places of whole districts",
        "Areas43",
        "Same footprint as an upper-tier or unitary authority▲ 3 of 4▲ 0 of 3",
        "Live postcodes that move23,852 (50%)12,072 (25%)",
    ] {
        let same = |text: &String| text.replace(['●', ' '], "") == row.replace(' ', "");
        assert!(rows.iter().any(same), "no row \"{row}\": {rows:?}");
    }
    let frames: Vec<Vec<String>> = drawings(&html)
        .iter()
        .filter_map(|drawing| {
            let drawing = Document::parse(drawing).unwrap();
            let frame = drawing
                .descendants()
                .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "clipPath")))
                .and_then(|clip| clip.first_element_child())?;
            let sides = frame.attributes();
            Some(sides.map(|side| side.value().to_owned()).collect())
        })
        .collect();
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[0], frames[1]);
}

#[test]
fn blocks_that_are_in_no_area_or_in_two_are_listed_and_hatched() {
    let folder = tempfile::tempdir().unwrap();
    let (code, html) = written(
        folder.path(),
        &[&committed("without-millom-and-bentham.toml")],
    );
    assert_eq!(code, Some(1));
    stands_by_itself(&html);
    for text in [
        "In no area: 9",
        "E01019283 Copeland 008B",
        "but 9 building blocks",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(drawings(&html).concat().contains("In no area</text>"));
    assert!(!drawings(&html).concat().contains("In several areas</text>"));
    let twice = "[[area]]\nname = 'North'\nunion = ['lad-2021/E07000121']\n\
                 [[area]]\nname = 'More'\nblocks = ['E01025115']\n";
    std::fs::write(folder.path().join("twice.toml"), twice).unwrap();
    let (code, html) = written(folder.path(), &["twice.toml"]);
    assert_eq!(code, Some(1));
    stands_by_itself(&html);
    for text in [
        "but 1 building block is not in one area",
        "In several areas: 1",
        "More and North",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(drawings(&html).concat().contains("In several areas</text>"));
}

#[test]
fn what_was_probably_forgotten_is_said_first_listed_and_hatched() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(committed("three-places.toml")).unwrap();
    let text = text.replace("within = [\"icb-2022/E54000048\"]\n", "");
    let text = text.replace("\"lad-2021/E07000119\", ", "");
    std::fs::write(folder.path().join("no-fylde.toml"), text).unwrap();
    let (code, html) = written(folder.path(), &["no-fylde.toml"]);
    assert_eq!(code, Some(1));
    stands_by_itself(&html);
    for text in [
        "3 areas are proposed, but 51 LSOAs were probably forgotten.",
        "Probably forgotten in Fylde: 51",
        "E01024981 Fylde",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(
        drawings(&html)
            .concat()
            .contains("Probably forgotten</text>")
    );
    let ran = scored(folder.path(), &["no-fylde.toml"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for text in [
        "Fylde (51 LSOAs, 2,314 live postcodes) was probably forgotten",
        "Probably forgotten in Fylde: 51",
        "such as \"1 + 9 islands\"",
    ] {
        assert!(ran.out.contains(text), "{text}: {}", ran.out);
    }
    let ran = scored(folder.path(), &["no-fylde.toml", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    let [group] = &score["assignment"]["forgotten"].as_array().unwrap()[..] else {
        panic!("{}", score["assignment"])
    };
    assert_eq!(group["reason_code"], "surrounded");
    assert_eq!(group["districts"][0]["name"], "Fylde");
    assert_eq!(
        (&group["postcodes"], &group["weight"]),
        (&json!(2_314), &json!(2_314.0))
    );
    assert_eq!(group["blocks"].as_array().unwrap().len(), 51);
    assert!(group["reason"].as_str().unwrap().starts_with("Fylde"));
    let ran = scored(
        folder.path(),
        &["no-fylde.toml", "--within", "icb-2022/E54000048", "--json"],
    );
    let score: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(score["assignment"]["forgotten"], json!([]));
    assert_eq!(
        score["assignment"]["unassigned"].as_array().unwrap().len(),
        51
    );
}

#[test]
fn what_a_proposal_calls_things_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<script>alert('x')</script></title>\\\"&\\u001b[31m";
    let text = format!(
        "title = \"T{hostile}\"\nsource = \"S{hostile}\"\nfamily_title = \"F{hostile}\"\n\
         rule = {{ most = 5, unit = \"U{hostile}\" }}\n\
         [[area]]\ncode = \"C{hostile}\"\nname = \"N{hostile}\"\n\
         union = ['lad-2021/E07000121', 'lad-2021/E06000009']\n\
         [[area]]\ncode = \"D{hostile}\"\nname = \"M{hostile}\"\n\
         blocks = ['E01025115', 'E01025115']\n"
    );
    std::fs::write(folder.path().join("it's <b>.toml"), text).unwrap();
    let file = "it's <b>.toml";
    for files in [&[file][..], &[file, file]] {
        let (code, html) = written(folder.path(), &[files, &OPTIONS].concat());
        assert_eq!(code, Some(1));
        stands_by_itself(&html);
        assert!(
            !html.contains("<script")
                && !html.contains("it's <b>")
                && !html.contains("it&#39;s <b>")
        );
        assert!(!html.contains('\u{1b}'));
        for letter in ["T", "S", "U", "C", "N", "D", "M"] {
            let escaped = format!("{letter}&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
            assert!(html.contains(&escaped), "{letter}");
        }
    }
}

#[test]
fn the_extension_says_how_a_score_is_written_unless_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let four = committed("four-places-2022.toml");
    let written = |more: &[&str], file: &str| {
        let ran = scored(
            folder.path(),
            &[&[four.as_str()], more, &["-o", file]].concat(),
        );
        (
            ran.code,
            std::fs::read_to_string(folder.path().join(file)).unwrap_or(ran.err),
        )
    };
    let (code, json) = written(&[], "score.json");
    assert_eq!(code, Some(0), "{json}");
    let score: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(score["id"], "four-places-2022");
    let (_, same) = written(&["--json"], "score");
    assert_eq!(same, json);
    let (_, html) = written(&["--format", "html"], "page");
    assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    for (more, file) in [
        (&[][..], "score.txt"),
        (&["--format", "table"], "score.html"),
    ] {
        let (code, message) = written(more, file);
        assert_eq!(code, Some(2));
        assert!(message.contains(".html, .md, .json or .xlsx"), "{message}");
    }
}

#[tokio::test]
async fn the_server_writes_the_document_and_says_how_to_ask_again() {
    let folder = tempfile::tempdir().unwrap();
    let text = |name: &str| std::fs::read_to_string(committed(name)).unwrap();
    let path = "/scenarios/score?f=html&against=utla-2023&was=place-2021";
    let answered = post(path, TOML, text("four-places-2022.toml")).await;
    assert_eq!(answered.status, StatusCode::OK);
    assert_eq!(
        answered.header(header::CONTENT_TYPE),
        "text/html; charset=utf-8"
    );
    assert_eq!(answered.header(header::CACHE_CONTROL), "no-store");
    let policy = answered.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    let html = String::from_utf8(answered.body.to_vec()).unwrap();
    stands_by_itself(&html);
    let four = committed("four-places-2022.toml");
    let (_, commanded) = written(folder.path(), &[&[four.as_str()][..], &OPTIONS].concat());
    let body = |html: &str| {
        let (start, end) = (html.find("<main>"), html.find("<section id=\"manifest\""));
        html[start.unwrap()..end.unwrap()].to_owned()
    };
    assert!(
        body(&html) == body(&commanded),
        "all but the manifest is the same"
    );
    assert!(html.contains(
        "curl &#39;localhost:8080/scenarios/score?f=html&amp;against=utla-2023&amp;was=place-2021&amp;weight=postcodes&#39; \
         -H &#39;Content-Type: application/toml&#39; --data-binary @scenario.toml"
    ));

    let table = post(
        "/scenarios/score?f=html",
        CSV,
        text("blackpool-neighbourhoods.csv"),
    )
    .await;
    assert!(String::from_utf8_lossy(&table.body).contains("@scenario.csv"));
    let area = |name: &str, layer: &str| json!({"name": name, "union": [layer]});
    let one = json!({"title": "One", "area": [area("Lancaster", "lad-2021/E07000121")]});
    let two = json!({"title": "Two", "area": [area("Wyre", "lad-2021/E07000128")]});
    let several = json!({"scenarios": [one, two]}).to_string();
    let several = post("/scenarios/score?f=html", JSON, several).await;
    let html = String::from_utf8(several.body.to_vec()).unwrap();
    stands_by_itself(&html);
    assert!(html.contains("2 proposals compared") && html.contains("One and Two."));
    let refused = post("/scenarios/score?f=pdf", TOML, text("three-places.toml")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(String::from_utf8_lossy(&refused.body).contains("json, html, md or xlsx"));
}
