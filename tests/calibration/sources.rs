//! The files with which coterm's answers are compared.

use crate::truth::Through;

/// File of areas drawn more finely than the data's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finer {
    /// Name of the file in the folder `boundaries`.
    pub(crate) file: &'static str,
    /// Field with the areas' codes.
    pub(crate) code: &'static str,
    pub(crate) through: Through,
    /// Layers that the file is compared with.
    pub(crate) layers: &'static [&'static str],
    /// Description in words.
    pub(crate) what: &'static str,
    pub(crate) date: &'static str,
}

/// File of postcodes or codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// Path of the file in the shared folder.
    pub(crate) file: &'static str,
    pub(crate) what: &'static str,
    pub(crate) date: &'static str,
}

/// Licence of all the files.
pub(crate) const LICENCE: &str = "Open Government Licence v3.0";

/// Positions and districts of postcodes, of the region only.
pub(crate) const CODE_POINT: Listed = Listed {
    file: "postcodes/codepoint_open_2025-10_lsc_core_LA_PR_FY_BB.csv",
    what: "OS Code-Point Open: positions and district codes of the postcodes that begin with LA, PR, FY and BB",
    date: "October 2025",
};

/// Official allocation of LSOAs.
pub(crate) const TABLE: Listed = Listed {
    file: "lookups/LSOA11_CCG21_LAD21_EN_official.csv",
    what: "ONS lookup from LSOA 2011 to CCG and district, England",
    date: "April 2021",
};

/// Columns of [`TABLE`], and the layers that they are compared with.
pub(crate) const COLUMNS: [(&str, &str); 2] = [("CCG21CD", "ccg-2021"), ("LAD21CD", "lad-2021")];

/// Files of finer lines of the default data's region. The districts of 2021 also serve for those of
/// 2023 and for the upper tier, which are made of them.
pub(crate) const REGION: &[Finer] = &[
    Finer {
        file: "lsoa11_official_bgc_lsc_region.geojson",
        code: "LSOA11CD",
        through: Through::Layer("lsoa-2011"),
        layers: &[
            "place-2021",
            "place-2022",
            "delivery-unit-2022",
            "ccg-2021",
            "sicbl-2022",
            "icb-2022",
            "lsoa-2011",
        ],
        what: "ONS LSOA boundaries generalised to 20 m; for other layers than LSOAs put together by the data's own code table",
        date: "December 2011",
    },
    Finer {
        file: "lad21_derived_lad20bgc_lsc_region.geojson",
        code: "LAD21CD",
        through: Through::Layer("lad-2021"),
        layers: &[
            "strategic-authority-2025",
            "strategic-authority-2026",
            "utla-2021",
            "utla-2023",
            "lad-2021",
            "lad-2023",
        ],
        what: "ONS district boundaries generalised to 20 m; for other layers than these districts put together by the data's own code table",
        date: "2020, with the changes of April 2021",
    },
    Finer {
        file: "ccg21_derived_lsoa11bgc_england.geojson",
        code: "CCG21CD",
        through: Through::Codes,
        layers: &["sicbl-2022-buc", "ccg-2019-bsc"],
        what: "CCGs put together from ONS LSOA boundaries generalised to 20 m",
        date: "April 2021",
    },
    Finer {
        file: "lad23_derived_lad20bgc_england.geojson",
        code: "LAD23CD",
        through: Through::Codes,
        layers: &["lad-2024-buc"],
        what: "ONS district boundaries generalised to 20 m, put together for 2023",
        date: "2020, with the changes to April 2023",
    },
];

/// Files of finer lines of England. Areas whose code only one of both has are not compared.
pub(crate) const ENGLAND: &[Finer] = &[
    Finer {
        file: "ccg21_derived_lsoa11bgc_england.geojson",
        code: "CCG21CD",
        through: Through::Codes,
        layers: &["ccg-2021"],
        what: "CCGs put together from ONS LSOA boundaries generalised to 20 m",
        date: "April 2021",
    },
    Finer {
        file: "icb23_official_bgc_england.geojson",
        code: "ICB23CD",
        through: Through::Codes,
        layers: &["icb-2022"],
        what: "ONS integrated care boards generalised to 20 m",
        date: "April 2023",
    },
    Finer {
        file: "ctyua21_derived_lad20bgc_england.geojson",
        code: "CTYUA21CD",
        through: Through::Codes,
        layers: &["utla-2021"],
        what: "counties and unitary authorities put together from ONS district boundaries generalised to 20 m",
        date: "April 2021",
    },
    Finer {
        file: "ctyua23_derived_lad20bgc_england.geojson",
        code: "CTYUA23CD",
        through: Through::Codes,
        layers: &["utla-2023"],
        what: "the same for 2023",
        date: "April 2023",
    },
    Finer {
        file: "lad21_derived_lad20bgc_england.geojson",
        code: "LAD21CD",
        through: Through::Codes,
        layers: &["lad-2021"],
        what: "ONS district boundaries generalised to 20 m",
        date: "2020, with the changes of April 2021",
    },
    Finer {
        file: "lad23_derived_lad20bgc_england.geojson",
        code: "LAD23CD",
        through: Through::Codes,
        layers: &["lad-2023"],
        what: "ONS district boundaries generalised to 20 m, put together for 2023",
        date: "2020, with the changes to April 2023",
    },
];
