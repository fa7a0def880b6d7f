//! Layers that are another generalisation of a layer's areas, read from a published file.

use coterm_core::layers::{Area, Layer, LayerInfo};

use super::built;
use crate::geojson_file::{self, PolygonFeature};
use crate::recipe::SourceLayer;
use crate::repair::repaired;
use crate::source::Wheels;
use crate::{DataReport, Error, Result};

/// Reads the areas of a file that are another generalisation of a layer's areas. They are matched
/// by code, or by name if the file has no codes; other areas of the file are left out.
pub(super) fn drawing(
    info: LayerInfo,
    source: &SourceLayer,
    layers: &[Layer],
    wheels: &Wheels,
    report: &mut DataReport,
) -> Result<Layer> {
    let lacks = |field: &str| Error::Recipe(format!("the recipe's {} has no \"{field}\"", info.id));
    let redrawn = built(layers, source.of.as_deref().ok_or_else(|| lacks("of"))?)?;
    let name_field = source
        .name_field
        .as_deref()
        .ok_or_else(|| lacks("name_field"))?;
    let (path, bytes) = wheels.read(source.member.as_deref().ok_or_else(|| lacks("member"))?)?;
    let mut areas = Vec::new();
    geojson_file::polygons(&path, &bytes, |feature: PolygonFeature| {
        let drawn = match &source.code_field {
            Some(field) => feature.text(field).and_then(|code| redrawn.area(code)),
            None => feature.text(name_field).and_then(|name| {
                redrawn
                    .areas()
                    .iter()
                    .find(|area| area.name().to_uppercase() == name.to_uppercase())
            }),
        };
        let Some(drawn) = drawn else { return Ok(()) };
        let footprint = feature.crs.footprint_to_grid(feature.footprint)?;
        let footprint = repaired(&format!("{} {}", info.id, drawn.name()), &footprint, report);
        let mut area = Area::new(drawn.code(), drawn.name(), info.period, footprint)?;
        for (system, code) in drawn.codes() {
            area = area.with_code(system.as_str(), code.as_str());
        }
        areas.push(area);
        Ok(())
    })?;
    let missing: Vec<&str> = redrawn
        .areas()
        .iter()
        .filter(|area| !areas.iter().any(|drawn| drawn.code() == area.code()))
        .map(Area::name)
        .collect();
    if !missing.is_empty() {
        report.add(
            info.id.as_str(),
            format!("no drawing of {}", missing.join(", ")),
            "left out",
        );
    }
    Ok(Layer::new(info, areas))
}
