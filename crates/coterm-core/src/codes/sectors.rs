use crate::Postcode;
use crate::codes::postcode::{LETTERS, Sector, Unit};
use crate::codes::postcode_record::PostcodeRecord;

/// No sector.
const NONE: Sector = Sector::MAX;

/// Finds the place of a postcode among sorted ones with one line of the cache: what is
/// known of each sector (`LA1 4`) stands in one, and that in a table by hash.
///
/// A unit is two of twenty letters, so a sector has four hundred at most. A bit says
/// of each whether it is there; the bits before it count those that come before it.
#[derive(Debug, Default)]
pub(super) struct Sectors {
    slots: Vec<Slot>,
    /// The postcodes of sectors that have units of other letters (Newport had one),
    /// sorted, and their places.
    others: Vec<(Postcode, u32)>,
}

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    sector: Sector,
    /// The place of its first postcode.
    first: u32,
    units: [u64; 7],
}

impl Sectors {
    /// Of these records, which are sorted, no postcode twice.
    pub(super) fn of(records: &[PostcodeRecord]) -> Self {
        let sector_of = |record: &PostcodeRecord| record.postcode.parts().0;
        let of_a_sector = || records.chunk_by(|one, next| sector_of(one) == sector_of(next));
        let mut sectors = Self {
            // At least half of them stay empty, so that few are looked at in turn.
            slots: vec![Slot::EMPTY; (of_a_sector().count() * 2).next_power_of_two()],
            others: Vec::new(),
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
                sectors.others.extend(postcodes.zip(place..));
            }
        }
        sectors
    }

    /// The place of the postcode.
    pub(super) fn place(&self, postcode: Postcode) -> Option<usize> {
        let (sector, unit) = postcode.parts();
        let slot = self.slots.get(self.slot(sector))?;
        if slot.sector == sector {
            return slot.place(bit(unit)?);
        }
        let other = self
            .others
            .binary_search_by_key(&postcode, |&(postcode, _)| postcode)
            .ok()?;
        Some(self.others[other].1 as usize)
    }

    /// Where the sector is, or would be.
    fn slot(&self, sector: Sector) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mixed = u64::from(sector).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (mixed >> 32) as usize & mask;
        while self
            .slots
            .get(slot)
            .is_some_and(|there| there.sector != sector && there.sector != NONE)
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

/// Which of the four hundred a unit is, in order.
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
