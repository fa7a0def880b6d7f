//! [`Sectors`]: finds postcodes in a sorted list, for the postcode directory. A lookup costs one
//! cache miss, because all that is known of a sector is in one cache line.

use crate::codes::Postcode;
use crate::codes::postcode::{LETTERS, Sector, Unit};
use crate::codes::postcode_record::PostcodeRecord;

/// Mark of an empty slot: no postcode has this sector.
const NONE: Sector = Sector::MAX;

/// Finds the position of a postcode among sorted ones with one cache miss: each sector (`LA1 4`)
/// has one cache line, and these lines are a hash table.
///
/// A unit is two of twenty letters, so a sector has at most four hundred units. A bit for each says
/// whether it exists, and the number of set bits before it is its position in the sector.
#[derive(Debug, Default)]
pub(super) struct Sectors {
    slots: Vec<Slot>,
    /// Postcodes of sectors that have units of other letters (Newport had one), sorted, and their
    /// positions.
    irregular: Vec<(Postcode, u32)>,
}

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    sector: Sector,
    /// Position of the sector's first postcode.
    first: u32,
    units: [u64; 7],
}

impl Sectors {
    /// Makes the table for these records, which are sorted and have no postcode twice.
    pub(super) fn of(records: &[PostcodeRecord]) -> Self {
        let sector_of = |record: &PostcodeRecord| record.postcode.parts().0;
        let of_a_sector = || records.chunk_by(|one, next| sector_of(one) == sector_of(next));
        let mut sectors = Self {
            // At least half of the slots stay empty, so that collisions are few.
            slots: vec![Slot::EMPTY; (of_a_sector().count() * 2).next_power_of_two()],
            irregular: Vec::new(),
        };
        let mut first = 0;
        for records in of_a_sector() {
            let place = u32::try_from(first).unwrap_or(u32::MAX);
            first += records.len();
            let sector = sector_of(&records[0]);
            let units: Option<Vec<_>> = records
                .iter()
                .map(|record| bit(record.postcode.parts().1))
                .collect();
            if let Some(units) = units {
                let slot = sectors.slot(sector);
                sectors.slots[slot] = Slot::of(sector, place, &units);
            } else {
                let postcodes = records.iter().map(|record| record.postcode);
                sectors.irregular.extend(postcodes.zip(place..));
            }
        }
        sectors
    }

    /// Position of the postcode, if it is among them. O(1).
    pub(super) fn place(&self, postcode: Postcode) -> Option<usize> {
        let (sector, unit) = postcode.parts();
        let slot = self.slots.get(self.slot(sector))?;
        if slot.sector == sector {
            return slot.place(bit(unit)?);
        }
        let other = self
            .irregular
            .binary_search_by_key(&postcode, |&(postcode, _)| postcode)
            .ok()?;
        Some(self.irregular[other].1 as usize)
    }

    /// The slot that the sector has, or else the empty slot that it would get.
    fn slot(&self, sector: Sector) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mixed = u64::from(sector).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (mixed >> 32) as usize & mask;
        while self
            .slots
            .get(slot)
            .is_some_and(|occupant| occupant.sector != sector && occupant.sector != NONE)
        {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

impl Slot {
    const EMPTY: Self = Self {
        sector: NONE,
        first: 0,
        units: [0; 7],
    };

    fn of(sector: Sector, first: u32, units: &[usize]) -> Self {
        let mut slot = Self {
            sector,
            first,
            ..Self::EMPTY
        };
        for &bit in units {
            slot.units[bit / 64] |= 1 << (bit % 64);
        }
        slot
    }

    fn place(&self, bit: usize) -> Option<usize> {
        let (word, mask) = (bit / 64, 1_u64 << (bit % 64));
        if self.units[word] & mask == 0 {
            return None;
        }
        let before = (self.units[word] & (mask - 1)).count_ones()
            + self.units[..word]
                .iter()
                .map(|word| word.count_ones())
                .sum::<u32>();
        Some((self.first + before) as usize)
    }
}

/// Number of a unit from 0 to 399, in the order of units; `None` if it has other letters.
fn bit(unit: Unit) -> Option<usize> {
    const OTHER: u8 = u8::MAX;
    const ORDER: [u8; 256] = {
        let mut order = [OTHER; 256];
        let mut letter = 0;
        while letter < LETTERS.len() {
            #[expect(clippy::cast_possible_truncation, reason = "there are twenty")]
            {
                order[LETTERS[letter] as usize] = letter as u8;
            }
            letter += 1;
        }
        order
    };
    let [one, other] = unit.map(|letter| ORDER[usize::from(letter)]);
    (one != OTHER && other != OTHER).then(|| usize::from(one) * LETTERS.len() + usize::from(other))
}
