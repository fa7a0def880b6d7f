//! [`CellGrid`]: the outermost grid, and positions of points in its cells in fixed point. Building
//! and looking up use the same roundings, so that they agree.

use geo::Coord;

use super::extent::Extent;

/// Bits of a position for each axis and level of inner grids: four cells on a side make an inner
/// grid fill a cache line.
pub(super) const BITS: u32 = 2;
/// Number of cells on a side of an inner grid.
pub(super) const SIDE: usize = 1 << BITS;

/// Outermost grid, and how its cells are divided.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellGrid {
    pub(super) frame: Extent,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Columns and rows per unit of the coordinates, times 2^32.
    per_unit: Coord<f64>,
}

/// Position of a point in cells of the outermost grid from its corner, times 2^32: the upper
/// halves are its column and row, the lower ones its position within that cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) x: u64,
    pub(super) y: u64,
}

/// Cell: the leading digits of the positions within it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) frame: Extent,
    /// Column and row of the cell among all cells of its size.
    column: u64,
    row: u64,
    pub(super) depth: u32,
}

impl CellGrid {
    pub(super) fn new(frame: Extent, columns: usize, rows: usize) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of cells is far below 2^52"
        )]
        let per_unit = |cells: usize, metres: f64| cells as f64 / metres * 2.0_f64.powi(32);
        let per_unit = Coord {
            x: per_unit(columns, frame.width),
            y: per_unit(rows, frame.height),
        };
        Self {
            frame,
            columns,
            rows,
            per_unit,
        }
    }

    /// Position in cells from the frame's corner, times 2^32. The error is less than a 2^50th of
    /// the frame.
    #[inline]
    fn along(&self, point: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (point.x - self.frame.west) * self.per_unit.x,
            y: (point.y - self.frame.south) * self.per_unit.y,
        }
    }

    /// The position of a point in fixed point. It is beyond all columns or rows if the point is
    /// outside, or so near the western or southern rim that it is rounded there.
    ///
    /// Rounds by adding 2⁵², because `as` also saturates and costs twice as many instructions.
    /// Ties go to even, so that an odd result may be one low; cell borders are even and
    /// therefore exact.
    #[inline]
    pub(super) fn place(&self, point: Coord<f64>) -> Place {
        const NO_FRACTION: f64 = 4_503_599_627_370_496.0;
        let along = self.along(point);
        let [x, y] = [along.x, along.y]
            .map(|along| (along + (NO_FRACTION - 0.5)).to_bits())
            .map(|bits| bits.wrapping_sub(NO_FRACTION.to_bits()));
        Place { x, y }
    }

    /// The positions of the lowest and the highest point of a square around a point, in fixed
    /// point. The position of every point of the square is between them if both are in one cell,
    /// because their roundings are monotonic.
    #[inline]
    pub(super) fn places_within(&self, point: Coord<f64>, margin: f64) -> [Place; 2] {
        [-margin, margin].map(|margin| {
            self.place(Coord {
                x: point.x + margin,
                y: point.y + margin,
            })
        })
    }

    /// Index of the outermost cell that contains a position; after all cells if outside.
    #[inline]
    pub(super) fn position(&self, place: Place) -> usize {
        let [column, row] = place.cell().map(|cell| cell as usize);
        if column < self.columns && row < self.rows {
            row * self.columns + column
        } else {
            self.columns * self.rows
        }
    }

    /// Calls `each` with the index of every outermost cell in which a point of the rectangle
    /// between two corners, the low one first, can be.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "saturates, as meant; a count of cells is far below 2^52"
    )]
    pub(super) fn each_position(&self, corners: [Coord<f64>; 2], mut each: impl FnMut(usize)) {
        let [low, high] = corners.map(|corner| self.along(corner));
        let within = |low: f64, high: f64, cells: usize| {
            // One unit to spare, because positions may be off by one.
            let cell = |along: f64| (along / 2.0_f64.powi(32)).floor();
            let (first, end) = (cell(low - 1.0), cell(high + 1.0) + 1.0);
            let is_inside = first >= 0.0 && end <= cells as f64;
            (first as usize..cells.min(end as usize), is_inside)
        };
        let (columns, inside_columns) = within(low.x, high.x, self.columns);
        let (rows, inside_rows) = within(low.y, high.y, self.rows);
        if !(inside_columns && inside_rows) {
            each(self.columns * self.rows);
        }
        for row in rows {
            columns
                .clone()
                .for_each(|column| each(row * self.columns + column));
        }
    }

    pub(super) fn cell(&self, column: usize, row: usize) -> Cell {
        Cell {
            frame: self.frame.cell(self.columns, self.rows, column, row),
            column: column as u64,
            row: row as u64,
            depth: 0,
        }
    }

    /// Position of a point relative to the corner of a cell, in 2^-`bits` of the cell's side. The
    /// error is less than a 2^50th of the frame.
    #[expect(clippy::cast_precision_loss, reason = "below 2^52 for cells there are")]
    pub(super) fn within(&self, cell: Cell, point: Coord<f64>, bits: u32) -> Coord<f64> {
        let along = self.along(point);
        let units = 2.0_f64.powi((bits + BITS * cell.depth).cast_signed() - 32);
        let corner = |cells: u64| (cells << bits) as f64;
        Coord {
            x: along.x * units - corner(cell.column),
            y: along.y * units - corner(cell.row),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are meant")]
impl Place {
    /// Column and row in the outermost grid; large numbers outside of it.
    #[inline]
    pub(super) fn cell(self) -> [u32; 2] {
        [self.x, self.y].map(|along| (along >> 32) as u32)
    }

    /// Position within the cell, as fractions of 2^32.
    #[inline]
    pub(super) fn within(self) -> [u32; 2] {
        [self.x, self.y].map(|along| along as u32)
    }

    /// The position that is farther east and north by this much.
    #[inline]
    pub(super) fn plus(self, more: u64) -> Self {
        Self {
            x: self.x.wrapping_add(more),
            y: self.y.wrapping_add(more),
        }
    }

    /// Whether both positions are in the same inner cell of the same cell.
    #[inline]
    pub(super) fn shares_inner_cell(self, other: Self) -> bool {
        ((self.x ^ other.x) | (self.y ^ other.y)) >> (32 - BITS) == 0
    }

    /// Removes the position's next digit and returns it: the number of the inner cell.
    #[inline]
    pub(super) fn digit(&mut self) -> usize {
        let [x, y] = self.within().map(|along| along >> (32 - BITS));
        self.x <<= BITS;
        self.y <<= BITS;
        (y << BITS | x) as usize
    }
}

impl Cell {
    /// The inner cell at a position. Building and looking up call this with the same numbers, so
    /// corners are the same, bit for bit.
    pub(super) fn inner(self, position: usize) -> Self {
        let (column, row) = (position % SIDE, position / SIDE);
        Self {
            frame: self.frame.cell(SIDE, SIDE, column, row),
            column: self.column << BITS | column as u64,
            row: self.row << BITS | row as u64,
            depth: self.depth + 1,
        }
    }

    /// The position within this cell of a position in the outermost grid; `None` if outside.
    pub(super) fn part(self, mut place: Place) -> Option<Place> {
        let [mut column, mut row] = place.cell().map(u64::from);
        for _ in 0..self.depth {
            let inner = place.digit();
            column = column << BITS | (inner % SIDE) as u64;
            row = row << BITS | (inner / SIDE) as u64;
        }
        ((column, row) == (self.column, self.row)).then_some(place)
    }
}
