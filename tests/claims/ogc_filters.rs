//! Claims about filters: OGC API Features Part 3 (19-079r2) and CQL2 (21-065r2).

use axum::http::StatusCode;
use coterm_tests::dataset;

use crate::ogc_features::{ids, layers, linked};
use crate::requests::{get, ok};

/// The rule by which an area is expected.
type Wanted<'a> = &'a dyn Fn(&coterm_core::layers::Area) -> bool;

fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
    bytes.collect()
}

async fn filtered(layer: &str, filter: &str) -> Vec<String> {
    let path = format!("/collections/{layer}/items?filter={}", encoded(filter));
    ids(&ok(&path).await.json())
}

#[tokio::test]
async fn queryables_and_schema_describe_each_property_of_the_features() {
    for layer in layers() {
        for (document, path) in [("queryables", "queryables"), ("schema", "schema")] {
            let at = format!("/collections/{layer}/{path}");
            let schema = ok(&at).await.json();
            assert_eq!(schema["$id"], at, "{document}");
            assert_eq!(schema["type"], "object");
            let described = schema["properties"].as_object().unwrap();
            let page = ok(&format!("/collections/{layer}/items?limit=1"))
                .await
                .json();
            for name in page["features"][0]["properties"]
                .as_object()
                .unwrap()
                .keys()
            {
                assert!(described.contains_key(name), "{layer}: {name}");
            }
        }
        let collection = ok(&format!("/collections/{layer}")).await.json();
        let rel = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
        ok(&linked(&collection, rel).unwrap()).await;
    }
}

#[tokio::test]
async fn basic_cql2_compares_texts_days_and_truths() {
    let layer = dataset().catalogue().layer("lad-2023").unwrap();
    let expected = |wanted: &dyn Fn(&coterm_core::layers::Area) -> bool| {
        let areas = layer.areas().iter().filter(|area| wanted(area));
        areas.map(|area| area.code().to_owned()).collect::<Vec<_>>()
    };
    let since = "2023-04-01".parse::<jiff::civil::Date>().unwrap();
    let cases: [(&str, Wanted<'_>); 12] = [
        ("name='Lancaster'", &|area| area.name() == "Lancaster"),
        ("name<>'Lancaster'", &|area| area.name() != "Lancaster"),
        ("name>'L' AND name<='Preston'", &|area| {
            area.name() > "L" && area.name() <= "Preston"
        }),
        ("NOT (name<'L') OR code='E07000117'", &|area| {
            area.name() >= "L" || area.code() == "E07000117"
        }),
        ("complete=true", &coterm_core::layers::Area::complete),
        ("valid_from>=DATE('2023-04-01')", &|area| {
            area.period().from() >= since
        }),
        ("valid_to IS NULL", &|area| area.period().to().is_none()),
        ("name LIKE '%a%'", &|area| area.name().contains('a')),
        ("CASEI(name) LIKE CASEI('LA%')", &|area| {
            area.name().to_lowercase().starts_with("la")
        }),
        ("name NOT IN ('Lancaster','Wyre')", &|area| {
            !["Lancaster", "Wyre"].contains(&area.name())
        }),
        ("name BETWEEN 'A' AND 'C'", &|area| {
            area.name() >= "A" && area.name() <= "C"
        }),
        ("\"name\"=code", &|area| area.name() == area.code()),
    ];
    for (filter, wanted) in cases {
        assert_eq!(
            filtered("lad-2023", filter).await,
            expected(wanted),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn a_filter_and_its_negation_divide_the_areas_without_the_unknown_ones() {
    for layer in layers() {
        let all = dataset().catalogue().layer(layer).unwrap().areas();
        for (filter, unknown) in [
            ("name > 'M'", 0),
            ("S_INTERSECTS(geometry,BBOX(-3,54,-2.7,54.2))", 0),
            (
                "valid_to > DATE('2022-01-01')",
                all.iter()
                    .filter(|area| area.period().to().is_none())
                    .count(),
            ),
        ] {
            let one = filtered(layer, filter).await;
            let other = filtered(layer, &format!("NOT ({filter})")).await;
            assert!(one.iter().all(|id| !other.contains(id)), "{layer} {filter}");
            assert_eq!(
                one.len() + other.len() + unknown,
                all.len(),
                "{layer} {filter}"
            );
        }
    }
}

#[tokio::test]
async fn basic_spatial_functions_find_the_area_around_a_point() {
    let at = "/lookup?lon=-2.8&lat=54.05&on=2023-05-01";
    let answer = ok(at).await.json();
    for area in answer["areas"].as_array().unwrap() {
        let layer = area["layer"].as_str().unwrap();
        let code = area["code"].as_str().unwrap();
        let by_point = filtered(layer, "S_INTERSECTS(geometry, POINT(-2.8 54.05))").await;
        assert_eq!(by_point, [code], "{layer}");
        let json = r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[54.05,-2.8]}]}"#;
        let crs = "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326";
        let path = format!(
            "/collections/{layer}/items?filter-lang=cql2-json&{crs}&filter={}",
            encoded(json)
        );
        assert_eq!(ids(&ok(&path).await.json()), [code], "{layer}");
    }
}

#[tokio::test]
async fn filters_that_are_wrong_deep_or_long_are_refused_with_what_to_send() {
    let deep = format!("{}name='x'{}", "(".repeat(2_000), ")".repeat(2_000));
    let long = format!("name='{}'", "x".repeat(9_000));
    let json = format!(
        "{}true{}",
        r#"{"op":"not","args":["#.repeat(120),
        "]}".repeat(120)
    );
    for (filter, lang, says) in [
        ("size=5", "cql2-text", "there is no property"),
        ("name=", "cql2-text", "ends too early"),
        ("name=5", "cql2-text", "a text such as"),
        (&deep, "cql2-text", "flatter"),
        (&long, "cql2-text", "8192"),
        (&json, "cql2-json", "flatter"),
        ("{}", "cql2-json", "op"),
        ("name='x'", "cql-text", "cql2-text or cql2-json"),
    ] {
        let path = format!(
            "/collections/lad-2023/items?filter-lang={lang}&filter={}",
            encoded(filter)
        );
        let answered = get(&path).await;
        assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{says}");
        let detail = answered.json()["detail"].to_string();
        assert!(detail.contains(says), "{detail}");
    }
}
