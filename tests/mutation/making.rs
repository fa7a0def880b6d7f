//! Making of mutants by their numbers: [`Maker`].

use coterm_tests::Random;

use crate::Result;
use crate::database;
use crate::format::Format;
use crate::mutation::mutate;
use crate::seeds::seeds;

/// Makes the mutants of a format. A mutant depends on the seed, the format and its number, and not
/// on mutants that were made before.
#[derive(Debug)]
pub(crate) struct Maker {
    format: Format,
    seed: u64,
    seeds: Vec<Vec<u8>>,
    /// Number of valid seeds, which come first and must be read when unchanged.
    right: usize,
}

impl Maker {
    pub(crate) fn new(format: Format, seed: u64) -> Result<Self> {
        let (mut seeds, right) = seeds(format)?;
        if matches!(format, Format::GeoPackage | Format::MbTiles) {
            // With small pages, random changes of bytes seldom hit empty space.
            for seed in &mut seeds[..right] {
                *seed = database::with_small_pages(seed)?;
            }
        }
        Ok(Self {
            format,
            seed,
            seeds,
            right,
        })
    }

    /// Number of valid seeds. The first mutants are these seeds, unchanged.
    pub(crate) fn right(&self) -> usize {
        self.right
    }

    pub(crate) fn mutant(&self, number: usize) -> Result<Vec<u8>> {
        if number < self.right {
            return Ok(self.seeds[number].clone());
        }
        let name = self.format.name().bytes().fold(self.seed, |mixed, byte| {
            mixed.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte)
        });
        let mut random = Random(name.wrapping_add((number as u64).wrapping_mul(0x9E37_79B9)));
        // Half of the mutants are made from valid seeds only.
        let limit = if random.flip() {
            self.right
        } else {
            self.seeds.len()
        };
        let mut bytes = self.seeds[random.below(limit)].clone();
        let is_database = matches!(self.format, Format::GeoPackage | Format::MbTiles);
        if is_database && random.flip() {
            bytes = database::mutated(&mut random, &bytes)?;
        } else {
            let other = &self.seeds[random.below(self.seeds.len())];
            mutate(&mut random, &mut bytes, other, self.format.syntax());
        }
        Ok(bytes)
    }
}
