//! Maps of one layer, with its legend, title and attribution. The command `coterm map` draws them.

use coterm_core::layers::{Area, AreaId, Layer, Role};
use geo::MultiPolygon;

use jiff::civil::Date;

use crate::{
    Colour, Error, Frame, LineStyle, Map, MapArea, MapLines, PALETTE, Result, Sample, colour_areas,
};

/// Kind of label on the areas of a [`LayerMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// The areas have no labels.
    None,
    /// The areas' names.
    Names,
    /// The areas' codes.
    Codes,
    /// Numbered markers, which the legend explains.
    Numbers,
}

impl Labels {
    /// Returns names if a page has room for so many, else no labels.
    pub fn for_areas(count: usize) -> Self {
        /// Largest number of areas that are labelled with names. The region that the maps
        /// were tried on has 41 neighbourhoods.
        const NAMED: usize = 60;
        if count > NAMED {
            Self::None
        } else {
            Self::Names
        }
    }
}

/// Largest number of areas that the legend lists with a colour for each.
const LISTED: usize = PALETTE.len();

/// A map of one layer, for a board paper.
///
/// ```
/// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../coterm-core/doc/lancashire.rs"));
/// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
/// use coterm_report::LayerMap;
///
/// let districts = dataset.catalogue().layer("lad-2023")?;
/// let ccgs = dataset.catalogue().layer("ccg-2021")?;
/// let svg = LayerMap::new(districts).over(ccgs)?.title("Districts and CCGs").map()?.to_svg();
/// assert!(svg.contains("Districts and CCGs") && svg.contains("Lancaster"));
/// # Ok::<(), coterm_report::Error>(())
/// ```
#[derive(Debug)]
pub struct LayerMap<'a> {
    layer: &'a Layer,
    over: Option<&'a Layer>,
    land: Option<&'a Layer>,
    only: Option<Vec<usize>>,
    focus: Option<MultiPolygon<f64>>,
    labels: Option<Labels>,
    title: Option<String>,
    subtitle: Option<String>,
}

impl<'a> LayerMap<'a> {
    /// Returns the first layer whose role is the backdrop of maps.
    pub fn land_among(layers: &[Layer]) -> Option<&Layer> {
        layers
            .iter()
            .find(|layer| layer.info().role == Role::Backdrop)
    }

    /// A map of all areas of a layer, with labels by [`Labels::for_areas`].
    pub fn new(layer: &'a Layer) -> Self {
        Self {
            layer,
            over: None,
            land: None,
            only: None,
            focus: None,
            labels: None,
            title: None,
            subtitle: None,
        }
    }

    /// Draws the lines of another layer over the areas.
    ///
    /// # Errors
    ///
    /// [`Error::OverItself`] if it is the same layer.
    pub fn over(mut self, over: &'a Layer) -> Result<Self> {
        if over.id() == self.layer.id() {
            return Err(Error::OverItself(over.id().to_owned()));
        }
        self.over = Some(over);
        Ok(self)
    }

    /// Draws the areas of a layer of land under the map.
    #[must_use]
    pub fn land(mut self, land: &'a Layer) -> Self {
        self.land = Some(land);
        self
    }

    /// Limits the map to the areas with these codes or names, and enlarges it to fit them.
    /// The layer's other areas are drawn in grey.
    ///
    /// # Errors
    ///
    /// [`Error::NotOneArea`] for a text that is the code or name of no area, or the name of
    /// several.
    pub fn only(mut self, areas: &[String]) -> Result<Self> {
        let positions = areas.iter().map(|area| {
            let found = self.layer.find(area).map_err(|not| Error::NotOneArea {
                layer: self.layer.id().to_owned(),
                area: area.clone(),
                not: Box::new(not),
            });
            found.map(AreaId::index)
        });
        let mut positions: Vec<usize> = positions.collect::<Result<_>>()?;
        positions.sort_unstable();
        positions.dedup();
        self.only = Some(positions);
        Ok(self)
    }

    /// Frames this ground in place of the areas, outlines it, and mutes all other ground.
    #[must_use]
    pub fn focused_on(mut self, ground: &MultiPolygon<f64>) -> Self {
        self.focus = Some(ground.clone());
        self
    }

    /// Sets the kind of labels; the default is that of [`Labels::for_areas`].
    #[must_use]
    pub fn labels(mut self, labels: Labels) -> Self {
        self.labels = Some(labels);
        self
    }

    /// Sets a title in place of the layer's.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets a subtitle in place of the period in which the layer is valid.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = Some(subtitle.into());
        self
    }

    /// Builds the map.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToDraw`] if no area has any ground.
    pub fn map(&self) -> Result<Map<'a>> {
        let all = self.layer.areas();
        let shown: Vec<usize> = self
            .only
            .clone()
            .unwrap_or_else(|| (0..all.len()).collect());
        let footprints: Vec<_> = shown.iter().map(|&index| all[index].footprint()).collect();
        let framed = match &self.focus {
            Some(focus) => Frame::covering([focus], Map::WIDTH),
            None => Frame::covering(footprints.iter().copied(), Map::WIDTH),
        };
        let frame = framed.ok_or_else(|| Error::NothingToDraw(self.layer.id().to_owned()))?;
        let land = self.land.iter().flat_map(|land| land.areas());
        let mut map = Map::new(frame.kept_on(land.map(Area::footprint)))
            .title(self.title.as_deref().unwrap_or(&self.layer.info().title))
            .subtitle(self.subtitle.clone().unwrap_or_else(|| self.period()))
            .attribution(self.attribution());
        for land in self.land.iter().flat_map(|land| land.areas()) {
            map = map.backdrop(land.footprint());
        }
        if let Some(focus) = &self.focus {
            map = map.focused_on(focus);
        }
        for (index, area) in all.iter().enumerate() {
            if shown.binary_search(&index).is_err() {
                map = map.area(MapArea::new(area.footprint()));
            }
        }
        let labels = self
            .labels
            .unwrap_or_else(|| Labels::for_areas(shown.len()));
        let listed = shown.len() <= LISTED || labels == Labels::Numbers;
        if listed {
            map = map.entry(Sample::Heading, self.heading());
        }
        for ((&index, colour), number) in shown.iter().zip(colour_areas(&footprints)).zip(1..) {
            let area = &all[index];
            let fill = PALETTE[colour];
            let drawn = MapArea::new(area.footprint()).fill(fill);
            map = map.area(match labels {
                Labels::None => drawn,
                Labels::Names => drawn.label(area.name()),
                Labels::Codes => drawn.label(area.code()),
                Labels::Numbers => drawn.number(number),
            });
            if listed {
                map = map.entry(sample(labels, fill, number), text(labels, area));
            }
        }
        if let Some(over) = self.over {
            let lines =
                over.areas()
                    .iter()
                    .fold(MapLines::new(LineStyle::OVER).inland(), |lines, area| {
                        if labels == Labels::None {
                            lines.outline(area.footprint())
                        } else if labels == Labels::Codes {
                            lines.labelled(area.footprint(), area.code())
                        } else {
                            lines.labelled(area.footprint(), area.name())
                        }
                    });
            map = map
                .lines(lines)
                .entry(Sample::Line(LineStyle::OVER), over.info().title.clone());
        }
        Ok(map)
    }

    /// Heading of the legend's list of areas: their family, because the title is on the page
    /// already.
    fn heading(&self) -> String {
        self.layer.info().family_title.clone()
    }

    fn period(&self) -> String {
        let period = self.layer.info().period;
        let written = |date: Date| date.strftime("%-d %B %Y").to_string();
        match period.to() {
            Some(to) => format!("{} to {}", written(period.from()), written(to)),
            None => format!("From {}", written(period.from())),
        }
    }

    /// Attributions of all layers that are drawn, each text once.
    fn attribution(&self) -> String {
        let drawn = [Some(self.layer), self.over, self.land];
        let mut attributions: Vec<&str> = Vec::new();
        for layer in drawn.into_iter().flatten() {
            let attribution = layer.info().attribution.as_str();
            if !attributions.contains(&attribution) && !attribution.is_empty() {
                attributions.push(attribution);
            }
        }
        attributions.join(" ")
    }
}

fn sample(labels: Labels, fill: Colour, number: u32) -> Sample {
    if labels == Labels::Numbers {
        Sample::Number(fill, number)
    } else {
        Sample::Fill(fill)
    }
}

fn text(labels: Labels, area: &coterm_core::layers::Area) -> String {
    if labels == Labels::Codes {
        format!("{} {}", area.code(), area.name())
    } else {
        area.name().to_owned()
    }
}
