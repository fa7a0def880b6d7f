//! Claims of coterm, shown on the committed data and on random coverages: one module for each
//! theme, one test for each claim.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints the figures that it found"
)]

mod agreement;
mod architecture;
mod archive_kinds;
mod archive_server;
mod awkward;
mod bad_files;
mod bad_paths;
mod bad_requests;
mod binomial_bound;
mod boundary_files_as_layers;
mod bulk;
mod bulk_trouble;
mod ccgs_of_england;
mod cell_lines;
mod certainty_page;
mod compare_command;
mod compare_reports;
mod comparison_laws;
mod comparison_server;
mod comparison_tiles;
mod coordinate_systems;
mod coterminosity;
mod coverage_check;
mod coverage_laws;
mod coverages;
mod csv_formats;
mod csv_laws;
mod data_catalogue;
mod data_folder;
mod dependencies;
mod differential;
mod disclosure;
mod documentation;
mod documents;
mod embedded_data;
mod evidence_laws;
mod examples;
mod export;
mod flatgeobuf_files;
mod footprint_validity;
mod geojson_files;
mod geopackage_files;
mod golden_documents;
mod golden_scenarios;
mod half_open;
mod http_post;
mod http_streams;
mod ignored_tests;
mod index;
mod known_days;
mod ladders;
mod lancashire_proposals;
mod laws;
mod localities;
mod log;
mod lookup_json;
mod made_up_data;
mod maps;
mod markdown_reports;
mod nearest_boundary;
mod never_certain_and_wrong;
mod official_boundaries;
mod official_lookup;
mod ostn15;
mod overlays;
mod part_only;
mod partitions;
mod placements;
mod plain_documents;
mod population;
mod practices;
mod prose;
mod published_counts;
mod read_tiles;
mod reason_codes;
mod refined_blocks;
mod requests;
mod results;
mod review_area;
mod said_plainly;
mod scenario_as_layer;
mod scenario_command;
mod scenario_report;
mod scenario_workbook;
mod scenarios;
mod second_drawings;
mod server;
mod slips;
mod threads;
mod tile_archives;
mod tile_server;
mod tile_truth;
mod tiles;
mod time_zone;
mod visible;
mod weight_files;
mod who_moves;
mod worked_answers;
