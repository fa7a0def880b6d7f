//! Names of layers, verdicts and classes of pieces, and counts, that several formats share.

use coterm_core::comparison::{
    ComparedLayer, Comparison, Difference, Named, Overlap, PieceClass, Relation, Verdict,
};
use coterm_core::words::count;

/// The two layers by family and date, or by title if family and date are the same for both. A layer
/// without a date, such as that of a file, has its title.
pub(crate) fn layer_names(comparison: &Comparison) -> [String; 2] {
    let name = |layer: &ComparedLayer| match layer.vintage.as_str() {
        "" => layer.title.clone(),
        vintage => format!("{} ({vintage})", layer.family_title),
    };
    let names = [name(&comparison.a), name(&comparison.b)];
    if names[0] != names[1] {
        return names;
    }
    [comparison.a.title.clone(), comparison.b.title.clone()]
}

/// A verdict in a word or two, for people.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Coterminous => "Coterminous",
        Relation::Union => "Union",
        Relation::PartOf => "Part of one",
        Relation::Crossing => "Crossing",
        Relation::Disjoint => "Apart",
        Relation::CannotBeTold => "Cannot be judged",
    }
}

/// Identifier of a verdict in CSV, the same as in JSON.
pub(crate) fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Coterminous => "coterminous",
        Relation::Union => "union",
        Relation::PartOf => "part-of",
        Relation::Crossing => "crossing",
        Relation::Disjoint => "disjoint",
        Relation::CannotBeTold => "cannot-be-told",
    }
}

/// A class of pieces in a word or two, for people.
pub(crate) fn class(class: PieceClass) -> &'static str {
    match class {
        PieceClass::Real => "Smaller part",
        PieceClass::Populated => "Populated sliver",
        PieceClass::Coastal => "Coastal",
        PieceClass::Generalisation => "Generalisation",
        PieceClass::Outside => "Beyond the other layer",
        PieceClass::Common => "In common",
    }
}

/// Identifier of a class of pieces in CSV and `GeoJSON`, the same as in JSON.
pub(crate) fn class_name(class: PieceClass) -> &'static str {
    match class {
        PieceClass::Real => "real",
        PieceClass::Populated => "populated",
        PieceClass::Coastal => "coastal",
        PieceClass::Generalisation => "generalisation",
        PieceClass::Outside => "outside",
        PieceClass::Common => "common",
    }
}

/// An area's name, or a text that the ground is outside the layer.
pub(crate) fn name_or_outside(area: Option<&Named>, layer: &str) -> String {
    area.map_or_else(|| format!("Outside {layer}"), |area| area.name.clone())
}

/// An area's code and name as two fields; both are empty for ground outside the layer.
pub(crate) fn code_and_name(area: Option<&Named>) -> [&str; 2] {
    area.map_or(["", ""], |area| [&area.code, &area.name])
}

/// The names of up to `limit` areas, then the number of the rest.
pub(crate) fn listed(areas: &[Named], limit: usize) -> String {
    let mut names: Vec<String> = areas
        .iter()
        .take(limit)
        .map(|area| area.name.clone())
        .collect();
    if areas.len() > limit {
        names.push(format!("{} more", count(areas.len() - limit)));
    }
    names.join(", ")
}

/// Name of the building blocks in the plural; `None` without building blocks.
pub(crate) fn blocks(comparison: &Comparison) -> Option<String> {
    Some(comparison.blocks.as_ref()?.names())
}

/// Number of areas whose footprint the other layer has, in one area or several.
pub(crate) fn matching(verdicts: &[Verdict]) -> usize {
    verdicts.iter().filter(|verdict| matches(verdict)).count()
}

/// Number of areas with a verdict: all but those that reach beyond the data.
pub(crate) fn with_verdict(verdicts: &[Verdict]) -> usize {
    let has_verdict = |verdict: &&Verdict| verdict.relation != Relation::CannotBeTold;
    verdicts.iter().filter(has_verdict).count()
}

/// Whether the other layer has the area's footprint, in one area or several.
pub(crate) fn matches(verdict: &Verdict) -> bool {
    matches!(verdict.relation, Relation::Coterminous | Relation::Union)
}

/// Heading of a column of live postcodes beside another weight, counted as areas are.
pub(crate) fn postcodes_unit(comparison: &Comparison) -> String {
    if comparison.blocks.is_some() {
        "Postcodes by the code table".into()
    } else {
        "Postcodes".into()
    }
}

/// Number of live postcodes in a difference, counted as areas are. A difference of the
/// drawing only has none by the code table, although its postcodes are listed.
pub(crate) fn postcodes_of(comparison: &Comparison, difference: &Difference) -> usize {
    if difference.drawn_only && comparison.blocks.is_some() {
        0
    } else {
        difference.postcodes.len()
    }
}

/// A figure of an area as text, or a text that the data does not hold all of the area.
pub(crate) fn if_whole<T>(value: Option<T>, text: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "not all in the data".into(), text)
}

/// The codes of a pair of areas; `None` for ground outside the layer.
pub(crate) type Pair<'a> = (Option<&'a str>, Option<&'a str>);

/// The codes of a pair of areas.
pub(crate) fn pair<'a>(a: Option<&'a Named>, b: Option<&'a Named>) -> Pair<'a> {
    (
        a.map(|area| area.code.as_str()),
        b.map(|area| area.code.as_str()),
    )
}

/// The pairs of areas that share a building block, or ground other than slivers and coast.
#[derive(Debug)]
pub(crate) struct RealPairs<'a>(std::collections::HashSet<Pair<'a>>);

impl<'a> RealPairs<'a> {
    pub(crate) fn of(comparison: &'a Comparison) -> Self {
        let real = comparison
            .pieces
            .iter()
            .filter(|piece| piece.class.is_ground())
            .map(|piece| pair(piece.a.as_ref(), piece.b.as_ref()));
        let blocks = comparison
            .matrix
            .iter()
            .filter(|overlap| overlap.blocks.is_some_and(|blocks| blocks > 0))
            .map(|overlap| pair(overlap.a.as_ref(), overlap.b.as_ref()));
        Self(real.chain(blocks).collect())
    }

    pub(crate) fn has(&self, overlap: &Overlap) -> bool {
        self.0
            .contains(&pair(overlap.a.as_ref(), overlap.b.as_ref()))
    }
}

/// The number, the ground in square metres and the weight of the pieces of each class that
/// occurs.
pub(crate) fn by_class(comparison: &Comparison) -> Vec<(PieceClass, usize, f64, f64)> {
    [
        PieceClass::Common,
        PieceClass::Outside,
        PieceClass::Real,
        PieceClass::Populated,
        PieceClass::Coastal,
        PieceClass::Generalisation,
    ]
    .into_iter()
    .map(|class| {
        let of_class = comparison
            .pieces
            .iter()
            .filter(|piece| piece.class == class);
        of_class.fold(
            (class, 0, 0.0, 0.0),
            |(class, number, area, weight), piece| {
                (
                    class,
                    number + 1,
                    area + piece.area_m2,
                    weight + piece.weight,
                )
            },
        )
    })
    .filter(|(_, number, ..)| *number > 0)
    .collect()
}
