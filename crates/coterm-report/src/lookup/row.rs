//! Text of the column `coterm_reason`, which tables of looked-up rows have.

use coterm_core::lookup::{RowReason, UnresolvedRow};

use super::Sentence;

/// Returns the text on one row of a table that was looked up, empty for most rows. An
/// answered row gets the families without an area and its notes; any other row gets the
/// reason why it has no answer.
///
/// ```
/// use coterm_core::lookup::{RowReason, UnresolvedRow};
/// use coterm_report::lookup::row_reason;
///
/// assert_eq!(row_reason(&RowReason::Unresolved(&UnresolvedRow::Blank)), "the row is blank");
/// let answered = RowReason::Answered { without: &["place"], notes: &[] };
/// assert_eq!(row_reason(&answered), "Not in any place.");
/// ```
pub fn row_reason(reason: &RowReason<'_>) -> String {
    match reason {
        RowReason::Answered { without, notes } => {
            let none =
                (!without.is_empty()).then(|| format!("Not in any {}.", without.join(" or ")));
            let notes = notes.iter().map(|note| Sentence(note).to_string());
            none.into_iter().chain(notes).collect::<Vec<_>>().join(" ")
        }
        RowReason::Unresolved(UnresolvedRow::Blank) => "the row is blank".into(),
        RowReason::Unresolved(UnresolvedRow::WrongColumns { row, header }) => {
            format!("the row has {row} columns and the header {header}")
        }
        RowReason::Unresolved(UnresolvedRow::NoCoordinates { axes: [one, other] }) => {
            format!("the row has no {one} or {other}")
        }
        RowReason::Unresolved(UnresolvedRow::NotANumber { axis }) => {
            format!("the {axis} is not a number")
        }
        RowReason::Unresolved(UnresolvedRow::Refused(error)) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use coterm_core::lookup::Note;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_row_with_nothing_to_say_has_an_empty_reason() {
        let reason = row_reason(&RowReason::Answered {
            without: &[],
            notes: &[],
        });
        assert_eq!(reason, "");
    }

    #[test]
    fn an_answered_row_names_the_families_without_an_area_before_its_notes() {
        let notes = [Note::AfterKnownTo {
            known_to: date(2026, 3, 31),
        }];
        let reason = row_reason(&RowReason::Answered {
            without: &["place", "icb"],
            notes: &notes,
        });
        assert_eq!(
            reason,
            "Not in any place or icb. These areas are known up to 31 March 2026; later changes \
             are not in the data."
        );
    }
}
