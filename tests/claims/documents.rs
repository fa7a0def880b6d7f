//! HTML documents read as a browser would, for claims about reports.

use std::collections::HashSet;

use roxmltree::{Document, Node};

/// Converts a document to XML, by closing void elements and removing the doctype.
pub(crate) fn xml(html: &str) -> String {
    let mut xml = html.replacen("<!DOCTYPE html>\n", "", 1);
    for void in ["<meta ", "<br"] {
        let mut parts = xml.split(void);
        let mut closed = parts.next().unwrap().to_owned();
        for part in parts {
            closed.push_str(void);
            closed.push_str(&part.replacen('>', "/>", 1));
        }
        xml = closed;
    }
    xml
}

/// Asserts that a document is well formed, loads nothing, runs nothing, and has no dead links.
pub(crate) fn stands_by_itself(html: &str) {
    let xml = xml(html);
    let document = Document::parse(&xml).unwrap();
    let elements = || document.descendants().filter(Node::is_element);
    let mut ids = HashSet::new();
    for element in elements() {
        if let Some(id) = element.attribute("id") {
            assert!(ids.insert(id.to_owned()), "two have the id {id}");
        }
    }
    for element in elements() {
        assert_ne!(element.tag_name().name(), "script");
        for attribute in element.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
            if let "href" | "src" = attribute.name() {
                let value = attribute.value();
                let id = value.strip_prefix('#');
                let is_inside = value.starts_with("data:image/png;base64,");
                assert!(
                    is_inside || id.is_some_and(|id| ids.contains(id)),
                    "{attribute:?}"
                );
            }
            if attribute.name() == "aria-labelledby" {
                for id in attribute.value().split(' ') {
                    assert!(ids.contains(id), "nothing has the id {id}");
                }
            }
        }
    }
    for outside in ["url(http", "@import"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

/// The drawings of a document, which are in it as pictures, as SVG.
pub(crate) fn drawings(html: &str) -> Vec<String> {
    let pictures = html.split("data:image/svg+xml;base64,").skip(1);
    pictures
        .map(|picture| {
            let encoded = picture.split('"').next().unwrap();
            String::from_utf8(base64(encoded)).unwrap()
        })
        .collect()
}

/// Decodes bytes by RFC 4648.
fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let digits = group.iter().map(|digit| {
            let value = DIGITS.iter().position(|other| other == digit);
            u32::try_from(value.unwrap()).unwrap()
        });
        let bits = digits.fold(0, |bits, digit| (bits << 6) | digit) << (6 * (4 - group.len()));
        bytes.extend(&bits.to_be_bytes()[1..group.len()]);
    }
    bytes
}

/// The texts of the elements of a class, in order.
pub(crate) fn texts(html: &str, tag: &str) -> Vec<String> {
    let xml = xml(html);
    let document = Document::parse(&xml).unwrap();
    let of_tag = document.descendants().filter(|node| {
        node.has_tag_name(tag) || node.has_tag_name(("http://www.w3.org/2000/svg", tag))
    });
    of_tag
        .map(|node| {
            let texts = node.descendants().filter(Node::is_text);
            texts.filter_map(|text| text.text()).collect::<String>()
        })
        .collect()
}
