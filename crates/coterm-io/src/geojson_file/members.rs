//! Members of JSON objects by name, each as its text in the file, not yet parsed.

use std::fmt;

use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Returns the wanted members of an object, in the order of `wanted`; `None` for a member that is
/// missing or `null`. All other members are skipped.
///
/// # Errors
///
/// For anything but an object, and for a wanted member that occurs twice, since either could be
/// meant.
pub(crate) fn members<'a, const N: usize>(
    text: &'a str,
    wanted: [&str; N],
) -> serde_json::Result<[Option<&'a str>; N]> {
    let mut found = [None; N];
    each(text, |name, value| {
        let position = wanted.iter().position(|wanted| *wanted == name);
        let Some(member) = position.and_then(|position| found.get_mut(position)) else {
            return Ok(());
        };
        match member.replace(value) {
            None => Ok(()),
            Some(_) => Err(format!("\"{name}\" is given twice")),
        }
    })?;
    Ok(found.map(|value| value.filter(|value| *value != "null")))
}

/// Calls `with` for each member of an object, with its name and the text of its value.
///
/// # Errors
///
/// For anything but an object, and for whatever `with` refuses.
pub(crate) fn each<'a>(
    text: &'a str,
    with: impl FnMut(String, &'a str) -> Result<(), String>,
) -> serde_json::Result<()> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Each(with))?;
    reader.end()
}

struct Each<F>(F);

impl<'de, F: FnMut(String, &'de str) -> Result<(), String>> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            (self.0)(name, value.get()).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_in_any_order_and_only_in_the_object_itself() {
        let text = r#"{"a": {"b": [1]}, "b" : [ 2 ], "c": null}"#;
        let found = members(text, ["b", "a", "c", "d"]).unwrap();
        assert_eq!(found, [Some("[ 2 ]"), Some(r#"{"b": [1]}"#), None, None]);
    }

    #[test]
    fn what_is_no_object_or_says_a_thing_twice_is_refused() {
        for text in ["[1, 2]", "5", "", "{\"a\": 1", "{\"a\": 1} {", "null"] {
            assert!(members(text, ["a"]).is_err(), "{text}");
        }
        let error = members("{\"a\": 1,\n\"a\": 2}", ["a"]).unwrap_err();
        assert_eq!(error.to_string(), "\"a\" is given twice at line 2 column 7");
        assert!(members(r#"{"b": 1, "b": 2}"#, ["a"]).is_ok());
    }
}
