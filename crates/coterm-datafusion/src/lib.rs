//! The lookup as SQL functions of Apache DataFusion, in this process and on a Ballista cluster.

pub mod data;
pub mod functions;
pub mod tables;
