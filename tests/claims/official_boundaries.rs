//! Claims about comparisons with official boundaries of other sources and scales. They are in the
//! shared reference data, which is not part of the repository.

use coterm_core::comparison::{Comparison, ComparisonInput, ComparisonOptions, Weights, compare};
use coterm_core::layers::{Area, AreaId, Layer};
use coterm_io::{AreaFile, Fields};
use coterm_tests::{dataset, shared_file};

/// The areas of a file as a layer, with the description of the layer `like` except for its
/// resolution.
fn layer(file: &str, like: &str, resolution_m: f64) -> Layer {
    let path = shared_file(&format!("boundaries/{file}"));
    let read = AreaFile::read(&path, &Fields::default()).unwrap();
    let mut info = dataset().catalogue().layer(like).unwrap().info().clone();
    file.split('.').next().unwrap().clone_into(&mut info.id);
    info.resolution_m = resolution_m;
    let period = info.period;
    let area = |area: coterm_io::FileArea| {
        Area::new(area.code, area.name, period, area.footprint).unwrap()
    };
    Layer::new(info, read.areas.into_iter().map(area).collect())
}

/// Area of each building block, by the code table's column for `like`.
fn coded(layer: &Layer, like: &str) -> Option<Vec<Option<AreaId>>> {
    let subject = dataset().comparison_input(like).unwrap();
    let code = |area: AreaId| subject.layer[area].code();
    let of_block = subject.area_of_block?.into_iter();
    Some(of_block.map(|area| layer.position(code(area?))).collect())
}

fn compared(with_tables: bool) -> Comparison {
    let ccgs = layer("lsc8_ccg21_official_bsc100m.geojson", "ccg-2021", 200.0);
    let districts = layer(
        "lad21_derived_lad20bgc_lsc_region.geojson",
        "lad-2021",
        20.0,
    );
    let subject = |layer, like| ComparisonInput {
        layer,
        area_of_block: with_tables.then(|| coded(layer, like)).flatten(),
    };
    let weights = Weights::live_postcodes(dataset(), None);
    let options = ComparisonOptions::default();
    let (a, b) = (subject(&ccgs, "ccg-2021"), subject(&districts, "lad-2021"));
    compare(dataset(), &a, &b, &options, &weights).unwrap()
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use super::compared;
    use coterm_core::comparison::Relation;

    #[test]
    #[ignore = "needs the shared reference data: official boundaries"]
    fn official_ccgs_against_finer_districts_stand_as_the_code_table_says() {
        let comparison = compared(true);
        assert_eq!(comparison.tolerance_m, 200.0);
        for verdict in &comparison.verdicts_a {
            assert_eq!(Some(verdict.relation), verdict.by_blocks, "{verdict:?}");
        }
        let coterminous = comparison
            .verdicts_a
            .iter()
            .filter(|verdict| verdict.relation == Relation::Coterminous)
            .map(|verdict| verdict.area.name.as_str());
        assert_eq!(
            coterminous.collect::<Vec<_>>(),
            [
                "NHS Blackburn with Darwen CCG",
                "NHS Blackpool CCG",
                "NHS West Lancashire CCG"
            ]
        );
        // The one block of Preston that is in Fylde and Wyre.
        let preston = comparison.differences.iter().find(|difference| {
            let code = |area: &Option<coterm_core::comparison::Named>| {
                area.as_ref().map(|area| area.code.clone())
            };
            code(&difference.a).as_deref() == Some("E38000226")
                && code(&difference.b).as_deref() == Some("E07000123")
        });
        assert_eq!(preston.unwrap().blocks.len(), 1);
    }

    #[test]
    #[ignore = "needs the shared reference data: official boundaries"]
    fn without_a_code_table_geometry_alone_says_the_same() {
        let (alone, with_tables) = (compared(false), compared(true));
        for (alone, with_tables) in alone.verdicts_a.iter().zip(&with_tables.verdicts_a) {
            assert_eq!(
                alone.relation, with_tables.relation,
                "{alone:?} / {with_tables:?}"
            );
        }
    }
}
