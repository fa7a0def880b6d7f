//! Reading well-known text (WKT) of coordinate systems, as far as needed to know which system it is
//! ([`named`]).

/// Keywords of nodes that wrap the system of the coordinates, which is the first node in them.
const WRAPPERS: [&str; 4] = ["COMPD_CS", "COMPOUNDCRS", "BOUNDCRS", "SOURCECRS"];
/// Maximum depth of nested wrappers: enough for a compound system that is the source of a bound
/// one.
const WRAPPED: usize = 4;
/// Keywords of horizontal systems, which have a name of their own.
const HORIZONTAL: [&str; 8] = [
    "PROJCS",
    "PROJCRS",
    "PROJECTEDCRS",
    "GEOGCS",
    "GEOGCRS",
    "GEOGRAPHICCRS",
    "GEODCRS",
    "GEODETICCRS",
];

/// The name of a horizontal system, and its code, such as `EPSG:27700`, if an authority is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedCrs<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: Option<String>,
}

/// Reads the name and the authority from WKT 1 or 2, in the spelling of OGC, ESRI or ISO. Returns
/// `None` if the text is no WKT of a horizontal coordinate system.
pub(crate) fn named(text: &str) -> Option<NamedCrs<'_>> {
    let mut node = Node::all(text).next()?;
    for _ in 0..WRAPPED {
        if node.is(&WRAPPERS) {
            node = Node::all(node.inside).next()?;
        }
    }
    if !node.is(&HORIZONTAL) {
        return None;
    }
    let authority = Node::all(node.inside).find(|node| node.is(&["AUTHORITY", "ID"]));
    Some(NamedCrs {
        name: quoted(node.inside)?,
        code: authority.and_then(|node| {
            let (_, code) = node.inside.split_once(',')?;
            let code = code.split([',', ']', ')']).next()?;
            let code = code.trim().trim_matches('"');
            Some(format!("{}:{code}", quoted(node.inside)?))
        }),
    })
}

/// A node `KEYWORD[inside]`, or the same with round brackets.
#[derive(Debug, Clone, Copy)]
struct Node<'a> {
    keyword: &'a str,
    inside: &'a str,
}

impl<'a> Node<'a> {
    fn is(&self, keywords: &[&str]) -> bool {
        let same = |keyword: &&str| self.keyword.eq_ignore_ascii_case(keyword);
        keywords.iter().any(same)
    }

    /// Iterates over the nodes of a list; brackets within quotes do not count.
    fn all(text: &'a str) -> impl Iterator<Item = Self> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let (mut start, mut quote, mut open) = (0, false, None);
            let mut depth = 0_usize;
            for (at, byte) in rest.bytes().enumerate() {
                match byte {
                    b'"' => quote = !quote,
                    _ if quote => {}
                    b'[' | b'(' => {
                        open.get_or_insert(at);
                        depth += 1;
                    }
                    b']' | b')' => {
                        depth = depth.checked_sub(1)?;
                        if let (0, Some(open)) = (depth, open) {
                            let node = Node {
                                keyword: rest[start..open].trim(),
                                inside: &rest[open + 1..at],
                            };
                            rest = &rest[at + 1..];
                            return Some(node);
                        }
                    }
                    b',' if depth == 0 => start = at + 1,
                    _ => {}
                }
            }
            None
        })
    }
}

/// Returns the first text in quotes.
fn quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_horizontal_system_is_named_whatever_is_around_it() {
        for text in [
            r#"PROJCS["Grid",GEOGCS["OSGB36",AUTHORITY["EPSG","4277"]],UNIT["m",1],AUTHORITY["EPSG","27700"]]"#,
            r#"COMPD_CS["Grid + height",PROJCS["Grid",GEOGCS["OSGB36"],AUTHORITY["EPSG","27700"]],VERT_CS["ODN",AUTHORITY["EPSG","5701"]],AUTHORITY["EPSG","7405"]]"#,
            r#"BOUNDCRS[SOURCECRS[PROJCRS["Grid",BASEGEOGCRS["a",ID["EPSG",4277]],ID["EPSG",27700]]],TARGETCRS[GEOGCRS["b",ID["EPSG",4326]]]]"#,
            r#" projcrs ( "Grid" , id ( "EPSG" , 27700 , "9.8" ) ) "#,
        ] {
            let found = named(text).unwrap();
            assert_eq!(found.name, "Grid", "{text}");
            assert_eq!(found.code.as_deref(), Some("EPSG:27700"), "{text}");
        }
        let esri = r#"PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]]]]"#;
        let found = named(esri).unwrap();
        assert_eq!((found.name, found.code), ("British_National_Grid", None));
    }

    #[test]
    fn what_is_no_wkt_has_no_name() {
        for text in [
            "",
            "EPSG:27700",
            "[",
            "]",
            "PROJCS[",
            "PROJCS[]",
            "POINT(1 2)",
            r#"PROJCS["Grid"#,
            "COMPD_CS[COMPD_CS[",
            r#"LOCAL_CS["Undefined SRS",UNIT["unknown",0]]"#,
        ] {
            assert_eq!(named(text), None, "{text}");
        }
        // However deep the nesting, there is no recursion.
        assert_eq!(named(&"COMPD_CS[".repeat(100_000)), None);
        let deep = "BOUNDCRS[".repeat(2_000) + &"]".repeat(2_000);
        assert_eq!(named(&deep), None);
    }
}
