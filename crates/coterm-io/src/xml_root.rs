//! The outermost element of an XML or HTML text ([`root`]), as far as needed to know what the text is.

/// The start tag of an outermost element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Root<'a> {
    /// Name of the element without its prefix, or of the document type if that comes first.
    pub(crate) name: &'a str,
    /// The whole tag with its attributes, without brackets.
    pub(crate) tag: &'a str,
}

/// Finds the outermost element of a text that begins with `<`. Declarations, comments and
/// processing instructions before it are skipped; nothing is expanded.
pub(crate) fn root(text: &str) -> Option<Root<'_>> {
    let mut rest = text.trim_start();
    loop {
        let inside = rest.strip_prefix('<')?;
        let end = match inside.as_bytes() {
            [b'?', ..] => "?>",
            [b'!', b'-', b'-', ..] => "-->",
            _ => ">",
        };
        let (mut tag, mut after) = inside.split_once(end)?;
        if tag.starts_with('!') && tag.contains('[') {
            // A document type with declarations of its own, up to their closing bracket.
            (tag, after) = inside.split_once(']')?;
            (_, after) = after.split_once('>')?;
        }
        let words = tag.trim_start_matches('!');
        let mut words = words.split(|letter: char| letter.is_whitespace() || letter == '/');
        let name = words.next()?;
        let is_html = name.eq_ignore_ascii_case("doctype")
            && words
                .next()
                .is_some_and(|root| root.eq_ignore_ascii_case("html"));
        if is_html {
            return Some(Root { name: "html", tag });
        }
        if !tag.starts_with(['?', '!']) {
            let name = name.rsplit(':').next().unwrap_or(name);
            return Some(Root { name, tag });
        }
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_element_is_found_behind_all_that_may_come_first() {
        for (text, name) in [
            ("<kml>", "kml"),
            ("<?xml version='1.0'?><!-- <a> --><k:kml x='1'/>", "kml"),
            ("<!doctype HTML><p>", "html"),
            ("<!DOCTYPE kml><kml><a>", "kml"),
            (
                "<!DOCTYPE kml [<!ENTITY a 'b'><!ENTITY c '&a;'>] >\n<kml><a>",
                "kml",
            ),
        ] {
            assert_eq!(root(text).map(|root| root.name), Some(name), "{text}");
        }
        for text in [
            "",
            "kml",
            "<kml",
            "<!--",
            "<?xml?>",
            "<!-- -->",
            "<!DOCTYPE kml [<!ENTITY a>",
        ] {
            assert_eq!(root(text), None, "{text}");
        }
    }
}
