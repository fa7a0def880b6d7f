// The small dataset of the crates' examples, drawn on the front page of `coterm_core`. They include
// this file as an expression:
//
//     let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
{
    use std::collections::HashMap;
    use std::error::Error;

    use coterm_core::codes::{
        Apart, CodeTable, DistrictCode, Lives, PositionSource, PositionalQuality,
        PostcodeDirectory, PostcodeRecord, Release, ReleaseKind, ReleasedDistricts, Releases,
        UserType,
    };
    use coterm_core::dataset::{Dataset, Indexing};
    use coterm_core::layers::{Area, AreaId, Catalogue, Layer, LayerId, LayerInfo, Role};
    use coterm_core::period::{Period, parse_day};
    use coterm_core::space::GridPoint;
    use geo::{MultiPolygon, Rect, coord};

    fn lancashire() -> Result<Dataset, Box<dyn Error>> {
        let block = |code: &'static str, [west, east]: [f64; 2], [south, north]: [f64; 2]| {
            let (least, most) = (coord! { x: west, y: south }, coord! { x: east, y: north });
            (code, MultiPolygon::from(Rect::new(least, most).to_polygon()))
        };
        let blocks = [
            block("E01025105", [340e3, 349e3], [445e3, 475e3]),
            block("E01025131", [349e3, 360e3], [445e3, 475e3]),
            block("E01025281", [340e3, 349e3], [415e3, 445e3]),
            block("E01025314", [349e3, 360e3], [415e3, 445e3]),
            block("E01025541", [330e3, 340e3], [415e3, 445e3]),
        ];
        let each_block = blocks.iter().map(|(code, _)| *code).enumerate();
        let lsoas = each_block.map(|(position, code)| (code, code, vec![position]));

        // Each layer's name, its first and its last day, and each area with its blocks.
        let drawn = [
            ("ccg-2021", "2021-04-01", Some("2022-06-30"), vec![
                ("E38000226", "Fylde and Wyre", vec![2, 4]),
                ("E38000227", "Greater Preston", vec![3]),
                ("E38000228", "Morecambe Bay", vec![0, 1]),
            ]),
            ("utla-2023", "2023-04-01", None, vec![
                ("E10000017", "Lancashire", vec![0, 1, 2, 3, 4]),
            ]),
            ("lad-2023", "2023-04-01", None, vec![
                ("E07000121", "Lancaster", vec![0, 1]),
                ("E07000123", "Preston", vec![2, 3]),
                ("E07000128", "Wyre", vec![4]),
            ]),
            ("lsoa-2011", "2011-03-27", None, lsoas.collect()),
        ];
        let (mut layers, mut columns) = (Vec::new(), HashMap::new());
        for (id, from, to, areas) in drawn {
            let period = Period::new(parse_day(from)?, to.map(parse_day).transpose()?)?;
            let (family, vintage) = id.split_once('-').ok_or("no vintage")?;
            let mut info = LayerInfo::new(id, family, vintage, period);
            info.resolution_m = 20.0;
            info.gives_districts = family == "lad";
            if family == "lsoa" {
                info.role = Role::Block;
            }
            let mut made = Vec::new();
            for (code, name, of) in &areas {
                let footprints = of.iter().map(|&position| &blocks[position].1);
                let footprint = polygon_coverage::dissolve(footprints)?;
                made.push(Area::new(*code, *name, period, footprint)?);
            }
            let layer = Layer::new(info, made);
            let mut column: Vec<Option<AreaId>> = vec![None; blocks.len()];
            for (code, _, of) in areas {
                for position in of {
                    column[position] = layer.position(code);
                }
            }
            columns.insert(LayerId::new(layers.len()), column);
            layers.push(layer);
        }
        let catalogue = Catalogue::new(layers);

        let codes = blocks.iter().map(|(code, _)| (*code).to_owned());
        let lad = catalogue.position("lad-2023").ok_or("no districts")?;
        let districts = catalogue[lad].iter().map(|(area, district)| DistrictCode {
            code: district.code(),
            layer: lad,
            area,
            complete: true,
        });
        let codes = CodeTable::new(codes.collect(), columns).with_districts(districts);

        let table = Release {
            id: "table".into(),
            code: "code-table-2022".into(),
            product: "the official code table".into(),
            month: "2022-05".parse()?,
            kind: ReleaseKind::CodeTable,
            districts: None,
        };
        let list = Release {
            id: "c25".into(),
            code: "code-point-2025".into(),
            product: "Code-Point Open".into(),
            month: "2025-05".parse()?,
            kind: ReleaseKind::Positions,
            districts: Some(ReleasedDistricts {
                layer: "lad-2023".into(),
                column: "lad_2023_code_point".into(),
                answered_as: "district_2023".into(),
            }),
        };
        let releases = Releases::new(vec![table, list])?;
        let list = releases.named("c25").ok_or("no list")?;
        let mut records = Vec::new();
        for (postcode, easting, northing, introduced, lsoa, district) in [
            ("LA1 4YW", 348_558.0, 457_442.0, "1980-01", "E01025105", "E07000121"),
            ("PR1 2HE", 353_463.0, 429_675.0, "2009-08", "E01025314", "E07000123"),
        ] {
            records.push(PostcodeRecord {
                postcode: postcode.parse()?,
                point: GridPoint::new(easting, northing)?,
                quality: PositionalQuality::Building,
                position_source: PositionSource::Release(list),
                apart: Apart::default(),
                lives: Lives::Only,
                introduced: Some(introduced.parse()?),
                terminated: None,
                user_type: Some(UserType::Large),
                oa: None,
                lsoa: Some(lsoa.parse()?),
                msoa: None,
                district: Some(district.parse()?),
                districts: [Some(district.parse()?), None, None],
            });
        }
        let postcodes = PostcodeDirectory::new(releases, records);
        let attribution = "Contains OS data © Crown copyright and database right.";
        Ok(Dataset::new(catalogue, codes, postcodes, attribution, Indexing::None)?)
    }
    lancashire().expect("the dataset can be made")
}
